import { describe, expect, it } from 'vitest';
import { categoriesOf } from '../../../src/report/providers/providers.ts';
import { tlsSentences } from '../../../src/report/providers/provider-tls.ts';
import type { TlsVersion } from '../../../src/model/records/words.ts';
import { makeNeighbours } from '../../../src/report/words/neighbours.ts';
import { versionsOf } from '../../compare/worlds.ts';
import {
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../../model/make-records.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';

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
  const [provider] = categoriesOf(sourceOf(snapshot))[0]?.providers ?? [];
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

/** TLS facts of a server that speaks these versions alone, and agreed on the last of them. */
function speaking(...spoken: TlsVersion[]) {
  return { tls: versionsOf(spoken) };
}

/** TLS facts of an imported result: the version that was agreed on, and nothing of those below it. */
function negotiated(version: TlsVersion) {
  return { tls: { version, cipher: null, group: null, versions: UNTESTED } };
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
      sentences: ['Supports SSL 3.0 only'],
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
      sentences: ['TLS 1.3 on mx.a.gr (192.0.2.2); TLS 1.0 only on mx.a.gr (192.0.2.1)'],
    },
    {
      name: 'with TLS 1.0 besides its highest version',
      domains: { 'a.gr': { 'mx.a.gr': [speaking('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3')] } },
      sentences: ['Supports TLS 1.2 and 1.3, and still TLS 1.0'],
    },
    {
      name: 'with two versions that are in use',
      domains: { 'a.gr': { 'mx.a.gr': [speaking('TLSv1.2', 'TLSv1.3')] } },
      sentences: ['Supports TLS 1.2 and 1.3'],
    },
    {
      name: 'with one deprecated version alone',
      domains: { 'a.gr': { 'mx.a.gr': [speaking('TLSv1')] } },
      sentences: ['Supports TLS 1.0 only'],
    },
    {
      name: 'with a deprecated version, where lower ones were not tested',
      domains: { 'a.gr': { 'mx.a.gr': [negotiated('TLSv1')] } },
      sentences: ['Supports TLS 1.0'],
    },
    {
      name: 'lower than the best, where lower versions were not tested',
      domains: {
        'a.gr': { 'mx.a.gr': [negotiated('TLSv1')] },
        'b.gr': { 'mx.b.gr': [negotiated('TLSv1.2')] },
      },
      sentences: ['TLS 1.2 on b.gr; TLS 1.0 at most on a.gr'],
    },
    {
      name: 'with a deprecated version on one of its servers, which is named',
      domains: {
        'a.gr': {
          'mx1.a.gr': [speaking('TLSv1', 'TLSv1.2')],
          'mx2.a.gr': [speaking('TLSv1.2')],
        },
      },
      sentences: ['TLS 1.2, and still TLS 1.0, on mx1.a.gr; TLS 1.2 on mx2.a.gr'],
    },
    {
      name: 'with a deprecated version on one server of one of its domains',
      domains: {
        'a.gr': {
          'mx1.a.gr': [speaking('TLSv1', 'TLSv1.2')],
          'mx2.a.gr': [speaking('TLSv1.2')],
        },
        'b.gr': { 'mx.b.gr': [speaking('TLSv1.2')] },
      },
      sentences: ['TLS 1.2, and still TLS 1.0 on some servers, on a.gr; TLS 1.2 on b.gr'],
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
