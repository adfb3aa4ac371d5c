import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/commands/options/scan-config.ts';
import { createGrMxParser } from '../../src/importers/gr-mx-parser.ts';
import { readMtaStsPolicy } from '../../src/judge/policies/mta-sts-policy.ts';
import { readMtaStsRecord } from '../../src/judge/policies/mta-sts-record.ts';
import { readTlsRptRecord } from '../../src/judge/policies/tls-rpt-record.ts';
import { buildPath, prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { parseCertificate } from '../../src/judge/x509/parse-certificate.ts';
import { parseExclusion } from '../../src/model/names/exclusions.ts';
import { parseMxMapLine } from '../../src/model/names/mx-map.ts';
import { readListing } from '../../src/net/dns/dnsbl.ts';
import { normaliseReply } from '../../src/net/smtp/reply-text.ts';
import { ReplyParser, type ReplyResult } from '../../src/net/smtp/smtp-reply.ts';
import { ServerFlight } from '../../src/net/tls/server-flight.ts';
import { escapeMarkdown } from '../../src/report/format/markdown-escape.ts';
import { escapeTerminal } from '../../src/report/format/terminal-escape.ts';
import { createLineSplitter } from '../../src/store/lists/line-splitter.ts';
import { createCsvParser } from '../../src/store/lists/parse-csv-list.ts';
import { createTextParser } from '../../src/store/lists/parse-list.ts';
import { message, serverHello } from '../net/tls/server-bytes.ts';
import { hold, mutated, textWith } from './budget.ts';

// Properties share the time of the file.
const SHARE = 1 / 9;

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
// One of the roots of Node, so that a seed finds the same bytes again.
const pem = rootCertificates[0] ?? '';
const { raw: der } = new X509Certificate(pem);
const chain = Buffer.concat([uint24(der.length + 3), uint24(der.length), der]);
const flight = Buffer.concat([serverHello(), message(11, chain), message(14, Buffer.alloc(0))]);
const OFFER = {
  version: 'TLSv1.2',
  suites: [0xc02f],
  groups: ['P-256'],
  signatures: [0x0401],
} as unknown as ConstructorParameters<typeof ServerFlight>[0];

function uint24(value: number): Buffer {
  return Buffer.of(value >> 16, (value >> 8) & 255, value & 255);
}

/** Cuts bytes into pieces of these lengths, again and again. */
function pieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const length = lengths[n % lengths.length] ?? 1;
    found.push(bytes.subarray(at, at + length));
    at += length;
  }
  return found;
}

const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

function replies(chunks: readonly Buffer[]): ReplyResult[] {
  const parser = new ReplyParser();
  const found: ReplyResult[] = [];
  const take = (): void => {
    for (let next = parser.next(); next.kind !== 'more'; next = parser.next()) {
      found.push(next);
      if (next.kind !== 'reply') return;
    }
  };
  for (const chunk of chunks) {
    if (found.at(-1)?.kind === 'malformed') break;
    parser.push(chunk);
    take();
  }
  return found;
}

describe('any bytes', () => {
  it('are the same replies in any pieces', async () => {
    const text = textWith(['220 ', '250-', '250 STARTTLS', '\r\n', '\n', '\r', '554']);
    await hold(
      fc.property(text, lengths, (said, cut) => {
        const bytes = Buffer.from(said);
        expect(replies(pieces(bytes, cut))).toEqual(replies([bytes]));
      }),
      SHARE,
    );
  });

  it('become text of a bounded length', async () => {
    const text = textWith([
      'Mon, 23 Nov 2026 15:04:05 +0200',
      'a1b2c3d4e5f6',
      'x@y.example',
      '<id>',
      'mx1.example',
      ' 12:00',
      '10 s',
      '-',
    ]);
    await hold(
      fc.property(text, (said) => {
        expect(
          normaliseReply(said, { host: 'mx.example', clients: ['scan.example.org'] }).length,
        ).toBeLessThan(5_000);
      }),
      SHARE,
    );
  });

  it('are the same TLS flight in any pieces', async () => {
    await hold(
      fc.property(mutated(flight), lengths, (bytes, cut) => {
        const [whole, split] = [new ServerFlight(OFFER), new ServerFlight(OFFER)];
        whole.push(bytes);
        for (const piece of pieces(bytes, cut)) split.push(piece);
        expect(split.finish('closed', '')).toEqual(whole.finish('closed', ''));
      }),
      SHARE,
    );
  });

  it('are a certificate with printable names, or none, and a chain that is judged', async () => {
    const roots = prepareRoots([pem]);
    await hold(
      fc.property(mutated(der), (bytes) => {
        const parsed = parseCertificate(bytes);
        expect(UNPRINTABLE.test(JSON.stringify(parsed))).toBe(false);
        buildPath([bytes, der], roots, new Date());
      }),
      SHARE,
    );
  });

  it('are a policy that fits, or a reason on one line', async () => {
    const text = textWith([
      'version: STSv1',
      '\n',
      'mode: enforce',
      'mx: *.example.org',
      'max_age: 86400',
      ':',
      'v=STSv1;',
      'id=1;',
      'v=TLSRPTv1;',
      'rua=mailto:a@b.example',
    ]);
    await hold(
      fc.property(text, (said) => {
        const policy = readMtaStsPolicy(Buffer.from(said));
        const records = [
          readMtaStsRecord([said, `v=STSv1;${said}`]),
          readTlsRptRecord([`v=TLSRPTv1;${said}`]),
        ];
        for (const each of [policy, ...records]) {
          if ('reason' in each) expect(UNPRINTABLE.test(each.reason)).toBe(false);
        }
      }),
      SHARE,
    );
  });

  it('are what a DNS list says of an address: codes of 127.0.0.0/8, or a reason', async () => {
    const byte = fc.constantFrom(0, 1, 2, 127, 255);
    const address = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));
    await hold(
      fc.property(fc.array(address, { minLength: 1, maxLength: 40 }), (records) => {
        const listing = readListing({ kind: 'records', records, aliases: [], dnssec: 'unknown' });
        const all = new Set(records);
        if (records.some((each) => each.startsWith('127.255.255.'))) {
          expect(listing.kind).toBe('refused');
        } else if (listing.kind === 'listed') {
          const { codes } = listing;
          expect(codes.every((each) => each.startsWith('127.') && all.has(each))).toBe(true);
          expect(codes).toHaveLength(new Set(codes).size);
          expect(codes.length).toBeLessThanOrEqual(16);
        } else {
          expect(listing.kind).toBe('wrong');
          expect(records.some((each) => each.startsWith('127.'))).toBe(false);
        }
      }),
      SHARE,
    );
  });

  it('are entries of a list, or values that can be printed', async () => {
    const text = textWith([
      'domain,provider\n',
      'example.org',
      '"',
      '""',
      ',',
      ';',
      '\t',
      '\n',
      '\r\n',
      '#',
      '[x]',
      '_',
      'xn--',
      '\ufeff',
      '192.0.2.0/24',
      ': mx.example.org',
    ]);
    await hold(
      fc.property(text, (said) => {
        const parsers = [createTextParser(), createCsvParser()];
        const splitter = createLineSplitter(64);
        for (const line of [...splitter.push(Buffer.from(said)), ...splitter.end()]) {
          for (const item of parsers.flatMap((parse) => parse(line.text))) {
            if (item.kind === 'entry') expect(item.entry.domain).toMatch(/^[a-z0-9.-]+$/);
            else if (item.kind === 'invalid') expect(UNPRINTABLE.test(item.value)).toBe(false);
          }
          parseExclusion(line.text);
          parseMxMapLine(line.text);
        }
      }),
      SHARE,
    );
  });

  it('are lines of a gr-mx file, or a reason that can be printed; and settings, or what is wrong with them', async () => {
    const text = textWith([
      'Currently running for: mx.example.org',
      '\n',
      '    Subject: C = GR, CN = a',
      '    Validity',
      '    Not Before: Apr  9 00:00:00 2014 GMT',
      'MAX TLS version supported by mx.example.org (192.0.2.1',
      ') = 1.2',
      '{"concurrency":',
      '}',
      '"',
    ]);
    await hold(
      fc.property(text, (said) => {
        const parser = createGrMxParser();
        for (const line of said.split('\n')) {
          const reason = parser.feed(line);
          if (reason === null) continue;
          expect(UNPRINTABLE.test(reason)).toBe(false);
          break;
        }
        parseConfig(said, 'mxtls.config.json');
      }),
      SHARE,
    );
  });

  it('never act on a terminal, and are no markup', async () => {
    await hold(
      fc.property(fc.string({ unit: 'binary' }), (said) => {
        expect(UNPRINTABLE.test(escapeTerminal(said))).toBe(false);
        expect(escapeMarkdown(said)).not.toMatch(/(?<!\\)[<`|]/);
      }),
      SHARE,
    );
  });
});
