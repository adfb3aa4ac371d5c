import { describe, expect, it } from 'vitest';
import { preflight, resolverFailure } from '../../../src/commands/scan/preflight.ts';
import type { DnsAnswer, MxRecord, Resolver } from '../../../src/net/dns/dns-answer.ts';
import type { FailureCode } from '../../../src/model/records/words.ts';

const NOW = new Date('2026-11-23T03:00:00Z');
const NXDOMAIN: DnsAnswer<never> = { kind: 'nxdomain', aliases: [], dnssec: 'unknown' };
const NODATA: DnsAnswer<never> = { kind: 'nodata', aliases: [], dnssec: 'unknown' };

function failed(code: FailureCode): DnsAnswer<never> {
  return { kind: 'failed', failure: { stage: 'dns', code, detail: 'as told' } };
}

function resolver(
  root: DnsAnswer<MxRecord>,
  random: DnsAnswer<string> = NXDOMAIN,
): Resolver & { asked: string[] } {
  const asked: string[] = [];
  const answer = <T>(name: string, told: T): Promise<T> => {
    asked.push(name);
    return Promise.resolve(told);
  };
  return {
    asked,
    mx: (name) => answer(name, root),
    ipv4: (name) => answer(name, random),
    ipv6: (name) => answer(name, random),
    alias: (name) => answer(name, random),
    tlsa: (name) => answer(name, NODATA),
    validates: () => Promise.resolve(false),
    txt: (name) => answer(name, random),
  };
}

describe('the check before a survey', () => {
  it.each([NODATA, NXDOMAIN, failed('server-failure'), failed('malformed'), failed('unexpected')])(
    'is content with a resolver that says something: %j',
    async (root) => {
      expect(await preflight(resolver(root), NOW)).toBeNull();
    },
  );

  it.each(['timeout', 'refused', 'unreachable', 'reset', 'closed', 'blocked'] as const)(
    'finds a resolver that does not answer: %s',
    async (code) => {
      const reason = `the resolver does not answer (${code}: as told): give another with --resolver`;
      expect(await preflight(resolver(failed(code)), NOW)).toBe(reason);
    },
  );

  it('finds a resolver that gives addresses for names that do not exist', async () => {
    const liar = resolver(NODATA, {
      kind: 'records',
      records: ['192.0.2.1'],
      aliases: [],
      dnssec: 'unknown',
    });
    const other = resolver(NODATA);
    expect(await preflight(liar, NOW)).toMatch(
      /^the resolver gives addresses for names that do not exist \(mxtls-[0-9a-f]{24}\.com\)/,
    );
    await preflight(other, NOW);
    expect(other.asked[1]).not.toBe(liar.asked[1]);
  });

  it.each([
    { now: '1970-01-01T00:00:10Z', wrong: true },
    { now: '2026-10-31T23:59:59Z', wrong: true },
    { now: '2026-11-01T00:00:00Z', wrong: false },
    { now: '2038-01-20T00:00:00Z', wrong: false },
  ])('the clock is wrong at $now: $wrong', async ({ now, wrong }) => {
    const alive = resolver(NODATA);
    const reason = await preflight(alive, new Date(now));
    expect(reason?.startsWith(`the clock of this machine says ${now.slice(0, 19)}`) ?? false).toBe(
      wrong,
    );
    expect(alive.asked.length > 0).toBe(!wrong);
  });
});

describe('the check of the resolver after a survey', () => {
  it('finds whether the resolver still answers', async () => {
    expect(await resolverFailure(resolver(NODATA))).toBeNull();
    expect(await resolverFailure(resolver(failed('timeout')))).toBe('timeout: as told');
  });
});
