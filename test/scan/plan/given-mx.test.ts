import { describe, expect, it } from 'vitest';
import type { GivenMx } from '../../../src/model/names/given-mx.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { DnsAnswer, Resolver } from '../../../src/net/dns/dns-answer.ts';
import { planSurvey } from '../../../src/scan/plan/plan.ts';
import type { TlsaRecord } from '../../../src/model/tlsa.ts';
import { targetsOf } from '../lab-survey.ts';
import { dns, type Name } from './table-dns.ts';

const RECORD: TlsaRecord = { usage: 3, selector: 1, matchingType: 1, data: Buffer.alloc(32) };

type Dnssec = 'secure' | 'insecure' | 'unknown' | 'failed';

/** The table's answers about addresses with a DNSSEC status, and one answer about TLSA records; all questions are noted. */
function signed(names: Record<string, Name>, addresses: Dnssec, tlsa: Dnssec) {
  const table = dns(names);
  const asked = table.asked;
  const withStatus = <R>(answer: DnsAnswer<R>): DnsAnswer<R> =>
    answer.kind === 'failed' || addresses === 'failed' ? answer : { ...answer, dnssec: addresses };
  const resolver: Resolver = {
    ...table,
    ipv4: async (name) => withStatus(await table.ipv4(name)),
    ipv6: async (name) => withStatus(await table.ipv6(name)),
    tlsa: (name) => {
      asked.push(`${name} TLSA`);
      const failure = { stage: 'dns', code: 'timeout', detail: '' } as const;
      if (tlsa === 'failed') return Promise.resolve({ kind: 'failed', failure });
      return Promise.resolve({ kind: 'records', records: [RECORD], aliases: [], dnssec: tlsa });
    },
  };
  return { resolver, asked };
}

function plan(resolver: Resolver, givenMx: GivenMx[], excluded: string[] = []): Promise<Plan> {
  return planSurvey(targetsOf(['a.gr']), {
    resolver,
    families: ['ipv4', 'ipv6'],
    givenMx,
    targetPolicy: {
      excludesDomain: () => false,
      excludesHost: (host) => excluded.includes(host),
      excludesAddress: (address) => excluded.includes(address),
      refuses: (address) =>
        address.startsWith('127.')
          ? { stage: 'connect', code: 'private-address', detail: 'loopback' }
          : null,
    },
    askTwice: true,
    port: 25,
  });
}

const NAMES: Record<string, Name> = {
  'a.gr': { mx: [[10, 'old.a.gr']] },
  'old.a.gr': { a: ['198.51.100.9'] },
  'new.a.gr': { a: ['198.51.100.1'] },
};

describe('MX hosts that are given', () => {
  it('are asked in place of those of the DNS, which are not asked for', async () => {
    const table = dns(NAMES);
    const { domains, jobs } = await plan(table, [{ host: 'new.a.gr', address: null }]);
    expect(domains[0]?.mx).toEqual({
      kind: 'mx',
      failure: null,
      dnssec: 'unknown',
      hosts: [{ preference: 0, host: 'new.a.gr', omittedAddresses: 0 }],
      omittedHosts: 0,
      excluded: 0,
    });
    expect(jobs).toEqual([{ host: 'new.a.gr', address: '198.51.100.1', operator: 'a.gr' }]);
    expect(table.asked).toEqual(['new.a.gr A', 'new.a.gr AAAA']);
  });

  it('are not looked up where their addresses are given', async () => {
    const { resolver, asked } = signed(NAMES, 'unknown', 'insecure');
    const { jobs } = await plan(resolver, [
      { host: 'none.a.gr', address: '2001:db8::1' },
      { host: 'none.a.gr', address: '198.51.100.2' },
    ]);
    expect(jobs.map(({ host, address }) => `${host} ${address}`)).toEqual([
      'none.a.gr 198.51.100.2',
      'none.a.gr 2001:db8::1',
    ]);
    expect(asked).toEqual(['_25._tcp.none.a.gr TLSA']);
  });

  it('are excluded, and refused as private, as any other', async () => {
    const { resolver } = signed(NAMES, 'unknown', 'insecure');
    const given = [
      { host: 'b.a.gr', address: '198.51.100.3' },
      { host: 'c.a.gr', address: '127.0.0.1' },
      { host: 'd.a.gr', address: '198.51.100.4' },
    ];
    const { domains, jobs, settled, excluded } = await plan(resolver, given, [
      'b.a.gr',
      '198.51.100.4',
    ]);
    expect(jobs).toEqual([]);
    expect(settled.map(({ host, failure }) => `${host} ${failure.code}`)).toEqual([
      'c.a.gr private-address',
    ]);
    expect(domains[0]?.mx.excluded).toBe(1);
    expect(excluded).toEqual({ domains: 0, hosts: 1, addresses: 1 });
  });

  it.each<[string, string | null, Dnssec, Dnssec, string]>([
    ['a secure host', null, 'secure', 'secure', 'asked, 1 secure'],
    ['an insecure host', null, 'insecure', 'secure', 'none'],
    ['a host of unknown status', null, 'unknown', 'secure', 'none'],
    ['a given address in a secure zone', '198.51.100.2', 'unknown', 'secure', 'asked, 1 secure'],
    ['a given address in an insecure zone', '198.51.100.2', 'unknown', 'insecure', 'not asked'],
    ['a given address, without validation', '198.51.100.2', 'unknown', 'unknown', 'not asked'],
    ['a given address, where it fails', '198.51.100.2', 'unknown', 'failed', 'asked, timeout'],
  ])('have the TLSA records of %s', async (_, address, addresses, tlsa, expected) => {
    const { resolver } = signed(NAMES, addresses, tlsa);
    const made = await plan(resolver, [{ host: 'new.a.gr', address }]);
    const facts = made.tlsa.get('new.a.gr');
    const asked = facts?.asked === true ? 'asked' : 'not asked';
    const text =
      facts === undefined
        ? 'none'
        : [
            asked,
            facts.failure?.code ?? (facts.asked ? `${facts.records.length} ${facts.dnssec}` : []),
          ]
            .flat()
            .join(', ');
    expect(text).toBe(expected);
    // The name of the domain does not count for the certificate: its MX set was not used (RFC 7672 §3.2.2).
    expect(facts?.nextHops ?? []).toEqual([]);
  });
});
