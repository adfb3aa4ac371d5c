import { describe, expect, it } from 'vitest';
import { createExclusions, parseExclusion } from '../../../src/model/names/exclusions.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { planSurvey, type PlanOptions } from '../../../src/scan/plan/plan.ts';
import type { TargetPolicy } from '../../../src/scan/plan/target-policy.ts';
import { targetsOf } from '../lab-survey.ts';
import { dns, type Name } from './table-dns.ts';

function targetPolicy(excluded: string[] = [], refused: string[] = []): TargetPolicy {
  const entries = excluded.map((line) => {
    const parsed = parseExclusion(line);
    if (parsed.kind !== 'exclusion') throw new Error(line);
    return parsed.exclusion;
  });
  return {
    ...createExclusions(entries),
    refuses: (address) =>
      refused.includes(address)
        ? { stage: 'connect', code: 'private-address', detail: 'loopback' }
        : null,
  };
}

function plan(
  names: Record<string, Name>,
  domains: string[],
  options: Partial<PlanOptions> = {},
): Promise<Plan> {
  return planSurvey(targetsOf(domains), {
    resolver: dns(names),
    families: ['ipv4', 'ipv6'],
    givenMx: null,
    targetPolicy: targetPolicy(),
    askTwice: false,
    port: 25,
    ...options,
  });
}

/** A plan for one domain in one line: its MX, then what is asked and what is settled. */
function summary({ domains, jobs, settled }: Plan): string {
  const [domain] = domains;
  const hosts = domain?.mx.hosts.map(({ preference, host }) => `${preference} ${host}`) ?? [];
  return [
    [domain?.mx.kind, ...hosts].join(' '),
    ...jobs.map(({ host, address }) => `${host}=${address}`),
    ...settled.map(({ host, address, failure }) => `${host}=${String(address)} ${failure.code}`),
    ...(domain?.notes ?? []),
  ].join(' | ');
}

const A: Name = { a: ['198.51.100.1'] };

describe('a survey of one address family', () => {
  const AAAA: Name = { aaaa: ['2001:db8::1'] };

  it.each<[string, PlanOptions['families'], Record<string, Name>, string, string[]]>([
    [
      'an MX host of the other family',
      ['ipv4'],
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': AAAA },
      'mx 1 mx.d | mx.d=null other-family',
      ['mx.d A', 'mx.d AAAA'],
    ],
    [
      'an MX host of the other family, with -6',
      ['ipv6'],
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': A },
      'mx 1 mx.d | mx.d=null other-family',
      ['mx.d AAAA', 'mx.d A'],
    ],
    [
      'a domain without MX, of the other family, each asked once',
      ['ipv4'],
      { 'd.e': AAAA },
      'implicit 0 d.e | d.e=null other-family',
      ['d.e A', 'd.e AAAA'],
    ],
    [
      'an MX host of both families, whose other one is not asked',
      ['ipv4'],
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': { ...A, ...AAAA } },
      'mx 1 mx.d | mx.d=198.51.100.1',
      ['mx.d A'],
    ],
    [
      'an MX host without an address',
      ['ipv4'],
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': {} },
      'mx 1 mx.d | mx.d=null no-address',
      ['mx.d A', 'mx.d AAAA'],
    ],
    [
      'an MX host that does not exist, asked once',
      ['ipv4'],
      { 'd.e': { mx: [[1, 'mx.d']] } },
      'mx 1 mx.d | mx.d=null nxdomain',
      ['mx.d A'],
    ],
    [
      'an MX host whose other family is unknown',
      ['ipv4'],
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': { aaaa: 'timeout' } },
      'mx 1 mx.d | mx.d=null timeout',
      ['mx.d A', 'mx.d AAAA'],
    ],
  ])('finds %s', async (_, families, names, expected, questions) => {
    const resolver = dns(names);
    expect(summary(await plan(names, ['d.e'], { resolver, families }))).toBe(expected);
    expect(resolver.asked.filter((each) => !each.endsWith(' MX'))).toEqual(questions);
  });

  it.each<[PlanOptions['families'], Name, string]>([
    [['ipv4'], AAAA, 'no IPv4 address; its IPv6 addresses were not asked, because of -4'],
    [['ipv6'], A, 'no IPv6 address; its IPv4 addresses were not asked, because of -6'],
  ])('of %j names the family that is missing', async (families, host, detail) => {
    const { settled } = await plan({ 'd.e': host }, ['d.e'], { families });
    expect(settled.map(({ failure }) => failure.detail)).toEqual([detail]);
  });
});

describe('the mail hosts of a domain', () => {
  it.each<[string, Record<string, Name>, string]>([
    ['one MX', { d: { mx: [[10, 'mx.d']] }, 'mx.d': A }, 'mx 10 mx.d | mx.d=198.51.100.1'],
    ['no MX, an address', { 'd.e': A }, 'implicit 0 d.e | d.e=198.51.100.1'],
    [
      'no MX, an IPv6 address',
      { 'd.e': { aaaa: ['2001:db8::1'] } },
      'implicit 0 d.e | d.e=2001:db8::1',
    ],
    ['nothing', { 'd.e': {} }, 'none'],
    ['no such domain', {}, 'nxdomain'],
    ['a DNS that fails', { 'd.e': { mx: 'timeout' } }, 'failed'],
    ['no MX and addresses that fail', { 'd.e': { a: 'timeout' } }, 'failed'],
    ['null MX', { 'd.e': { mx: [[0, '']], ...A } }, 'null-mx'],
    [
      'null MX with others',
      {
        'd.e': {
          mx: [
            [0, ''],
            [5, 'mx.d'],
          ],
        },
        'mx.d': A,
      },
      'mx 5 mx.d | mx.d=198.51.100.1 | null-mx-with-others',
    ],
    [
      'sorted by preference, then name',
      {
        'd.e': {
          mx: [
            [20, 'a.d'],
            [10, 'c.d'],
            [10, 'b.d'],
          ],
        },
        'a.d': A,
        'b.d': A,
        'c.d': A,
      },
      'mx 10 b.d 10 c.d 20 a.d | b.d=198.51.100.1 | c.d=198.51.100.1 | a.d=198.51.100.1',
    ],
    [
      'one host twice',
      {
        'd.e': {
          mx: [
            [20, 'MX.d'],
            [10, 'mx.d.'],
            [30, 'mx.d'],
          ],
        },
        'mx.d': A,
      },
      'mx 10 mx.d | mx.d=198.51.100.1',
    ],
    [
      'an MX that is an address',
      { 'd.e': { mx: [[1, '192.0.2.1']] } },
      'mx 1 192.0.2.1 | 192.0.2.1=null invalid-name | invalid-mx-name',
    ],
    [
      'an MX that is a literal',
      { 'd.e': { mx: [[1, '[192.0.2.1]']] } },
      'mx 1 [192.0.2.1] | [192.0.2.1]=null invalid-name | invalid-mx-name',
    ],
    [
      'an MX that is localhost',
      { 'd.e': { mx: [[1, 'localhost']] } },
      'mx 1 localhost | localhost=null invalid-name | invalid-mx-name',
    ],
    [
      'an MX of hostile bytes',
      { 'd.e': { mx: [[1, 'a\u001b[2J.d']] } },
      'mx 1 a\\027[2J.d | a\\027[2J.d=null invalid-name | invalid-mx-name',
    ],
    [
      'an MX without an address',
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': {} },
      'mx 1 mx.d | mx.d=null no-address',
    ],
    [
      'an MX that does not exist',
      { 'd.e': { mx: [[1, 'mx.d']] } },
      'mx 1 mx.d | mx.d=null nxdomain',
    ],
    [
      'an MX that cannot be looked up',
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': { a: 'timeout', aaaa: 'timeout' } },
      'mx 1 mx.d | mx.d=null timeout',
    ],
    [
      'one family that fails',
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': { ...A, aaaa: 'timeout' } },
      'mx 1 mx.d | mx.d=198.51.100.1 | mx.d=null timeout',
    ],
    [
      'an MX in a loop',
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': { a: 'cname-loop', aaaa: 'cname-loop' } },
      'mx 1 mx.d | mx.d=null cname-loop',
    ],
    [
      'an MX that is an alias',
      { 'd.e': { mx: [[1, 'mx.d']] }, 'mx.d': { ...A, aliases: ['x.d'] } },
      'mx 1 mx.d | mx.d=198.51.100.1 | mx-is-cname',
    ],
    [
      'addresses twice and unsorted',
      {
        'd.e': { mx: [[1, 'mx.d']] },
        'mx.d': { a: ['198.51.100.9', '198.51.100.1', '198.51.100.9'], aaaa: ['2001:DB8:0::1'] },
      },
      'mx 1 mx.d | mx.d=198.51.100.1 | mx.d=198.51.100.9 | mx.d=2001:db8::1',
    ],
  ])('%s', async (_, names, expected) => {
    const renamed = 'd' in names ? { ...names, 'd.e': names['d'] ?? {} } : names;
    expect(summary(await plan(renamed, ['d.e']))).toBe(expected);
  });

  it('a public suffix gets a note', async () => {
    const { domains } = await plan({ 'co.uk': { mx: 'nodata' } }, ['co.uk']);
    expect(domains[0]?.notes).toEqual(['public-suffix']);
  });
});

describe('caps', () => {
  it('20 hosts are planned, and the others are counted', async () => {
    const mx = Array.from({ length: 1_500 }, (_, i): [number, string] => [i, `m${i}.d`]);
    const { domains, settled } = await plan({ 'd.e': { mx } }, ['d.e']);
    expect(domains[0]?.mx).toMatchObject({ omittedHosts: 1_480 });
    expect(settled.map(({ host }) => host)).toEqual(mx.slice(0, 20).map(([, host]) => host));
  });

  it('8 addresses of each family are planned, the same ones in any order of the answer', async () => {
    const a = Array.from({ length: 200 }, (_, i) => `198.51.100.${i}`);
    const aaaa = Array.from({ length: 9 }, (_, i) => `2001:db8::${i + 1}`);
    const mx: Name['mx'] = [[1, 'mx.d']];
    const one = await plan({ 'd.e': { mx }, 'mx.d': { a, aaaa } }, ['d.e']);
    const other = await plan({ 'd.e': { mx }, 'mx.d': { a: a.toReversed(), aaaa } }, ['d.e']);
    expect(one.jobs).toHaveLength(16);
    expect(one.domains[0]?.mx.hosts[0]?.omittedAddresses).toBe(193);
    expect(other).toEqual(one);
  });
});

describe('a survey', () => {
  const shared: Record<string, Name> = {
    'a.e': { mx: [[1, 'mx.d.example']] },
    'b.e': { mx: [[1, 'mx.d.example']] },
    'mx.d.example': { a: ['198.51.100.1', '127.0.0.1'] },
  };

  it('plans a host that many domains share once', async () => {
    const resolver = dns(shared);
    const { jobs } = await plan(shared, ['a.e', 'b.e'], { resolver });
    expect(jobs.map(({ address }) => address)).toEqual(['127.0.0.1', '198.51.100.1']);
    expect(resolver.asked.filter((each) => each === 'mx.d.example A')).toHaveLength(1);
  });

  it('names the operator of a host', async () => {
    const { jobs } = await plan(shared, ['a.e']);
    expect(jobs[0]?.operator).toBe('d.example');
  });

  it('refuses private addresses, with a failure', async () => {
    const { jobs, settled } = await plan(shared, ['a.e'], {
      targetPolicy: targetPolicy([], ['127.0.0.1']),
    });
    expect(jobs).toHaveLength(1);
    expect(settled).toMatchObject([{ address: '127.0.0.1', failure: { code: 'private-address' } }]);
  });

  it('does not look up an excluded domain', async () => {
    const resolver = dns(shared);
    const { domains, excluded } = await plan(shared, ['a.e', 'b.e'], {
      resolver,
      targetPolicy: targetPolicy(['a.e']),
    });
    expect(domains.map(({ domain }) => domain)).toEqual(['b.e']);
    expect(excluded).toEqual({ domains: 1, hosts: 0, addresses: 0 });
    expect(resolver.asked).not.toContain('a.e MX');
  });

  it.each<[string, string, Plan['excluded']]>([
    ['host', 'mx.d.example', { domains: 0, hosts: 1, addresses: 0 }],
    ['network', '198.51.100.0/24', { domains: 0, hosts: 0, addresses: 1 }],
  ])('keeps no name of an excluded %s', async (_, line, excluded) => {
    const all = await plan(shared, ['a.e'], {
      targetPolicy: targetPolicy([line]),
    });
    expect(all.excluded).toEqual(excluded);
    expect(JSON.stringify(all)).not.toContain(line.replace('0/24', '1'));
  });

  it('looks up failed names again at the end', async () => {
    const resolver = dns({ 'a.e': { mx: 'timeout' }, 'b.e': { mx: 'cname-loop' } });
    await plan({}, ['a.e', 'b.e'], { resolver, askTwice: true });
    expect(resolver.asked).toEqual(['a.e MX', 'b.e MX', 'a.e MX']);
  });
});
