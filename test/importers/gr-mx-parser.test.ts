import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGrMxParser, type GrMxHost } from '../../src/importers/gr-mx-parser.ts';

/** A file, or where and why it was refused: `3: reason`, `end: reason`. */
function parse(lines: readonly string[]): string | GrMxHost[] {
  const parser = createGrMxParser();
  for (const [index, line] of lines.entries()) {
    const reason = parser.feed(line);
    if (reason !== null) return `${index + 1}: ${reason}`;
  }
  const result = parser.end();
  return result.kind === 'hosts' ? result.hosts : `end: ${result.reason}`;
}

const RUN = 'Currently running for: mx.a.gr.';
const CERTIFICATE = [
  '        Subject: C=GR, CN=mx.a.gr',
  '        Validity',
  '            Not Before: Apr  9 00:00:00 2014 GMT',
  '            Not After : Apr  8 23:59:59 2017 GMT',
];
const NAMES = ['            X509v3 Subject Alternative Name: ', '                DNS:mx.a.gr'];
const MAX = 'MAX TLS version supported by mx.a.gr. (192.0.2.1) = 1.0';
const SSL3 = 'Support for TLS versions <1.0 by mx.a.gr. (192.0.2.1) = True';

const certificate = {
  subject: 'CN=mx.a.gr,C=GR',
  notBefore: '2014-04-09T00:00:00Z',
  notAfter: '2017-04-08T23:59:59Z',
  names: [],
  namesTotal: 0,
};
const named = { ...certificate, names: ['mx.a.gr'], namesTotal: 1 };
const bare = { host: 'mx.a.gr', addresses: [], highest: null, ssl3: null, chain: [] };

describe('a result of the script', () => {
  it.each([
    { name: 'a host without TLS', lines: [RUN], hosts: [bare] },
    {
      name: 'two hosts, in upper case and without a dot',
      lines: [RUN, 'Currently running for: MX.B.gr'],
      hosts: [bare, { ...bare, host: 'mx.b.gr' }],
    },
    {
      name: 'a version in the first form',
      lines: [RUN, ...CERTIFICATE, ...NAMES, 'MAX TLS version supported by mx.a.gr. = 1.2'],
      hosts: [{ ...bare, highest: 'TLSv1.2', chain: [named] }],
    },
    {
      name: 'a version with an address',
      lines: [RUN, ...CERTIFICATE, MAX],
      hosts: [{ ...bare, addresses: ['192.0.2.1'], highest: 'TLSv1', chain: [certificate] }],
    },
    {
      name: 'a version with several, an alias before them',
      lines: [
        RUN,
        ...CERTIFICATE,
        'MAX TLS version supported by mx.a.gr. (pool.a.gr.',
        '192.0.2.2',
        '2001:DB8:0::1',
        '192.0.2.2',
        '192.0.2.1) = 1.1',
      ],
      hosts: [
        {
          ...bare,
          addresses: ['192.0.2.2', '2001:db8::1', '192.0.2.1'],
          highest: 'TLSv1.1',
          chain: [certificate],
        },
      ],
    },
    {
      name: 'SSL 3.0, and the addresses again',
      lines: [RUN, ...CERTIFICATE, MAX, SSL3],
      hosts: [
        { ...bare, addresses: ['192.0.2.1'], highest: 'TLSv1', ssl3: true, chain: [certificate] },
      ],
    },
    {
      name: 'no version that was agreed on, and no SSL 3.0',
      lines: [
        RUN,
        ...CERTIFICATE,
        'MAX TLS version supported by mx.a.gr. (192.0.2.1) = ',
        'Support for TLS versions <1.0 by mx.a.gr. () = False',
      ],
      hosts: [{ ...bare, addresses: ['192.0.2.1'], ssl3: false, chain: [certificate] }],
    },
    {
      name: 'a chain without a version: further connections failed',
      lines: [RUN, ...CERTIFICATE, ...NAMES, ...CERTIFICATE],
      hosts: [{ ...bare, chain: [named, certificate] }],
    },
    {
      name: 'blank lines between hosts',
      lines: [RUN, '', ...CERTIFICATE, MAX, '  '],
      hosts: [{ ...bare, addresses: ['192.0.2.1'], highest: 'TLSv1', chain: [certificate] }],
    },
    {
      name: 'a critical extension, and one that is empty',
      lines: [RUN, ...CERTIFICATE, '  X509v3 Subject Alternative Name: critical', '  <EMPTY>'],
      hosts: [{ ...bare, chain: [certificate] }],
    },
  ])('$name', ({ lines, hosts }) => {
    expect(parse(lines)).toEqual(hosts);
  });
});

describe('another text is refused', () => {
  it.each([
    {
      name: 'nothing',
      lines: [],
      reason:
        'end: expected the first line "Currently running for: HOST.", found the end of the file',
    },
    {
      name: 'another text',
      lines: ['#!/bin/sh'],
      reason: '1: expected the first line "Currently running for: HOST.", found "#!/bin/sh"',
    },
    { name: 'a snapshot', lines: ['{'], reason: /^1: expected the first line .*, found "\{"$/ },
    {
      name: 'a version before any host',
      lines: [MAX],
      reason: /^1: expected the first line .*, found "MAX TLS/,
    },
    {
      name: 'a blank first line',
      lines: [''],
      reason: /^1: expected the first line .*, found ""$/,
    },
    {
      name: 'an unknown line',
      lines: [RUN, 'CONNECTED(00000003)'],
      reason: '2: expected a certificate, or the next host, found "CONNECTED(00000003)"',
    },
    {
      name: 'a host that is none',
      lines: ['Currently running for: .'],
      reason: /^1: ".*" is not a host name$/,
    },
    {
      name: 'a host that is an address',
      lines: ['Currently running for: 192.0.2.1'],
      reason: '1: "192.0.2.1" is not a host name',
    },
    { name: 'a host twice', lines: [RUN, RUN], reason: '2: mx.a.gr is in the file twice' },
    {
      name: 'a subject that is none',
      lines: [RUN, '   Subject: nobody'],
      reason: '2: "nobody" is not the subject of a certificate',
    },
    {
      name: 'a certificate without dates',
      lines: [RUN, ...CERTIFICATE.slice(0, 1), MAX],
      reason: /^3: expected the line "Validity" of this certificate, found "MAX TLS/,
    },
    {
      name: 'a date that is none',
      lines: [RUN, ...CERTIFICATE.slice(0, 2), '  Not Before: Apr 31 00:00:00 2014 GMT'],
      reason: '4: "Apr 31 00:00:00 2014 GMT" is not a date as OpenSSL writes it',
    },
    {
      name: 'names without a certificate',
      lines: [RUN, ...NAMES],
      reason: /^2: expected .*, found "X509v3 Subject Alternative Name:"$/,
    },
    { name: 'names twice', lines: [RUN, ...CERTIFICATE, ...NAMES, ...NAMES], reason: /^8: / },
    {
      name: 'a heading without names',
      lines: [RUN, ...CERTIFICATE, ...NAMES.slice(0, 1), MAX],
      reason: /^7: expected the names of this certificate, found "MAX/,
    },
    {
      name: 'a version of another host',
      lines: [RUN, 'MAX TLS version supported by mx.b.gr. = 1.0'],
      reason: '2: it is about "mx.b.gr.", but follows mx.a.gr',
    },
    { name: 'a version twice', lines: [RUN, MAX, MAX], reason: '3: mx.a.gr has that line twice' },
    {
      name: 'a version that is none',
      lines: [RUN, MAX.replace('1.0', '2.0')],
      reason: '2: "2.0" is not a value of this line',
    },
    {
      name: 'a yes that is none',
      lines: [RUN, MAX, SSL3.replace('True', 'yes')],
      reason: '3: "yes" is not a value of this line',
    },
    {
      name: 'an address that is none',
      lines: [RUN, MAX.replace('192.0.2.1', '192.0.2')],
      reason: '2: "192.0.2" is not an IP address',
    },
    {
      name: 'an error of dig',
      lines: [RUN, 'MAX TLS version supported by mx.a.gr. (;; connection timed out'],
      reason: /^2: expected an IP address, or the "\)"/,
    },
    {
      name: 'a parenthesis that stays open',
      lines: [RUN, MAX.replace(/\).*/, ''), '192.0.2.2', RUN],
      reason: /^4: expected an IP address, or the "\)"/,
    },
    {
      name: 'an end in a certificate',
      lines: [RUN, ...CERTIFICATE.slice(0, 2)],
      reason:
        'end: expected the line "Not Before: ..." of this certificate, found the end of the file',
    },
    {
      name: 'an end in the addresses',
      lines: [RUN, MAX.replace(/\).*/, '')],
      reason: /^end: expected an IP address, .*, found the end of the file$/,
    },
    {
      name: 'what acts on a terminal, which is shown escaped',
      lines: ['\u001b[2J\u0000\u202e'],
      reason: /^1: expected .*, found "\\u001b\[2J\\u0000\\u202e"$/,
    },
  ])('$name', ({ lines, reason }) => {
    expect(parse(lines)).toEqual(
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    );
  });

  it('any lines, in any order, without throwing', () => {
    const known = [
      RUN,
      ...CERTIFICATE,
      ...NAMES,
      MAX,
      SSL3,
      '',
      MAX.replace(/\).*/, ''),
      '192.0.2.2',
    ];
    const line = fc.oneof(fc.constantFrom(...known), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const parsed = parse(lines);
        expect(typeof parsed === 'string' || Array.isArray(parsed)).toBe(true);
      }),
    );
  });
});
