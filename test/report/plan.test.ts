import { expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import type { Forecast } from '../../src/model/forecast.ts';
import type { Depth } from '../../src/model/records/words.ts';
import { describePlan } from '../../src/report/plan.ts';
import { makeDomain } from '../model/make-records.ts';

const PLAN: Plan = {
  domains: [
    makeDomain({ domain: 'windtools.gr', hosts: ['mx1.windtools.gr', 'mx2.windtools.gr'] }),
    makeDomain({ domain: 'xn--qxam.gr', mx: { kind: 'null-mx' } }),
    makeDomain({
      domain: 'servfail.gr',
      mx: { kind: 'failed', failure: { stage: 'dns', code: 'timeout', detail: '' } },
    }),
    makeDomain({ domain: 'big.gr', hosts: ['mx.big.gr'], mx: { omittedHosts: 2 } }),
    makeDomain({ domain: 'hostile.gr', hosts: ['\x1b[2J', '127.0.0.1.hostile.gr'] }),
    makeDomain({ domain: 'left-out.gr' }),
  ],
  jobs: [
    { host: 'mx1.windtools.gr', address: '178.23.78.36', operator: 'windtools.gr' },
    { host: 'mx2.windtools.gr', address: '178.23.78.37', operator: 'windtools.gr' },
    { host: 'mx.big.gr', address: '2001:db8::1', operator: 'big.gr' },
  ],
  settled: [
    {
      host: '\x1b[2J',
      address: null,
      failure: {
        stage: 'dns',
        code: 'invalid-name',
        detail: 'no name that a mail server can have',
      },
    },
    {
      host: '127.0.0.1.hostile.gr',
      address: '127.0.0.1',
      failure: { stage: 'connect', code: 'private-address', detail: 'loopback' },
    },
  ],
  tlsa: new Map(),
  excluded: { domains: 1, hosts: 0, addresses: 2 },
};

const FORECAST: Forecast = {
  connections: { usual: 9, most: 18 },
  seconds: { least: 3, most: 674 },
  longest: { operator: 'windtools.gr', addresses: 2 },
};

it.each<[string, Plan, number]>([
  ['full', PLAN, 3],
  [
    'empty',
    {
      domains: [],
      jobs: [],
      settled: [],
      tlsa: new Map(),
      excluded: { domains: 0, hosts: 0, addresses: 0 },
    },
    1,
  ],
])('describes a plan: %s', async (name, plan, passes) => {
  const families = ['ipv4', 'ipv6'] as const;
  const settings = {
    port: 25,
    passes,
    families,
    vantages: 1,
    givenMx: null,
    depth: 'standard',
    most: 6,
    policies: true,
    tor: null,
    forecast: plan === PLAN ? FORECAST : { ...FORECAST, longest: null },
  } as const;
  const text = describePlan(plan, settings, 100);
  expect(text).not.toMatch(/[^\P{C}\n]/u);
  await expect(text).toMatchFileSnapshot(`expected/plan-${name}.txt`);
});

it.each<[Depth, number, boolean, string, string]>([
  ['quick', 6, false, '6 to each address', 'two where STARTTLS is not offered'],
  ['standard', 6, true, '6 to each address', 'five where a server speaks TLS 1.0 to 1.3'],
  ['deep', 14, true, '14 to each address', 'the others for suites, groups'],
])('says what the connections of depth %s are for', (depth, most, policies, count, why) => {
  const families = ['ipv4'] as const;
  const settings = {
    ...{ port: 25, passes: 1, families, vantages: 1, givenMx: null, depth, most, policies },
    ...{ tor: null, forecast: FORECAST },
  };
  const text = describePlan(PLAN, settings, 100).replace(/\s+/g, ' ');
  expect(text).toContain(count);
  expect(text).toContain(why);
  const https = '4 HTTPS connections at most to policy hosts, mta-sts.DOMAIN';
  expect(text.includes(https)).toBe(policies);
});

it('says that everything is asked from each of several vantages', () => {
  const settings = {
    ...{ port: 25, passes: 1, families: ['ipv4'] as const, vantages: 3, givenMx: null },
    ...{ depth: 'standard' as const, most: 6, policies: true, tor: null, forecast: FORECAST },
  };
  const text = describePlan(PLAN, settings, 100).replace(/\s+/g, ' ');
  expect(text).toContain('over IPv4, from 3 vantages ');
  expect(text).toContain(
    `${3 * PLAN.jobs.length} connections at least: one to each address from each vantage `,
  );
  expect(text).toContain('6 to each address from each vantage;');
  expect(text).toContain('12 HTTPS connections at most to policy hosts, mta-sts.DOMAIN: one');
  expect(text).toContain('with an MTA-STS record and each vantage');
});
