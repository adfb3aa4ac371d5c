import { describe, expect, it, onTestFinished } from 'vitest';
import { checkDnsbl } from '../../../src/commands/checks/check-dnsbl.ts';
import { createResolver } from '../../../src/net/dns/dns.ts';
import { startDnsServer } from '../../lab/dns/dns-server.ts';
import type { ZoneName } from '../../lab/dns/dns-zone.ts';

type Zone = Readonly<Record<string, ZoneName>>;

const ZONE = 'bl.example';
const ADDRESS = '192.0.2.9';
const LISTED = { A: ['127.0.0.2'] };
const FFFF = '0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0';

async function check(zone: Zone, addresses: readonly string[] = [ADDRESS]) {
  const dns = await startDnsServer({ zone });
  onTestFinished(() => dns.close());
  const { address, port } = dns;
  const resolver = createResolver({ servers: [{ address, port }], tryMs: [100] });
  return { checks: await checkDnsbl(resolver, ZONE, addresses), dns };
}

const USABLE: Zone = { [`2.0.0.127.${ZONE}`]: LISTED };

describe('the check of a DNS list', () => {
  it('says that an address is not listed', async () => {
    const { checks } = await check(USABLE);
    expect(checks).toEqual([
      { check: 'dnsbl', outcome: 'ok', evidence: `${ADDRESS} is not on ${ZONE}`, advice: null },
    ]);
  });

  it('says that an address is listed, by which code and why', async () => {
    const own = { A: ['127.0.0.4', '127.0.0.10'], TXT: ['spam \x1b[31m'] };
    const { checks } = await check({ ...USABLE, [`9.2.0.192.${ZONE}`]: own });
    expect(checks).toMatchObject([
      {
        outcome: 'failed',
        evidence: `${ADDRESS} is on ${ZONE} (127.0.0.4, 127.0.0.10: spam \x1b[31m)`,
      },
    ]);
  });

  it('looks up an IPv6 address by its nibbles, after the test entries of IPv6', async () => {
    const own = `9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.${ZONE}`;
    const zone = { [own]: LISTED };
    const { checks, dns } = await check(zone, ['2001:db8::9']);
    expect(dns.queries.map(({ name }) => name)).toContain(`2.${FFFF}.${ZONE}`);
    expect(dns.queries.map(({ name }) => name)).toContain(`1.${FFFF}.${ZONE}`);
    expect(checks).toMatchObject([{ outcome: 'unknown' }]);
    const usable = { [`2.${FFFF}.${ZONE}`]: LISTED, [own]: LISTED };
    expect((await check(usable, ['2001:db8::9'])).checks).toMatchObject([{ outcome: 'failed' }]);
  });

  it.each<{ zone: Zone; says: string }>([
    { zone: {}, says: 'it does not list 127.0.0.2, as RFC 5782 requires' },
    {
      zone: { ...USABLE, [`1.0.0.127.${ZONE}`]: LISTED },
      says: 'it lists 127.0.0.1, which no list may have (RFC 5782)',
    },
    {
      zone: { [`2.0.0.127.${ZONE}`]: { A: ['127.255.255.254'] } },
      says: 'it refuses to answer this resolver (127.255.255.254)',
    },
    {
      zone: { [`2.0.0.127.${ZONE}`]: { A: ['203.0.113.80'] } },
      says: 'it answers 203.0.113.80, which is no listing',
    },
    {
      zone: { [`2.0.0.127.${ZONE}`]: { behaviours: { ANY: { kind: 'rcode', rcode: 'REFUSED' } } } },
      says: 'server-failure: REFUSED',
    },
  ])('does not use one from here: $says', async ({ zone, says }) => {
    const { checks, dns } = await check({ ...zone, [`9.2.0.192.${ZONE}`]: LISTED });
    expect(checks).toMatchObject([
      { outcome: 'unknown', evidence: `${ZONE} cannot be used from this resolver: ${says}` },
    ]);
    expect(dns.queries.map(({ name }) => name)).not.toContain(`9.2.0.192.${ZONE}`);
  });

  it('takes an answer outside 127.0.0.0/8 for the own address for no listing', async () => {
    const { checks } = await check({ ...USABLE, [`9.2.0.192.${ZONE}`]: { A: ['203.0.113.80'] } });
    expect(checks).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('says that the own address is not known', async () => {
    expect((await check(USABLE, [])).checks).toMatchObject([{ outcome: 'unknown' }]);
  });
});
