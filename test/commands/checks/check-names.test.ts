import { describe, expect, it, onTestFinished } from 'vitest';
import { checkEhlo, checkPtr } from '../../../src/commands/checks/check-names.ts';
import { createResolver } from '../../../src/net/dns/dns.ts';
import type { ReverseResolver } from '../../../src/net/dns/dns-answer.ts';
import { startDnsServer } from '../../lab/dns/dns-server.ts';
import type { Zone } from '../../lab/dns/dns-zone.ts';

const FAILING = { behaviours: { ANY: { kind: 'rcode', rcode: 'SERVFAIL' } } } as const;
const V6 = '9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa';

async function resolverOf(zone: Zone): Promise<ReverseResolver> {
  const dns = await startDnsServer({ zone });
  onTestFinished(() => dns.close());
  const { address, port } = dns;
  return createResolver({ servers: [{ address, port }], tryMs: [100] });
}

const OWN = ['192.0.2.9', '2001:db8::9'];

describe('the check of the name in EHLO', () => {
  it.each<{ ehlo: string | null; addresses?: string[]; outcome: string; says: string }>([
    { ehlo: null, outcome: 'warning', says: 'no --ehlo is given' },
    { ehlo: 'scan.example', outcome: 'ok', says: 'scan.example is 192.0.2.9: this machine' },
    { ehlo: '[IPv6:2001:db8::9]', outcome: 'ok', says: 'this machine' },
    { ehlo: '[192.0.2.1]', outcome: 'warning', says: 'and this machine is 192.0.2.9, 2001:db8::9' },
    { ehlo: 'other.example', outcome: 'warning', says: 'other.example is 192.0.2.1, and this' },
    { ehlo: 'other.example', addresses: [], outcome: 'unknown', says: '(NAT)' },
    { ehlo: 'nobody.example', outcome: 'failed', says: 'nobody.example has no address' },
    { ehlo: 'failing.example', outcome: 'unknown', says: 'server-failure: SERVFAIL' },
  ])('$ehlo is $outcome', async ({ ehlo, addresses = OWN, outcome, says }) => {
    const resolver = await resolverOf({
      'scan.example': { A: ['192.0.2.9'] },
      'other.example': { A: ['192.0.2.1'] },
      'failing.example': FAILING,
    });
    const check = await checkEhlo(resolver, { ehlo, addresses });
    expect(check.outcome).toBe(outcome);
    expect(check.evidence).toContain(says);
  });
});

describe('the check of PTR records', () => {
  const confirmed: Zone = {
    '9.2.0.192.in-addr.arpa': { PTR: ['Other.Example.', 'scan.example'] },
    [V6]: { PTR: ['scan.example'] },
    'scan.example': { A: ['192.0.2.9'], AAAA: ['2001:db8:0::9'] },
  };

  it.each<{ zone: Zone; ehlo?: string | null; outcomes: string[]; says: string }>([
    { zone: confirmed, outcomes: ['ok', 'ok'], says: 'is named scan.example, which has' },
    { zone: confirmed, ehlo: null, outcomes: ['ok', 'ok'], says: 'is named scan.example' },
    {
      zone: confirmed,
      ehlo: 'mail.example',
      outcomes: ['warning', 'warning'],
      says: '192.0.2.9 is named scan.example, and EHLO says mail.example',
    },
    { zone: {}, outcomes: ['warning', 'warning'], says: '192.0.2.9 has no PTR record' },
    {
      zone: { ...confirmed, 'scan.example': { AAAA: ['2001:db8::9'] } },
      outcomes: ['warning', 'ok'],
      says: '192.0.2.9 is named other.example, which does not have this address',
    },
    {
      zone: { ...confirmed, '9.2.0.192.in-addr.arpa': FAILING },
      outcomes: ['unknown', 'ok'],
      says: 'could not be looked up (server-failure: SERVFAIL)',
    },
  ])('$says: $outcomes', async ({ zone, ehlo = 'scan.example', outcomes, says }) => {
    const checks = await checkPtr(await resolverOf(zone), { ehlo, addresses: OWN });
    expect(checks.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(checks[0]?.evidence).toContain(says);
  });

  it('behind a translator of addresses nothing is known', async () => {
    const checks = await checkPtr(await resolverOf({}), { ehlo: 'scan.example', addresses: [] });
    expect(checks).toMatchObject([{ outcome: 'unknown' }]);
  });
});
