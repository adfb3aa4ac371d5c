import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import type { Survey } from '../../../src/model/records/survey.ts';
import type { EndpointOverrides } from '../../model/make-records.ts';
import { UNCHANGED_FACTS } from './fact-cases.ts';
import { UNCHANGED_POOLS } from './pool-cases.ts';
import { GOOD, MATCH, NO_POLICY, policyOf, presenting, versionsOf, type World } from '../worlds.ts';

/** Two surveys that differ without a change. `visibilityChange`: what is listed apart, if anything is. */
export interface Unchanged {
  name: string;
  before: World;
  after: World;
  visibilityChange?: 'now-known' | 'no-longer-known';
}

const host = (...endpoints: EndpointOverrides[]): World => ({
  hosts: { 'mx.example.gr': endpoints },
});
const at = (last: number, overrides: EndpointOverrides = {}): EndpointOverrides => ({
  address: `192.0.2.${last}`,
  ...overrides,
});
const SILENT = { outcome: 'failed' } as const;
const PLAIN = { outcome: 'plaintext' } as const;
const OLD = { tls: versionsOf(['TLSv1']) };
const surveyed = (survey: Partial<Survey>, ...endpoints: EndpointOverrides[]): World => ({
  survey,
  certificates: [GOOD],
  ...host(...endpoints),
});
const roots = (sha256: string) => ({
  scanner: {
    mxtls: '0.1.0',
    node: '20.20.2',
    openssl: '3.0.19',
    roots: { source: 'node', count: 144, sha256 },
  },
});
const domain = (overrides: Partial<MailDomain>): World => ({
  domains: [{ hosts: ['mx.example.gr'], ...overrides }],
  ...host({}),
});
const mx = (overrides: Partial<MailDomain['mx']>, ...hosts: string[]): World => ({
  domains: [{ hosts, mx: overrides }],
  hosts: Object.fromEntries(hosts.map((each) => [each, [{}]])),
});
const signed = (overrides: EndpointOverrides): World => ({
  domains: [{ hosts: ['mx.example.gr'], mx: { dnssec: 'secure' } }],
  ...host(overrides),
});
const TXT_FAILED = { state: 'failed', record: null, error: 'its TXT record: timeout' } as const;

export const UNCHANGED: readonly Unchanged[] = [
  ...UNCHANGED_POOLS,
  ...UNCHANGED_FACTS,
  {
    name: 'addresses in another order',
    before: host(at(2, OLD), at(1)),
    after: host(at(1), at(2, OLD)),
  },
  {
    name: 'MX hosts in another order',
    before: mx({}, 'mx.example.gr', 'mx2.example.gr'),
    after: mx({}, 'mx2.example.gr', 'mx.example.gr'),
  },
  {
    name: 'a host that went silent',
    before: host({}),
    after: host(SILENT),
    visibilityChange: 'no-longer-known',
  },
  {
    name: 'a host that was silent',
    before: host(SILENT),
    after: host(PLAIN),
    visibilityChange: 'now-known',
  },
  { name: 'a host that is silent', before: host(SILENT), after: host({ outcome: 'rejected' }) },
  {
    name: 'a host without an address that has one now',
    before: host({ address: null, ...SILENT }),
    after: host(at(1)),
    visibilityChange: 'now-known',
  },
  {
    name: 'one of two addresses that went silent',
    before: host(at(1), at(2)),
    after: host(at(1), at(2, SILENT)),
  },
  {
    name: 'the only address with TLS that went silent',
    before: host(at(1), at(2, PLAIN)),
    after: host(at(1, SILENT), at(2, PLAIN)),
    visibilityChange: 'no-longer-known',
  },
  {
    name: 'a new address without STARTTLS, beside one that may have had none',
    before: host(at(1), at(2, SILENT)),
    after: host(at(1), at(3, PLAIN)),
    visibilityChange: 'now-known',
  },
  {
    name: 'a server that answered differently within one survey',
    before: host(PLAIN),
    after: host({ notes: ['inconsistent'] }),
  },
  {
    name: 'depth quick after standard',
    before: surveyed({}, { tls: versionsOf(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']) }),
    after: surveyed(
      { settings: { depth: 'quick', port: 25, passes: 3 } },
      { tls: versionsOf(['TLSv1.3'], ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2']) },
    ),
  },
  {
    name: 'a client that can speak TLS 1.3 after one that could not',
    before: surveyed({}, { tls: versionsOf(['TLSv1.2'], ['TLSv1.3']) }),
    after: surveyed({}, { tls: versionsOf(['TLSv1.2', 'TLSv1.3']) }),
  },
  {
    name: 'a root store that does not know the root any more',
    before: surveyed(roots('a'.repeat(64)), presenting(GOOD)),
    after: surveyed(
      roots('c'.repeat(64)),
      presenting(GOOD, { path: { outcome: 'missing-issuer', via: [] } }),
    ),
  },
  {
    name: 'another mxtls, Node and OpenSSL',
    before: surveyed({}, {}),
    after: surveyed(
      { scanner: { mxtls: '2.0.0', node: '24.0.0', openssl: '3.5.0', roots: null } },
      {},
    ),
  },
  {
    name: 'a verdict by the rules of its day',
    before: surveyed({}, presenting(GOOD, { problems: ['weak-key'] })),
    after: surveyed({}, presenting(GOOD)),
  },
  {
    name: 'a survey without IPv6',
    before: surveyed({}, at(1), { address: '2001:db8::1', ...PLAIN }),
    after: surveyed({ families: ['ipv4'] }, at(1)),
  },
  {
    name: 'a resolver that does not validate any more',
    before: signed({ dane: MATCH }),
    after: {
      survey: { dnssec: false },
      ...signed({ dane: null }),
      domains: mx({ dnssec: 'unknown' }, 'mx.example.gr').domains ?? [],
    },
  },
  {
    name: 'TLSA records that could not be looked up',
    before: signed({ dane: MATCH }),
    after: signed({ dane: { dnssec: 'unknown', records: [], verdict: 'failed' } }),
  },
  {
    name: 'an MX set of which nobody knows whether it is signed',
    before: signed({ dane: MATCH }),
    after: {
      ...host({ dane: null }),
      domains: [{ hosts: ['mx.example.gr'], mx: { dnssec: 'unknown' } }],
    },
  },
  {
    name: 'MX records that could not be looked up',
    before: mx({}, 'mx.example.gr'),
    after: mx({ kind: 'failed' }),
    visibilityChange: 'no-longer-known',
  },
  {
    name: 'a policy that could not be fetched',
    before: domain({ mtaSts: policyOf() }),
    after: domain({ mtaSts: policyOf({ state: 'failed', policy: null, error: 'timeout' }) }),
    visibilityChange: 'no-longer-known',
  },
  {
    name: 'a policy that was not asked for',
    before: domain({ mtaSts: policyOf(), tlsRpt: TXT_FAILED }),
    after: domain({ mtaSts: null, tlsRpt: null }),
  },
  {
    name: 'a TLS-RPT record that could be looked up again',
    before: domain({ mtaSts: NO_POLICY, tlsRpt: TXT_FAILED }),
    after: domain({ mtaSts: NO_POLICY, tlsRpt: { ...TXT_FAILED, state: 'absent', error: null } }),
    visibilityChange: 'now-known',
  },
  {
    name: 'a policy that covers hosts in another order, below a new id',
    before: domain({ mtaSts: policyOf({ record: 'v=STSv1; id=1' }) }),
    after: domain({ mtaSts: policyOf({ record: 'v=STSv1; id=2' }) }),
  },
  {
    name: 'a host that is left alone on demand',
    before: mx({}, 'mx.example.gr', 'mx2.example.gr'),
    after: mx({ excluded: 1 }, 'mx.example.gr'),
  },
  {
    name: 'a host that is beyond the cap',
    before: mx({}, 'mx.example.gr', 'mx2.example.gr'),
    after: mx({ omittedHosts: 1 }, 'mx.example.gr'),
  },
  {
    name: 'a domain of another list, and one of another provider',
    before: { ...host({}), domains: [{ hosts: ['mx.example.gr'] }, { domain: 'old.gr' }] },
    after: {
      ...host({}),
      domains: [{ hosts: ['mx.example.gr'], provider: 'OTHER' }, { domain: 'new.gr' }],
    },
  },
  {
    name: 'a host whose domain is on one list only',
    before: { ...host(PLAIN), domains: [{ domain: 'old.gr', hosts: ['mx.example.gr'] }] },
    after: { ...host({}), domains: [{ domain: 'new.gr', hosts: ['mx.example.gr'] }] },
  },
  {
    name: 'a domain that was on no DNS, and still is on none',
    before: mx({ kind: 'none' }),
    after: mx({ kind: 'null-mx' }),
  },
];
