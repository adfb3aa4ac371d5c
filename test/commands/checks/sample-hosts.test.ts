import { describe, expect, it, onTestFinished } from 'vitest';
import { sampleHosts, spread } from '../../../src/commands/checks/sample-hosts.ts';
import { createResolver } from '../../../src/net/dns/dns.ts';
import { startDnsServer } from '../../lab/dns/dns-server.ts';
import type { ZoneName } from '../../lab/dns/dns-zone.ts';

/** The sample of domains that have their mail with these operators, one after another. */
async function sample(operators: readonly string[], refused: readonly string[] = []) {
  const zone = new Map<string, ZoneName>();
  for (const [n, operator] of operators.entries()) {
    const host = `mx${n}.${operator}`;
    zone.set(`d${n}.example`, { MX: [{ preference: 10, exchange: host }] });
    zone.set(host, { A: [`192.0.2.${n % 250}`] });
  }
  const dns = await startDnsServer({ zone });
  onTestFinished(() => dns.close());
  const { address, port } = dns;
  const hosts = await sampleHosts({
    resolver: createResolver({ servers: [{ address, port }], tryMs: [500] }),
    families: ['ipv4'],
    targetPolicy: {
      excludesDomain: (domain) => refused.includes(domain),
      excludesHost: (host) => refused.includes(host),
      excludesAddress: (each) => refused.includes(each),
      refuses: () => null,
    },
    domains: operators.map((_, n) => `d${n}.example`),
  });
  const asked = new Set(dns.queries.map(({ name }) => name));
  return { operators: hosts.map(({ operator }) => operator), hosts, asked };
}

const OPERATORS = ['wind.gr', 'otenet.gr', 'forthnet.gr', 'hol.gr', 'vivodi.gr', 'cyta.gr'];

describe('the sample of MX hosts', () => {
  it('has one host of each operator, five at the most', async () => {
    const { operators, hosts } = await sample([...OPERATORS, ...OPERATORS]);
    expect(operators).toEqual(OPERATORS.slice(0, 5));
    expect(hosts[0]).toEqual({
      host: 'mx0.wind.gr',
      operator: 'wind.gr',
      addresses: ['192.0.2.0'],
    });
  });

  it('goes on where most domains are with one operator', async () => {
    const many = Array.from({ length: 30 }, () => 'google.com');
    expect((await sample([...many, 'wind.gr'])).operators).toEqual(['google.com', 'wind.gr']);
  });

  it('looks up 40 domains at the most, from all over the lists', async () => {
    const { asked } = await sample(Array.from({ length: 400 }, () => 'google.com'));
    const domains = [...asked].filter((name) => name.endsWith('.example'));
    expect(domains).toHaveLength(40);
    expect(domains).toContain('d390.example');
  });

  it('asks nothing about an excluded domain, and leaves out excluded hosts and addresses', async () => {
    const refused = ['d0.example', 'mx1.otenet.gr', '192.0.2.2'];
    const { operators, asked } = await sample(OPERATORS, refused);
    expect(operators).toEqual(['hol.gr', 'vivodi.gr', 'cyta.gr']);
    expect(asked.has('d0.example')).toBe(false);
  });
});

describe('some of a list', () => {
  it.each([
    { count: 10, expected: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
    { count: 5, expected: [0, 2, 4, 6, 8] },
    { count: 4, expected: [0, 3, 5, 8] },
    { count: 1, expected: [0] },
  ])('$count of ten', ({ count, expected }) => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], count)).toEqual(expected);
  });
});
