import { describe, expect, it } from 'vitest';
import type { DnsblListing } from '../../../src/model/records/endpoint.ts';
import type { DnsAnswer } from '../../../src/net/dns/dns-answer.ts';
import { DnsblLookups } from '../../../src/scan/listings/dnsbl-lookups.ts';

const ZONE = 'bl.example';
type Said = string[] | 'timeout' | 'REFUSED';

const TESTS: Record<string, Said> = {
  '2.0.0.127': ['127.0.0.2'],
  [`2.0.0.0.0.0.f.7.f.f.f.f.${'0.'.repeat(20).slice(0, -1)}`]: ['127.0.0.2'],
};

function answerOf(said: Said | undefined): DnsAnswer<string> {
  if (said === undefined) return { kind: 'nxdomain', aliases: [], dnssec: 'unknown' };
  if (Array.isArray(said))
    return { kind: 'records', records: said, aliases: [], dnssec: 'unknown' };
  const code = said === 'timeout' ? 'timeout' : 'server-failure';
  return { kind: 'failed', failure: { stage: 'dns', code, detail: said } };
}

/** Asks lists of a table about addresses. Names are without their zone; `zones` of a name have all the same. */
async function ask(
  table: Record<string, Said>,
  addresses: readonly string[],
  { zones = [ZONE], reason = '' }: { zones?: string[]; reason?: string } = {},
) {
  const asked: string[] = [];
  const times: number[] = [];
  const faults: string[] = [];
  let open = 0;
  let most = 0;
  const resolver = {
    async ipv4(name: string): Promise<DnsAnswer<string>> {
      asked.push(name);
      times.push(performance.now());
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 20));
      open--;
      const key = name.slice(0, name.lastIndexOf('.', name.lastIndexOf('.') - 1));
      return answerOf(table[key]);
    },
    txt(name: string): Promise<DnsAnswer<string>> {
      asked.push(`${name} TXT`);
      return Promise.resolve(answerOf(reason === '' ? undefined : [reason]));
    },
  };
  const found = new Map<string, DnsblListing[]>();
  const lookups = new DnsblLookups(
    {
      zones,
      resolver,
      clients: ['scan.example.org'],
      onFault: (zone, why) => faults.push(`${zone} ${why}`),
      isOver: () => false,
    },
    (address, listings) => found.set(address, listings),
  );
  for (const address of addresses) lookups.add(address);
  await lookups.finish();
  return { asked, times, faults, found, most };
}

const stateOf = (listings: readonly DnsblListing[] | undefined) =>
  listings?.map(({ state }) => state);

describe('lookups on DNS lists', () => {
  it('ask each address once, in each zone, after the test entries', async () => {
    const { asked, found } = await ask(TESTS, ['192.0.2.9', '192.0.2.9'], {
      zones: ['b.example', 'a.example', 'b.example'],
    });
    expect(asked.toSorted()).toEqual([
      '1.0.0.127.a.example',
      '1.0.0.127.b.example',
      '2.0.0.127.a.example',
      '2.0.0.127.b.example',
      '9.2.0.192.a.example',
      '9.2.0.192.b.example',
    ]);
    expect(found.get('192.0.2.9')).toEqual([
      { zone: 'a.example', state: 'not-listed', codes: [], reason: null, error: null },
      { zone: 'b.example', state: 'not-listed', codes: [], reason: null, error: null },
    ]);
  });

  it('keep the codes and the reason of a listing, normalised', async () => {
    const reason =
      'seen 2026-01-02 03:04:05 by scan.example.org \x1b[31m see https://x.example/?q=192.0.2.9';
    const table = { ...TESTS, '9.2.0.192': ['127.0.0.10', '127.0.0.4', '127.0.0.4'] };
    const { found, faults } = await ask(table, ['192.0.2.9'], { reason });
    expect(found.get('192.0.2.9')).toEqual([
      {
        zone: ZONE,
        state: 'listed',
        codes: ['127.0.0.4', '127.0.0.10'],
        reason: 'seen <date> by <client> \\u001b[31m see https://x.example/?q=192.0.2.9',
        error: null,
      },
    ]);
    expect(faults).toEqual([]);
    const long = await ask(table, ['192.0.2.9'], { reason: 'x '.repeat(5_000) });
    expect(long.found.get('192.0.2.9')?.[0]?.reason?.length).toBeLessThanOrEqual(
      200 + '...'.length,
    );
  });

  it.each<[string, Record<string, Said>, string]>([
    ['lists nobody', {}, 'it does not list 127.0.0.2'],
    ['lists everybody', { ...TESTS, '1.0.0.127': ['127.0.0.2'] }, 'it lists 127.0.0.1'],
    ['refuses', { '2.0.0.127': ['127.255.255.254'] }, 'it refuses to answer'],
    ['answers with other addresses', { '2.0.0.127': ['203.0.113.1'] }, 'which is no listing'],
    ['is silent', { '2.0.0.127': 'timeout', '1.0.0.127': 'timeout' }, 'timeout'],
  ])('ask a zone that %s nothing more, say so once, and know nothing', async (_, table, why) => {
    const given = { '9.2.0.192': ['127.0.0.2'], ...table };
    const { asked, faults, found } = await ask(given, ['192.0.2.9', '192.0.2.8']);
    expect(asked.toSorted()).toEqual([`1.0.0.127.${ZONE}`, `2.0.0.127.${ZONE}`]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(why);
    for (const listings of found.values()) {
      expect(listings).toMatchObject([{ state: 'failed', codes: [] }]);
      expect(listings[0]?.error).toContain(why);
    }
  });

  it('ask the test entries of IPv6 for an IPv6 address, and judge each family by its own', async () => {
    const { found, faults } = await ask({ '2.0.0.127': ['127.0.0.2'] }, [
      '192.0.2.9',
      '2001:db8::1',
    ]);
    expect(stateOf(found.get('192.0.2.9'))).toEqual(['not-listed']);
    expect(stateOf(found.get('2001:db8::1'))).toEqual(['failed']);
    expect(faults).toHaveLength(1);
    const both = await ask(TESTS, ['2001:db8::1']);
    expect(stateOf(both.found.get('2001:db8::1'))).toEqual(['not-listed']);
  });

  it('stop at the first refusal', async () => {
    const addresses = Array.from({ length: 30 }, (_, n) => `192.0.2.${n}`);
    const table = { ...TESTS, '0.2.0.192': ['127.255.255.255'] };
    const { asked, found, faults } = await ask(table, addresses);
    // What was on its way when the refusal came is not lost.
    expect(asked.length).toBeLessThanOrEqual(2 + 4);
    expect(faults).toHaveLength(1);
    const states = addresses.map((address) => stateOf(found.get(address))?.[0]);
    expect(states.filter((state) => state === 'failed').length).toBeGreaterThanOrEqual(27);
    expect(found.get('192.0.2.29')?.[0]?.error).toContain('127.255.255.255');
  });

  it('stop where a zone fails again and again', async () => {
    const addresses = Array.from({ length: 20 }, (_, n) => `192.0.2.${n}`);
    const silent = Object.fromEntries(
      addresses.map((_, n) => [`${n}.2.0.192`, 'timeout' as const]),
    );
    const { asked, faults } = await ask({ ...TESTS, ...silent }, addresses);
    expect(asked.length).toBeLessThanOrEqual(2 + 8 + 3);
    expect(faults).toHaveLength(1);
  });

  it('ask a zone ten times a second at the most, four at once', async () => {
    const addresses = Array.from({ length: 12 }, (_, n) => `192.0.2.${n}`);
    const { times, most } = await ask(TESTS, addresses);
    expect(times).toHaveLength(14);
    // Timers of Node may be a millisecond early.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(13 * 99);
    expect(most).toBeLessThanOrEqual(4);
  });

  it('ask nothing of what is known', async () => {
    const found: string[] = [];
    const none = () => Promise.reject(new Error('asked'));
    const lookups = new DnsblLookups(
      {
        zones: [ZONE],
        resolver: { ipv4: none, txt: none },
        clients: [],
        onFault: () => undefined,
        isOver: () => false,
      },
      (address) => found.push(address),
    );
    lookups.restore('192.0.2.9');
    lookups.add('192.0.2.9');
    await lookups.finish();
    expect(found).toEqual([]);
  });
});
