import { describe, expect, it } from 'vitest';
import { domainDemands } from '../../../src/compare/export/domain-demands.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import { makeCertificate } from '../../model/make-records.ts';
import type { DomainOverrides, EndpointOverrides } from '../../model/make-records.ts';
import { MATCH, NO_POLICY, policyOf, presenting, sourceFor, type World } from '../worlds.ts';

const DATES = ['2026-11-02', '2026-11-09', '2026-11-16', '2026-11-23'] as const;

const CERTIFICATES = ['a', 'b', 'c'].map((each) =>
  makeCertificate({ names: [`${each}.example.gr`], subject: `CN=${each}.example.gr` }),
);
const [A, B, C] = CERTIFICATES.map((each) => presenting(each)) as [
  EndpointOverrides,
  EndpointOverrides,
  EndpointOverrides,
];

/** Two MX hosts, with a valid certificate each. */
const GOOD: World = {
  hosts: { 'a.example.gr': [A, { ...A, address: '2001:db8::1' }], 'b.example.gr': [B] },
  certificates: CERTIFICATES,
};

const SECURE_MX: DomainOverrides = { hosts: ['a.example.gr'], mx: { dnssec: 'secure' } };
const RULES = {
  includeDane: false,
  includeMtaSts: false,
  ipv4Only: false,
  madeAt: '2026-11-24T00:00:00Z',
};

/** A world whose domains were asked for an MTA-STS policy and have none, unless they say otherwise. */
function asked(world: World): World {
  const domains = world.domains ?? [{ hosts: Object.keys(world.hosts) }];
  return { ...world, domains: domains.map((domain) => ({ mtaSts: NO_POLICY, ...domain })) };
}

/** Four surveys, of which the one at each place of `worlds` is another. */
function demanded(worlds: Readonly<Record<number, World>>, rules: Partial<typeof RULES> = {}) {
  const sources = DATES.map((date, index) => sourceFor(date, asked(worlds[index] ?? GOOD)));
  const [{ demand: made } = {}] = domainDemands(sources, { ...RULES, ...rules });
  if (made === undefined) return 'nothing';
  if (made.kind === 'entry') {
    const names = made.demand === 'secure' ? ` ${made.hosts.join(' ')}` : '';
    return `${made.demand}${names}`;
  }
  return `${made.reason} ${made.host ?? '-'} ${DATES[made.survey] ?? ''}`;
}

/** A world whose host `a` has these endpoints. */
const withA = (...endpoints: EndpointOverrides[]): World => ({
  ...GOOD,
  hosts: { ...GOOD.hosts, 'a.example.gr': endpoints },
});

/** A world whose domain is this. */
const withDomain = (domain: DomainOverrides): World => ({
  ...GOOD,
  domains: [{ hosts: ['a.example.gr', 'b.example.gr'], ...domain }],
});
const withMx = (mx: Partial<MailDomain['mx']>): World => withDomain({ mx });

const BOTH = 'secure a.example.gr b.example.gr';

describe('a domain', () => {
  it.each<[string, World, string]>([
    ['every certificate is valid', GOOD, BOTH],
    ['one address is plaintext', withA(A, { outcome: 'plaintext' }), 'plaintext a.example.gr'],
    ['STARTTLS is masked', withA({ outcome: 'stripped' }), 'broken a.example.gr'],
    ['one address is unknown', withA(A, { outcome: 'failed' }), 'unknown a.example.gr'],
    ['a server defers', withA({ outcome: 'deferred' }), 'unknown a.example.gr'],
    [
      'an address was not asked',
      withA(A, { outcome: 'failed', failure: { stage: 'dns', code: 'not-asked', detail: '' } }),
      'unknown a.example.gr',
    ],
    ['observations differ', withA({ ...A, notes: ['inconsistent'] }), 'inconsistent a.example.gr'],
    [
      'a client certificate is required',
      withA({ ...A, notes: ['client-certificate-required'] }),
      'client-certificate a.example.gr',
    ],
    ['TLS 1.1 at most', withA({ ...A, version: 'TLSv1.1' }), 'old-tls a.example.gr'],
    ['TLS 1.2', withA({ ...A, version: 'TLSv1.2' }), BOTH],
    ['a certificate is of another host', withA(C), 'encrypt'],
    [
      'a chain ends nowhere',
      withA({ ...A, path: { outcome: 'missing-issuer', via: [] } }),
      'encrypt',
    ],
    ['a certificate was not judged', withA({ ...A, problems: null }), 'encrypt'],
    ['a path is unknown', withA({ ...A, path: null }), 'encrypt'],
    ['it is not there', { ...GOOD, domains: [{ domain: 'other.gr' }] }, 'not-in-every-survey -'],
    ['a null MX', withMx({ kind: 'null-mx', hosts: [] }), 'no-mail -'],
    ['its name does not exist', withMx({ kind: 'nxdomain', hosts: [] }), 'no-mail -'],
    ['its DNS failed', withMx({ kind: 'failed', hosts: [] }), 'dns-failed -'],
    ['a host was omitted', withMx({ omittedHosts: 1 }), 'not-all-asked -'],
    ['a host is excluded', withMx({ excluded: 1 }), 'not-all-asked -'],
    ['an MX name is invalid', withDomain({ notes: ['invalid-mx-name'] }), 'not-all-asked -'],
    [
      'an address was omitted',
      withMx({ hosts: [{ preference: 10, host: 'a.example.gr', omittedAddresses: 1 }] }),
      'not-all-asked -',
    ],
    [
      'a host has no endpoint',
      withDomain({ hosts: ['gone.example.gr'] }),
      'not-all-asked gone.example.gr',
    ],
    [
      'a host is no name',
      { ...GOOD, hosts: { ...GOOD.hosts, 'a b.example.gr': [A] } },
      'invalid-name a b.example.gr',
    ],
    ['DNSSEC is unknown', withMx({ dnssec: 'unknown' }), 'dane-unknown -'],
    [
      'its TLSA records failed',
      withA({ ...A, dane: { dnssec: 'unknown', records: [], verdict: 'failed' } }),
      'dane-unknown a.example.gr',
    ],
    [
      'it has no TLSA records',
      withA({ ...A, dane: { dnssec: 'secure', records: [], verdict: 'none' } }),
      BOTH,
    ],
    ['DANE matches', withA({ ...A, dane: MATCH }), 'dane a.example.gr'],
    [
      'DANE does not match',
      withA({ ...A, dane: { ...MATCH, verdict: 'mismatch' } }),
      'dane a.example.gr',
    ],
    [
      'its TLSA records are unusable',
      withA({ ...A, dane: { ...MATCH, verdict: 'unusable' } }),
      'dane a.example.gr',
    ],
    ['an MTA-STS policy is enforced', withDomain({ mtaSts: policyOf() }), 'mta-sts -'],
    ['an MTA-STS policy is tested', withDomain({ mtaSts: policyOf({}, 'testing') }), 'mta-sts -'],
    ['no MTA-STS policy was asked for', withDomain({ mtaSts: null }), 'mta-sts-unknown -'],
    [
      'its MTA-STS policy failed',
      withDomain({ mtaSts: policyOf({ state: 'failed', policy: null }) }),
      'mta-sts-unknown -',
    ],
    ['an MTA-STS policy is taken back', withDomain({ mtaSts: policyOf({}, 'none') }), BOTH],
  ])('of which in one survey %s', (_, world, expected) => {
    const isWhole = !expected.startsWith('secure') && expected !== 'encrypt';
    // The third survey, then the newest.
    expect(demanded({ 2: world })).toBe(isWhole ? `${expected} 2026-11-16` : expected);
    const newest = demanded({ 3: world });
    if (expected.startsWith('not-in-every-survey')) expect(newest).not.toMatch(/^secure|^encrypt/);
    else expect(newest).toBe(isWhole ? `${expected} 2026-11-23` : expected);
  });

  it.each<[string, Readonly<Record<number, World>>, string]>([
    [
      'a host that is new',
      {
        0: { ...GOOD, hosts: { 'a.example.gr': [A] } },
        1: { ...GOOD, hosts: { 'a.example.gr': [A] } },
      },
      'mx-changed b.example.gr 2026-11-09',
    ],
    [
      'a host that is gone',
      { 3: { ...GOOD, hosts: { 'a.example.gr': [A] } } },
      'secure a.example.gr',
    ],
    [
      'a host that is gone and had no valid certificate',
      { 0: { ...GOOD, hosts: { ...GOOD.hosts, 'c.example.gr': [A] } } },
      'encrypt',
    ],
    [
      'a host that it shares with another since',
      {
        0: {
          ...GOOD,
          domains: [{ hosts: ['a.example.gr'] }, { domain: 'other.gr', hosts: ['b.example.gr'] }],
        },
      },
      BOTH,
    ],
    [
      'the same host twice',
      {
        3: withMx({
          hosts: [10, 20].map((preference) => ({
            preference,
            host: 'a.example.gr',
            omittedAddresses: 0,
          })),
        }),
      },
      'secure a.example.gr',
    ],
  ])('with %s', (_, worlds, expected) => {
    expect(demanded(worlds)).toBe(expected);
  });

  it('is judged anew: a stored verdict does not count', () => {
    expect(demanded({ 3: withA({ ...C, problems: [] }) })).toBe('encrypt');
  });

  it('whose certificate has ended since the newest survey gets encrypt', () => {
    expect(demanded({}, { madeAt: '2027-01-01T00:00:00Z' })).toBe(BOTH);
    expect(demanded({}, { madeAt: '2027-01-03T00:00:00Z' })).toBe('encrypt');
  });

  it('whose IPv6 addresses do not matter', () => {
    const world = withA(A, { outcome: 'failed', address: '2001:db8::1' });
    expect(demanded({ 3: world })).toMatch(/^unknown/);
    expect(demanded({ 3: world }, { ipv4Only: true })).toBe(BOTH);
  });

  it('with MTA-STS gets an entry where that is asked for', () => {
    const worlds = { 3: withDomain({ mtaSts: policyOf() }) };
    expect(demanded(worlds, { includeMtaSts: true })).toBe(BOTH);
  });
});

describe('DANE, where it is asked for', () => {
  const matching: World = { ...withA({ ...A, dane: MATCH }), domains: [SECURE_MX] };
  const all = { 0: matching, 1: matching, 2: matching, 3: matching };

  it.each<[string, World, string]>([
    ['it always matched', matching, 'dane-only'],
    [
      'the MX records were insecure once',
      { ...matching, domains: [{ hosts: ['a.example.gr'] }] },
      'dane-in-part a.example.gr 2026-11-23',
    ],
    [
      'it did not match once',
      { ...withA({ ...A, dane: { ...MATCH, verdict: 'mismatch' } }), domains: [SECURE_MX] },
      'dane-in-part a.example.gr 2026-11-23',
    ],
    [
      'one address did not match',
      { ...withA({ ...A, dane: MATCH }, A), domains: [SECURE_MX] },
      'dane-in-part a.example.gr 2026-11-23',
    ],
    [
      'it was not there once',
      { ...withA(A), domains: [SECURE_MX] },
      'dane-in-part a.example.gr 2026-11-23',
    ],
  ])('and %s', (_, world, expected) => {
    // What the newest survey has to say of TLSA records is in the others.
    const made = demanded({ ...all, 3: world }, { includeDane: true });
    expect(made.replace('2026-11-16', '2026-11-23')).toBe(expected);
  });

  it('is never weakened: one survey with TLSA records leaves the domain out', () => {
    expect(demanded({ 0: matching, 1: { ...withA(A), domains: [SECURE_MX] } })).toBe(
      'dane a.example.gr 2026-11-02',
    );
  });
});

describe('a name that no map can have', () => {
  it.each(['exa mple.gr', 'example.gr\nevil.gr', '#example.gr', ' example.gr', 'Example.gr', ''])(
    '%j is left out',
    (domain) => {
      const world = withDomain({ domain });
      expect(demanded({ 0: world, 1: world, 2: world, 3: world })).toBe(
        'invalid-name - 2026-11-23',
      );
    },
  );
});
