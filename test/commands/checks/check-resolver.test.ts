import { describe, expect, it, onTestFinished } from 'vitest';
import {
  checkResolver,
  KNOWN_NAMES,
  resolverFailure,
} from '../../../src/commands/checks/check-resolver.ts';
import { createResolver } from '../../../src/net/dns/dns.ts';
import type { Resolver } from '../../../src/net/dns/dns-answer.ts';
import type { Family } from '../../../src/scan/plan/resolve.ts';
import { startDnsServer, type LabDns } from '../../lab/dns/dns-server.ts';
import type { DnsBehaviours, LabRecordType, Zone, ZoneName } from '../../lab/dns/dns-zone.ts';

const ADDRESSES = { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] };
const KNOWN = Object.fromEntries(KNOWN_NAMES.map((name) => [name, ADDRESSES]));
const WORLD: Zone = { '': {}, ...KNOWN, 'mx.wind.example': { A: ['192.0.2.2'] } };

async function serving(zone: Zone): Promise<LabDns> {
  const dns = await startDnsServer({ zone });
  onTestFinished(() => dns.close());
  return dns;
}

function resolverOf({ address, port }: LabDns): Resolver {
  return createResolver({ servers: [{ address, port }], tryMs: [100, 100, 100] });
}

/** A server of the world that answers everything about every name in one way. */
async function answering(behaviours: Partial<Record<LabRecordType | 'ANY', DnsBehaviours>>) {
  const dns = await serving(WORLD);
  const get = dns.zone.get.bind(dns.zone);
  dns.zone.get = (name): ZoneName | undefined => {
    const entry = get(name);
    const own = entry === undefined ? { ANY: { kind: 'nxdomain' } as const } : {};
    return { ...entry, behaviours: { ...own, ...behaviours } };
  };
  return dns;
}

interface Options {
  families?: readonly Family[];
  ownHosts?: readonly string[] | null;
}

async function check(dns: LabDns, { families = ['ipv4', 'ipv6'], ownHosts = [] }: Options = {}) {
  const resolver = resolverOf(dns);
  const { outcome, evidence, advice } = await checkResolver({
    ...{ resolver, families },
    ownHosts: ownHosts && (() => Promise.resolve(ownHosts)),
  });
  return { outcome, text: `${evidence}: ${advice ?? ''}` };
}

describe('the check of the resolver', () => {
  it('is content with one that knows what exists and what does not', async () => {
    expect(await check(await serving(WORLD))).toMatchObject({ outcome: 'ok' });
    expect(await check(await answering({}))).toMatchObject({ outcome: 'ok' });
  });

  it('asks for other names that do not exist each time', async () => {
    const dns = await serving(WORLD);
    await check(dns);
    await check(dns);
    const random = dns.queries.map(({ name }) => name).filter((name) => name.startsWith('mxtls-'));
    expect(new Set(random).size).toBe(6);
    expect(new Set(random.map((name) => name.split('.').at(-1)))).toEqual(
      new Set(['com', 'org', 'info']),
    );
  });

  it.each<{ world: string; acts: Parameters<typeof answering>[0]; says: RegExp }>([
    {
      world: 'does not answer',
      acts: { ANY: { kind: 'silent' } },
      says: /^the resolver does not answer \(timeout: \d+ ms\): give another with --resolver$/,
    },
    {
      world: 'says NXDOMAIN to everything',
      acts: { ANY: { kind: 'nxdomain' } },
      says: /says that a\.root-servers\.net does not exist: it does, so its answers cannot be trusted/,
    },
    {
      world: 'says NOERROR without records to everything',
      acts: { ANY: { kind: 'nodata' } },
      says: /says that names exist which do not \(mxtls-[0-9a-f]{24}\.com\)/,
    },
    {
      world: 'gives no A record of anything',
      acts: { A: { kind: 'nodata' } },
      says: /says that names exist which do not/,
    },
    {
      world: 'gives no AAAA record of anything',
      acts: { AAAA: { kind: 'nodata' } },
      says: /a\.root-servers\.net has no AAAA record: .* or survey with -4$/,
    },
    {
      world: 'fails at every A record',
      acts: { A: { kind: 'rcode', rcode: 'SERVFAIL' } },
      says: /cannot look up names \(mxtls-\w+\.com: server-failure: SERVFAIL\)/,
    },
    {
      world: 'fails at every AAAA record',
      acts: { AAAA: { kind: 'rcode', rcode: 'SERVFAIL' } },
      says: /cannot look up names \(AAAA of a\.root-servers\.net: server-failure: SERVFAIL\)/,
    },
    {
      world: 'finds every signature wrong, as with a wrong clock',
      acts: { A: { kind: 'bogus' } },
      says: /\(mxtls-\w+\.com: bogus: .*\): set the clock of this machine and of the resolver/,
    },
  ])('finds one that $world', async ({ acts, says }) => {
    const { outcome, text } = await check(await answering(acts));
    expect(outcome).toBe('failed');
    expect(text).toMatch(says);
  });

  it('does not ask for records of a family that the survey does not use', async () => {
    const dns = await answering({ AAAA: { kind: 'rcode', rcode: 'SERVFAIL' } });
    expect(await check(dns, { families: ['ipv4'] })).toMatchObject({ outcome: 'ok' });
  });

  it('finds one that gives an address for each name that does not exist', async () => {
    const dns = await serving(WORLD);
    const get = dns.zone.get.bind(dns.zone);
    dns.zone.get = (name) => get(name) ?? { A: ['192.0.2.9'] };
    const { outcome, text } = await check(dns);
    expect(outcome).toBe('failed');
    expect(text).toMatch(/gives addresses for names that do not exist \(mxtls-[0-9a-f]{24}\.com\)/);
  });

  it.each([
    { zones: ['com'], outcome: 'ok' },
    { zones: ['com', 'info'], outcome: 'failed' },
  ])('with addresses for every name of $zones it is $outcome', async ({ zones, outcome }) => {
    const dns = await serving(WORLD);
    const get = dns.zone.get.bind(dns.zone);
    dns.zone.get = (name) =>
      get(name) ??
      (zones.some((zone) => name.endsWith(`.${zone}`)) ? { A: ['192.0.2.9'] } : undefined);
    expect((await check(dns)).outcome).toBe(outcome);
  });

  it('in a network without the known names an MX host of the lists has to do', async () => {
    const isolated = { '': {}, 'mx.wind.example': { A: ['192.0.2.2'] } };
    const ownHosts = ['mx.wind.example'];
    expect(await check(await serving(isolated), { ownHosts })).toMatchObject({ outcome: 'ok' });
    expect(await check(await serving(isolated), { ownHosts: null })).toMatchObject({
      outcome: 'ok',
    });
    const without = await check(await serving(isolated), { ownHosts: ['mx.otenet.example'] });
    expect(without.outcome).toBe('failed');
  });

  it('needs one known name alone', async () => {
    const one = await serving({ '': {}, 'k.root-servers.net': ADDRESSES });
    expect(await check(one)).toMatchObject({ outcome: 'ok' });
  });
});

describe('the check of the resolver after a survey', () => {
  it('finds whether the resolver still answers, be it with an error', async () => {
    const dns = await serving({
      '': { behaviours: { ANY: { kind: 'rcode', rcode: 'SERVFAIL' } } },
    });
    expect(await resolverFailure(resolverOf(dns))).toBeNull();
    const dead = resolverOf({ ...dns, port: 1 });
    expect(await resolverFailure(dead)).toMatch(/^(?:refused|timeout): /);
  });
});
