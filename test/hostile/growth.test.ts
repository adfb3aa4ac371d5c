import { describe, expect, it } from 'vitest';
import { createGrMxParser } from '../../src/importers/gr-mx-parser.ts';
import { grMxLine } from '../../src/importers/gr-mx-line.ts';
import { rfc4514Name } from '../../src/importers/openssl-name.ts';
import { openSslNames, openSslTime } from '../../src/importers/openssl-text.ts';
import { onionKind } from '../../src/judge/policies/onion-name.ts';
import { readMtaStsPolicy } from '../../src/judge/policies/mta-sts-policy.ts';
import { readMtaStsRecord } from '../../src/judge/policies/mta-sts-record.ts';
import { readTlsRptRecord } from '../../src/judge/policies/tls-rpt-record.ts';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { matchesName } from '../../src/judge/x509/name-match.ts';
import { parseDomainName, hostFromDns } from '../../src/model/names/domain-name.ts';
import { dnsNameText } from '../../src/model/names/dns-name-text.ts';
import { parseExclusion } from '../../src/model/names/exclusions.ts';
import { canonicalAddress } from '../../src/model/names/ip-address.ts';
import { trimmedText, withoutComment } from '../../src/model/names/list.ts';
import { parseMxMapLine } from '../../src/model/names/mx-map.ts';
import { operatorOf } from '../../src/model/names/operator.ts';
import { policyReplyOf } from '../../src/model/records/policy-reply.ts';
import { attributeValues, escapedValue } from '../../src/model/text/name-text.ts';
import { nearestWord } from '../../src/model/text/nearest-word.ts';
import { shownText } from '../../src/model/text/shown-text.ts';
import { ehloKeywords, starttlsOffer } from '../../src/net/smtp/ehlo.ts';
import { isMaskedGreeting, normaliseReply } from '../../src/net/smtp/reply-text.ts';
import { normaliseRecord, normaliseServerText } from '../../src/net/smtp/server-text.ts';
import { ReplyParser } from '../../src/net/smtp/smtp-reply.ts';
import { commonKeywords, commonText } from '../../src/net/smtp/varying-text.ts';
import { handshakeError } from '../../src/net/tls/tls-error.ts';
import { hostPattern } from '../../src/report/format/host-pattern.ts';
import { columns, wrap } from '../../src/report/format/layout.ts';
import { escapeMarkdown } from '../../src/report/format/markdown-escape.ts';
import { escapeShort, escapeTerminal } from '../../src/report/format/terminal-escape.ts';
import { ANY_SEPARATOR, parseCsvLine } from '../../src/store/lists/csv-line.ts';
import { createRowJoiner } from '../../src/store/lists/csv-rows.ts';
import { createLineSplitter } from '../../src/store/lists/line-splitter.ts';
import { createCsvParser } from '../../src/store/lists/parse-csv-list.ts';
import { createTextParser } from '../../src/store/lists/parse-list.ts';
import { growth, isLinear, SHAPES } from './growth.ts';

const PARTIES = { host: 'mx.example.org', clients: ['scan.example.org', '192.0.2.7'] };

/** What reads text of others, by the longest text that reaches it, in characters. */
const READERS: Readonly<Record<string, [longest: number, read: (text: string) => unknown]>> = {
  // A reply has at most 65,536 bytes, and a line of it may be as long.
  normaliseServerText: [65_536, (text) => normaliseServerText(text, PARTIES.clients)],
  normaliseReply: [65_536, (text) => normaliseReply(text, PARTIES)],
  // A TXT record has at most 65,535 bytes.
  normaliseRecord: [65_536, normaliseRecord],
  isMaskedGreeting: [65_536, isMaskedGreeting],
  starttlsOffer: [65_536, (text) => starttlsOffer(ehloKeywords(text.split('\n')))],
  policyReplyOf: [512, (text) => policyReplyOf({ code: 554, text })],
  // Stored texts have at most 512 characters.
  commonText: [512, (text) => commonText([text, `${text}a`, `b ${text}`])],
  commonKeywords: [512, (text) => commonKeywords([text.split(' '), [text]])],
  handshakeError: [512, (text) => handshakeError({ code: `ERR_SSL_${text}` })],
  readMtaStsPolicy: [65_536, (text) => readMtaStsPolicy(Buffer.from(text))],
  readMtaStsRecord: [65_536, (text) => readMtaStsRecord([`v=STSv1;${text}`])],
  readTlsRptRecord: [65_536, (text) => readTlsRptRecord([`v=TLSRPTv1;rua=mailto:${text}`])],
  matchesName: [65_536, (text) => matchesName([text], text)],
  prepareRoots: [65_536, (text) => prepareRoots([text])],
  attributeValues: [1_024, (text) => attributeValues(`CN=${text}`, 'CN')],
  escapedValue: [65_536, escapedValue],
  dnsNameText: [65_536, (text) => dnsNameText(Buffer.from(text))],
  // A line of a list has at most 65,536 bytes.
  parseDomainName: [65_536, parseDomainName],
  hostFromDns: [1_024, hostFromDns],
  // A name in the DNS has 255 bytes, some of which are shown as four characters.
  onionKind: [1_024, (text) => onionKind(`${text}.onion`)],
  trimmedText: [65_536, (text) => trimmedText(`a${text}b`)],
  withoutComment: [65_536, withoutComment],
  parseExclusion: [65_536, parseExclusion],
  parseMxMapLine: [65_536, parseMxMapLine],
  canonicalAddress: [65_536, canonicalAddress],
  operatorOf: [65_536, operatorOf],
  parseCsvLine: [65_536, (text) => parseCsvLine(text, ANY_SEPARATOR)],
  createTextParser: [65_536, (text) => createTextParser()(text)],
  createCsvParser: [65_536, (text) => createCsvParser()(`domain,provider\n${text}`)],
  createLineSplitter: [65_536, (text) => createLineSplitter(65_536).push(Buffer.from(text))],
  grMxLine: [65_536, (text) => grMxLine(`MAX TLS version supported by ${text}`)],
  createGrMxParser: [65_536, (text) => createGrMxParser().feed(text)],
  rfc4514Name: [65_536, (text) => rfc4514Name(`C = ${text}`)],
  openSslNames: [65_536, (text) => openSslNames(`DNS:${text}`)],
  openSslTime: [65_536, openSslTime],
  shownText: [65_536, (text) => shownText(text, 512)],
  nearestWord: [65_536, (text) => nearestWord(text, ['concurrency', 'resolver'])],
  escapeTerminal: [65_536, escapeTerminal],
  escapeShort: [65_536, (text) => escapeShort(text, 80)],
  escapeMarkdown: [65_536, escapeMarkdown],
  columns: [65_536, columns],
  wrap: [65_536, (text) => wrap(text, '', 2, 80)],
  hostPattern: [
    1_024,
    (text) => hostPattern([`${text}1.a.example.org`, `${text}2.a.example.org`], []),
  ],
};

describe('the measure', () => {
  it.each<[string, (length: number) => void]>([
    ['a quadratic pattern', (length) => void /[a-z]+@/.test('a'.repeat(length))],
    [
      'a quadratic loop',
      (length) => {
        const seen: number[] = [];
        for (let n = 0; n < length; n++) if (!seen.includes(n)) seen.push(n);
      },
    ],
  ])('finds %s', (_, work) => {
    expect(growth(work, 1_024)).toBeGreaterThan(9);
  });

  it('takes linear work for linear', () => {
    expect(isLinear((length) => void 'a'.repeat(length).split(''), 4_096)).toBe(true);
  });
});

/** Long enough to tell what grows how, and short enough that a quadratic pattern ends. */
const LONG = 8_192;

describe('four times the text takes about four times the work', () => {
  it.each(Object.entries(READERS))('%s', (_, [longest, read]) => {
    const slow = SHAPES.filter(
      ({ make }) => !isLinear((length) => read(make(length)), Math.min(longest, LONG) / 4),
    ).map(({ name }) => name);
    expect(slow).toEqual([]);
  });
});

describe('so it does in small pieces, and in many lines', () => {
  it.each<[string, (length: number) => void]>([
    [
      'a line of a reply, a byte at a time',
      (length) => {
        const parser = new ReplyParser();
        const byte = Buffer.from('a');
        for (let n = 0; n < length; n++) {
          parser.push(byte);
          parser.next();
        }
      },
    ],
    [
      'the lines of a reply, a byte at a time',
      (length) => {
        const parser = new ReplyParser();
        for (const byte of Buffer.from('250-\n'.repeat(length / 5))) {
          parser.push(Buffer.of(byte));
          parser.next();
        }
      },
    ],
    [
      'rows of CSV with a quote that never ends',
      (length) => {
        const joiner = createRowJoiner(65_536);
        for (let n = 0; n < length / 64; n++)
          joiner.push({ number: n, text: '"a', cut: false, badByte: null });
        joiner.end();
      },
    ],
    [
      'addresses of a host of a gr-mx file',
      (length) => {
        const parser = createGrMxParser();
        parser.feed('Currently running for: mx.example.org');
        parser.feed('MAX TLS version supported by mx.example.org (');
        for (let n = 0; n < length; n++) parser.feed(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);
      },
    ],
  ])('%s', (_, work) => {
    expect(growth(work, 5_000)).toBeLessThan(9);
  });
});
