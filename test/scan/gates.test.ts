import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { FailureCode } from '../../src/model/records/words.ts';
import { degradedReasons } from '../../src/scan/gates.ts';
import { makeDomain, makeEndpoint } from '../model/make-records.ts';

const repeat = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const domains = (fine: number, failed: number): MailDomain[] => [
  ...repeat(fine, () => makeDomain()),
  ...repeat(failed, () => makeDomain({ mx: { kind: 'failed' } })),
];
const at = (i: number) => ({ host: `mx.operator${i}.example` });
const cut = (i: number, code: FailureCode = 'timeout'): Endpoint =>
  makeEndpoint({ ...at(i), outcome: 'failed', failure: { stage: 'connect', code, detail: '' } });

const mitm = (i: number, certificate = 'c'): Endpoint =>
  makeEndpoint({ ...at(i), address: `192.0.2.${i}`, certificate, problems: ['name-mismatch'] });

describe('a survey', () => {
  it.each<[string, MailDomain[], Endpoint[], string[]]>([
    ['of nothing', [], [], []],
    ['that went well', domains(9, 0), repeat(9, (i) => makeEndpoint(at(i))), []],
    ['with some DNS failures', domains(9, 4), [], []],
    ['with half of all lookups failed', domains(5, 5), [], ['dns-failing']],
    ['of one domain whose DNS failed', domains(0, 1), [], []],
    ['that reached no server', domains(3, 0), repeat(3, (i) => cut(i)), ['no-connection']],
    [
      'that was refused by all',
      domains(3, 0),
      repeat(3, (i) => cut(i, 'refused')),
      ['no-connection'],
    ],
    [
      'that reached no server, and had no route to other addresses',
      domains(3, 0),
      [...repeat(3, (i) => cut(i)), cut(1, 'no-ipv6'), cut(2, 'private-address')],
      ['no-connection'],
    ],
    [
      'without IPv6, of hosts with IPv6 only',
      domains(3, 0),
      repeat(3, (i) => cut(i, 'no-ipv6')),
      [],
    ],
    ['that reached no server of two', domains(2, 0), repeat(2, (i) => cut(i)), []],
    ['that reached no server of one operator', domains(1, 0), repeat(9, () => cut(1)), []],
    ['that was reset by all', domains(3, 0), repeat(3, (i) => cut(i, 'reset')), []],
    ['that reached one', domains(3, 0), [...repeat(3, (i) => cut(i)), makeEndpoint(at(9))], []],
    [
      'short of sockets',
      domains(9, 0),
      [...repeat(9, (i) => makeEndpoint(at(i))), cut(9, 'local-limit')],
      ['local-limit'],
    ],
    [
      'of four hosts, short of a socket once',
      domains(4, 0),
      [...repeat(3, (i) => makeEndpoint(at(i))), cut(3, 'local-limit')],
      [],
    ],
    [
      'hardly short of sockets',
      domains(9, 0),
      [...repeat(200, (i) => makeEndpoint(at(i))), cut(999, 'local-limit')],
      [],
    ],
    [
      'stripped at two operators',
      domains(2, 0),
      [1, 2].map((i) => makeEndpoint({ ...at(i), outcome: 'stripped' })),
      ['starttls-stripped'],
    ],
    [
      'stripped at one operator',
      domains(2, 0),
      [1, 1].map((i) => makeEndpoint({ ...at(i), outcome: 'stripped' })),
      [],
    ],
    [
      'that met one certificate everywhere',
      domains(9, 0),
      repeat(5, (i) => mitm(i)),
      ['one-certificate-everywhere'],
    ],
    ['that met one certificate at four', domains(9, 0), repeat(4, (i) => mitm(i)), []],
    ['that met two certificates', domains(9, 0), repeat(10, (i) => mitm(i, i < 6 ? 'c' : 'd')), []],
    [
      'of names on one address',
      domains(9, 0),
      repeat(9, (i) => ({ ...mitm(i), address: '192.0.2.1' })),
      [],
    ],
    [
      'of a wildcard that fits',
      domains(9, 0),
      repeat(9, (i) => ({ ...mitm(i), problems: [] })),
      [],
    ],
    [
      'with handshakes that this client does not support',
      domains(9, 0),
      repeat(9, (i) =>
        makeEndpoint({
          ...at(i),
          outcome: 'tls-failed',
          failure: { stage: 'handshake', code: 'local-limit', detail: '' },
        }),
      ),
      [],
    ],
  ])('%s', (_, planned, endpoints, expected) => {
    expect(degradedReasons(planned, endpoints)).toEqual(expected);
  });
});
