import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suitesUpTo } from '../../../src/net/tls/cipher-suites.ts';
import type { HelloOffer } from '../../../src/net/tls/client-hello.ts';
import type { HelloAnswer } from '../../../src/net/tls/hello-answer.ts';
import { ServerFlight } from '../../../src/net/tls/server-flight.ts';
import { groupName } from '../../../src/net/tls/tls-numbers.ts';
import type { TlsVersion } from '../../../src/model/records/words.ts';
import {
  alert,
  certificateRequest,
  certificates,
  curveExchange,
  dheExchange,
  helloBody,
  helloDone,
  helloRetryRequest,
  message,
  record,
  serverHello,
  uint,
  vector,
} from './server-bytes.ts';

function offer(version: TlsVersion): HelloOffer {
  return {
    version,
    suites: suitesUpTo(version).map(({ number }) => number),
    groups: ['X25519'],
    signatures: [],
  };
}

/** What a flight comes to, the stream closed behind it. */
function read(bytes: Buffer, version: TlsVersion = 'TLSv1.3', chunk = bytes.length): HelloAnswer {
  const flight = new ServerFlight(offer(version));
  for (let at = 0; at < bytes.length; at += Math.max(1, chunk)) {
    const answer = flight.push(bytes.subarray(at, at + Math.max(1, chunk)));
    if (answer !== null) return answer;
  }
  return flight.finish('closed', 'the end');
}

/** An answer in one line. */
function words(answer: HelloAnswer): string {
  if (answer.kind === 'alert') return `alert ${answer.description}`;
  if (answer.kind === 'none') return answer.code;
  const { hello, chain, keyExchange, clientCertificateAsked } = answer;
  return [
    `${hello.version} ${hello.suite.toString(16)}`,
    hello.group === null ? '' : groupName(hello.group),
    hello.secureRenegotiation ? 'reneg' : '',
    chain.length === 0 ? '' : `${chain.length} certificates`,
    keyExchange?.kind === 'finite-field' ? `DH ${keyExchange.bits}` : '',
    keyExchange?.kind === 'group' ? `EC ${groupName(keyExchange.number)}` : '',
    clientCertificateAsked ? 'asks' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const RENEG = { 0xff01: vector(1, Buffer.alloc(0)) };
const DER = Buffer.from('3003020101', 'hex');
const join = (parts: readonly Buffer[]) => Buffer.concat(parts);

/** Streams by what they are, with what is to be read out of them. */
const STREAMS: [string, Buffer, string][] = [
  ['a ServerHello', serverHello(), 'TLSv1.2 c02f'],
  ['one with secure renegotiation', serverHello({ extensions: RENEG }), 'TLSv1.2 c02f reneg'],
  ['SSL 3.0', serverHello({ version: 0x0300, suite: 5 }), 'SSLv3 5'],
  [
    'a whole flight',
    join([
      serverHello({ suite: 0x9e, extensions: RENEG }),
      certificates(DER, DER),
      dheExchange(1023),
      certificateRequest,
      helloDone,
    ]),
    'TLSv1.2 9e reneg 2 certificates DH 1023 asks',
  ],
  [
    'a flight with a curve',
    join([serverHello(), certificates(DER), curveExchange(23), helloDone]),
    'TLSv1.2 c02f 1 certificates EC P-256',
  ],
  [
    'TLS 1.3',
    serverHello({
      suite: 0x1301,
      extensions: { 43: uint(2, 0x0304), 51: join([uint(2, 29), vector(2, Buffer.alloc(32))]) },
    }),
    'TLSv1.3 1301 X25519',
  ],
  ['a HelloRetryRequest', helloRetryRequest(0x11ec), 'TLSv1.3 1301 X25519MLKEM768'],
  ['a fatal alert', alert(2, 70), 'alert 70'],
  [
    'warnings, then a ServerHello',
    join([alert(1, 112), alert(1, 90), serverHello()]),
    'TLSv1.2 c02f',
  ],
  ['an alert behind a ServerHello', join([serverHello(), alert(2, 80)]), 'TLSv1.2 c02f'],
  ['close_notify', alert(1, 0), 'closed'],
  ['a HelloRequest before it', join([message(0, Buffer.alloc(0)), serverHello()]), 'TLSv1.2 c02f'],
  ['nothing', Buffer.alloc(0), 'closed'],
  ['half a record', serverHello().subarray(0, 30), 'closed'],
  [
    'a flight cut in a certificate',
    join([serverHello(), certificates(DER)]).subarray(0, -2),
    'TLSv1.2 c02f',
  ],
  ['plain SMTP', Buffer.from('500 what?\r\n'), 'malformed'],
  ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'malformed'],
  ['SSL 2.0', Buffer.from([0x80, 0x2e, 4, 0, 0]), 'malformed'],
  ['a record that is too long', Buffer.from([22, 3, 3, 0xff, 0xff]), 'malformed'],
  ['application data', record(23, Buffer.alloc(5)), 'malformed'],
  ['another message first', certificates(DER), 'malformed'],
  ['a message longer than the cap', message(2, Buffer.alloc(9), 0xffffff), 'too-long'],
  ['a message longer than it is', message(2, Buffer.alloc(9), 99), 'closed'],
  ['a message shorter than it is', message(2, helloBody(), 20), 'malformed'],
  ['a version above the offer', serverHello({ version: 0x0305 }), 'malformed'],
  ['a version that there is not', serverHello({ version: 0x0200 }), 'malformed'],
  ['a suite that was not offered', serverHello({ suite: 0x1234 }), 'malformed'],
  ['a session id that is too long', serverHello({ sessionId: Buffer.alloc(33) }), 'malformed'],
  [
    'an extension twice',
    message(2, join([helloBody(), vector(2, Buffer.from('000a0000000a0000', 'hex'))])),
    'malformed',
  ],
  ['extensions that are cut', message(2, join([helloBody(), uint(2, 50)])), 'malformed'],
  [
    'bytes behind the extensions',
    message(2, join([helloBody({ extensions: RENEG }), Buffer.of(0)])),
    'malformed',
  ],
  [
    'TLS 1.3 in the field of the version too',
    serverHello({ version: 0x0304, extensions: { 43: uint(2, 0x0304) } }),
    'malformed',
  ],
  ['another draft of TLS 1.3', serverHello({ extensions: { 43: uint(2, 0x7f1c) } }), 'malformed'],
  [
    'a key share of one byte',
    serverHello({ extensions: { 43: uint(2, 0x0304), 51: Buffer.of(1) } }),
    'malformed',
  ],
  [
    'certificates that lie',
    join([serverHello(), message(11, Buffer.from('00ffff', 'hex')), helloDone]),
    'TLSv1.2 c02f',
  ],
  [
    'an empty certificate',
    join([serverHello(), certificates(Buffer.alloc(0)), helloDone]),
    'TLSv1.2 c02f',
  ],
  [
    'a prime of no bits',
    join([serverHello({ suite: 0x33 }), message(12, uint(2, 0)), helloDone]),
    'TLSv1.2 33 DH 0',
  ],
  [
    'a prime that lies',
    join([serverHello({ suite: 0x33 }), message(12, uint(2, 99)), helloDone]),
    'TLSv1.2 33',
  ],
  [
    'a prime of 60,000 bits',
    join([serverHello({ suite: 0x33 }), dheExchange(60_000), helloDone]),
    'TLSv1.2 33 DH 60000',
  ],
  ['a million alerts', Buffer.alloc(7_000_000, alert(1, 90)), 'too-long'],
  ['a million empty records', Buffer.alloc(5_000_000, record(22, Buffer.alloc(0))), 'too-long'],
  [
    'a million changes of the cipher',
    Buffer.alloc(6_000_000, record(20, Buffer.of(1))),
    'too-long',
  ],
  [
    'a message without end',
    join([serverHello(), Buffer.alloc(90_000, record(22, Buffer.alloc(99, 11)))]),
    'TLSv1.2 c02f',
  ],
  ['alerts of one byte', join([record(21, Buffer.of(2)), serverHello()]), 'TLSv1.2 c02f'],
];

describe('a server flight', () => {
  it.each(STREAMS)('of %s', (_, bytes, expected) => {
    expect(words(read(bytes))).toBe(expected);
  });

  it.each(STREAMS)('of %s, byte by byte', (_, bytes, expected) => {
    expect(words(read(bytes.subarray(0, 70_000), 'TLSv1.3', 1))).toBe(expected);
  });

  it.each<[TlsVersion, number, string]>([
    ['TLSv1.1', 0x0303, 'malformed'],
    ['TLSv1.1', 0x0302, 'TLSv1.1 2f'],
    ['TLSv1.1', 0x0300, 'SSLv3 2f'],
    ['SSLv3', 0x0301, 'malformed'],
  ])('in answer to %s with version %i is %s', (version, chosen, expected) => {
    expect(words(read(serverHello({ version: chosen, suite: 0x2f }), version))).toBe(expected);
  });

  it('returns no more certificates than its cap', () => {
    const many = Array.from({ length: 200 }, () => DER);
    const answer = read(join([serverHello(), certificates(...many), helloDone]));
    expect(words(answer)).toBe('TLSv1.2 c02f 50 certificates');
  });

  it('keeps its answer, whatever follows', () => {
    const flight = new ServerFlight(offer('TLSv1.2'));
    const answer = flight.push(alert(2, 40));
    expect(flight.push(serverHello())).toBe(answer);
    expect(flight.finish('reset', '')).toBe(answer);
  });
});

/** A stream of the corpus with some of its bytes changed, left out or doubled. */
const mutated = fc
  .tuple(
    fc.constantFrom(...STREAMS.map(([, bytes]) => bytes.subarray(0, 3_000))),
    fc.array(fc.tuple(fc.nat(2_999), fc.nat(255), fc.constantFrom('set', 'cut', 'double')), {
      maxLength: 8,
    }),
  )
  .map(([bytes, changes]) => {
    let result = Buffer.from(bytes);
    for (const [at, value, kind] of changes) {
      const here = result.length === 0 ? 0 : at % result.length;
      if (kind === 'set' && result.length > 0) result[here] = value;
      if (kind === 'cut') result = join([result.subarray(0, here), result.subarray(here + 1)]);
      if (kind === 'double') result = join([result.subarray(0, here + 1), result.subarray(here)]);
    }
    return result;
  });

const anyBytes = fc.oneof(
  mutated,
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(
      fc
        .tuple(fc.constantFrom(20, 21, 22, 23), fc.uint8Array({ maxLength: 60 }))
        .map(([type, content]) => record(type, Buffer.from(content))),
      { maxLength: 12 },
    )
    .map((records) => join(records)),
);

describe('any bytes', () => {
  it('give an answer, the same in any pieces', () => {
    fc.assert(
      fc.property(anyBytes, fc.integer({ min: 1, max: 50 }), (bytes, chunk) => {
        expect(words(read(bytes, 'TLSv1.3', chunk))).toBe(words(read(bytes)));
      }),
      { numRuns: 2_000 },
    );
  });
});
