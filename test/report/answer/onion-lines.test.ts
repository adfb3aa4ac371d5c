import { describe, expect, it } from 'vitest';
import type { Versions } from '../../../src/model/records/endpoint.ts';
import type { OnionAnswer, OnionMx, OnionRecord } from '../../../src/model/records/onion-mx.ts';
import { onionLines, onionNames } from '../../../src/report/answer/onion-lines.ts';
import { labOnion } from '../../lab/onion/onion-names.ts';
import { PLAIN } from '../../screens.ts';

const A = labOnion('a');
const DATE = '2026-11-23';

const record = (host: string, kind: OnionRecord['kind'], answer: OnionAnswer | null = null) => ({
  ...{ host, kind, port: 25, priority: 0, weight: 5, answer },
});

function present(...records: OnionRecord[]): OnionMx {
  return { state: 'present', dnssec: 'unknown', records, omitted: 0, error: null };
}

const NOTHING = { failure: null, reply: null, smtp: null, tls: null, certificate: null };
const failed = (code: 'onion-not-found' | 'proxy-failed'): OnionAnswer => ({
  ...{ ...NOTHING, outcome: 'failed', failure: { stage: 'connect', code, detail: '' } },
});
const VERSIONS: Versions = {
  ...{ SSLv3: 'no', TLSv1: 'no', 'TLSv1.1': 'no', 'TLSv1.2': 'yes', 'TLSv1.3': 'yes' },
};
const BARE = { greeting: '220 mx', hello: 'EHLO', ehlo: [], starttls: 'not-offered' } as const;
const TLS: OnionAnswer = {
  ...{ ...NOTHING, outcome: 'tls' },
  tls: {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    group: 'X25519',
    versions: VERSIONS,
  },
};

describe('the lines of an onion MX', () => {
  it.each<[string, OnionMx | null, string[]]>([
    ['not looked up', null, []],
    ['absent', { ...present(), state: 'absent' }, []],
    [
      'failed',
      { ...present(), state: 'failed', error: 'its SRV record: timeout (3 tries)' },
      ['Onion MX: unknown: its SRV record: timeout (3 tries)'],
    ],
    [
      'not asked',
      present(record(A, 'v3')),
      [`Onion MX: ${A}, port 25 (not asked: --tor asks it, unless it is excluded)`],
    ],
    [
      'asked',
      present(record(A, 'v3', TLS)),
      [`Mail can also be sent over Tor: ${A}, port 25: TLS 1.2 and 1.3`],
    ],
    [
      'plaintext',
      present(record(A, 'v3', { ...NOTHING, outcome: 'plaintext', smtp: { ...BARE, ehlo: [] } })),
      [
        `Mail can also be sent over Tor: ${A}, port 25: did NOT offer STARTTLS (asked twice on ${DATE})`,
      ],
    ],
    [
      'not found',
      present(record(A, 'v3', failed('onion-not-found'))),
      [`Onion MX: ${A}, port 25: unknown: Tor finds no such onion service`],
    ],
    [
      'a proxy that failed',
      present(record(A, 'v3', failed('proxy-failed'))),
      [`Onion MX: ${A}, port 25: unknown: the SOCKS proxy failed`],
    ],
    // As how-tos of 2016 show it, and many zones still have it.
    [
      'version 2',
      present(record('wy6zk3pmcwiyhiao.onion', 'v2')),
      [
        'Onion MX: names a v2 onion service, which no longer exists (Tor removed v2 in 2021): wy6zk3pmcwiyhiao.onion, port 25',
      ],
    ],
    [
      'hostile',
      present(record('\u001b[31m.onion', 'invalid')),
      ['Onion MX: names what is no onion service: \\x1b[31m.onion, port 25'],
    ],
    [
      'outside .onion',
      present(record('mx.example.org', 'not-onion')),
      ['Onion MX: names a host outside .onion: mx.example.org, port 25'],
    ],
    [
      'declined',
      present(record('.', 'unavailable')),
      ['Onion MX: the DNS says that there is none'],
    ],
  ])('%s', (_, onionMx, lines) => {
    expect(onionLines(onionMx, DATE, PLAIN.palette)).toEqual(lines);
  });

  it('name what is there on one line for changes', () => {
    const all = present(record(A, 'v3'), record('wy6zk3pmcwiyhiao.onion', 'v2'));
    expect(onionNames(all)).toBe(
      `Onion MX: ${A}, port 25; wy6zk3pmcwiyhiao.onion, port 25 (v2, which no longer exists)`,
    );
    expect(onionNames(present(record('.', 'unavailable')))).toBe('Onion MX: none');
  });
});
