import { describe, expect, it } from 'vitest';
import { categoriesOf } from '../../../src/report/providers/providers.ts';
import { tlsSentences } from '../../../src/report/providers/provider-tls.ts';
import type { TlsVersion } from '../../../src/model/records/words.ts';
import { makeNeighbours } from '../../../src/report/words/neighbours.ts';
import {
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../../model/make-records.ts';

const DATE = '2026-11-23';

/** What is said about a provider with these domains, each with the endpoints of its hosts. */
function said(domains: Record<string, Record<string, EndpointOverrides[]>>): string[] {
  const all = Object.values(domains).flatMap((hosts) =>
    Object.entries(hosts).flatMap(([host, own]) =>
      own.map((each, index) => makeEndpoint({ host, address: `192.0.2.${index + 1}`, ...each })),
    ),
  );
  const records = Object.entries(domains).map(([domain, hosts]) =>
    makeDomain({ domain, provider: 'P', hosts: Object.keys(hosts) }, all),
  );
  const snapshot = makeSnapshot({ domains: records, endpoints: all });
  const provider = categoriesOf(snapshot)[0]?.providers[0];
  return provider === undefined ? [] : tlsSentences(provider, DATE, makeNeighbours(all));
}

const NONE = `did NOT offer STARTTLS (asked twice on ${DATE})`;
const PLAIN = { outcome: 'plaintext' } as const;
const GONE = {
  outcome: 'failed',
  failure: { stage: 'connect', code: 'refused', detail: '' },
} as const;

const UNTESTED = {
  SSLv3: 'untested',
  TLSv1: 'untested',
  'TLSv1.1': 'untested',
  'TLSv1.2': 'untested',
  'TLSv1.3': 'untested',
} as const;

/** TLS facts of a server that supports SSL 3.0 and its highest version. */
function withSsl3(version: TlsVersion | null) {
  return { version, cipher: null, group: null, versions: { ...UNTESTED, SSLv3: 'yes' as const } };
}

describe('the TLS of a provider', () => {
  it.each<{
    name: string;
    domains: Record<string, Record<string, EndpointOverrides[]>>;
    sentences: string[];
  }>([
    {
      name: 'with SSL 3.0 besides its highest version',
      domains: { 'a.gr': { 'mx.a.gr': [{ tls: withSsl3('TLSv1.2') }] } },
      sentences: ['Supports TLS 1.2, and still SSL 3.0'],
    },
    {
      name: 'with SSL 3.0 as its highest version',
      domains: { 'a.gr': { 'mx.a.gr': [{ version: 'SSLv3' }] } },
      sentences: ['Supports SSL 3.0'],
    },
    {
      name: 'by domain, the best first, with SSL 3.0 on the domain that has it',
      domains: {
        'a.gr': { 'mx.a.gr': [{ tls: withSsl3('TLSv1') }] },
        'b.gr': { 'mx.b.gr': [{ version: 'TLSv1.2' }] },
      },
      sentences: ['TLS 1.2 on b.gr; TLS 1.0 at most, and still SSL 3.0, on a.gr'],
    },
    {
      name: 'by address, where the addresses of a host differ',
      domains: { 'a.gr': { 'mx.a.gr': [{ version: 'TLSv1' }, { version: 'TLSv1.3' }] } },
      sentences: ['TLS 1.3 on mx.a.gr (192.0.2.2); TLS 1.0 at most on mx.a.gr (192.0.2.1)'],
    },
    {
      name: 'of a domain without TLS beside one with several versions',
      domains: {
        'a.gr': { 'mx1.a.gr': [{ version: 'TLSv1' }], 'mx2.a.gr': [{ version: 'TLSv1.2' }] },
        'b.gr': { 'mx.b.gr': [PLAIN] },
      },
      sentences: [`TLS 1.0 and 1.2 on a.gr; b.gr ${NONE}`],
    },
    {
      name: 'that offers no STARTTLS on any server',
      domains: { 'a.gr': { 'mx1.a.gr': [PLAIN], 'mx2.a.gr': [PLAIN] } },
      sentences: [`Did NOT offer STARTTLS (asked twice on ${DATE})`],
    },
    {
      name: 'of which one server is unknown, and the other offers no STARTTLS',
      domains: { 'a.gr': { 'mx1.a.gr': [PLAIN], 'mx2.a.gr': [GONE] } },
      sentences: [`mx1.a.gr ${NONE}`, 'TLS unknown on mx2.a.gr: connection refused'],
    },
    {
      name: 'of a domain of which one server is unknown, beside one with TLS',
      domains: {
        'a.gr': { 'mx.a.gr': [{ version: 'TLSv1.2' }] },
        'b.gr': { 'mx1.b.gr': [PLAIN], 'mx2.b.gr': [GONE] },
      },
      sentences: [
        `TLS 1.2 on a.gr; mx1.b.gr ${NONE}`,
        'TLS unknown on mx2.b.gr: connection refused',
      ],
    },
    {
      name: 'of which one server is unknown, and the other has broken STARTTLS',
      domains: { 'a.gr': { 'mx1.a.gr': [{ outcome: 'stripped' }], 'mx2.a.gr': [GONE] } },
      sentences: [
        'mx1.a.gr offered STARTTLS with its keyword masked (XXXXXXXA): something on the path overwrites it',
        'TLS unknown on mx2.a.gr: connection refused',
      ],
    },
    {
      name: 'with one broken server',
      domains: {
        'a.gr': { 'mx1.a.gr': [{ outcome: 'stripped' }], 'mx2.a.gr': [{ version: 'TLSv1.2' }] },
      },
      sentences: [
        'TLS 1.2 on mx2.a.gr',
        'mx1.a.gr offered STARTTLS with its keyword masked (XXXXXXXA): something on the path overwrites it',
      ],
    },
    {
      name: 'without a known version',
      domains: { 'a.gr': { 'mx.a.gr': [{ tls: { ...withSsl3(null), versions: UNTESTED } }] } },
      sentences: ['Supports TLS of an unknown version'],
    },
  ])('$name', ({ domains, sentences }) => {
    expect(said(domains)).toEqual(sentences);
  });
});
