import { Resolver } from 'node:dns/promises';
import * as dnsPacket from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { query, tcp, udp } from './dns-ask.ts';
import { startDnsServer, type DnsServerOptions, type LabDns } from './dns-server.ts';
import type { TcpFallback, Zone } from './dns-zone.ts';

const started: LabDns[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((dns) => dns.close()));
});

async function start(zone: Zone, options: Omit<DnsServerOptions, 'zone'> = {}): Promise<LabDns> {
  const dns = await startDnsServer({ zone, ...options });
  started.push(dns);
  return dns;
}

function resolver({ address, port }: LabDns): Resolver {
  const made = new Resolver({ timeout: 200, tries: 1 });
  made.setServers([`${address}:${port}`]);
  return made;
}

const MX = [
  { preference: 10, exchange: 'a.example' },
  { preference: 20, exchange: 'b.example' },
  { preference: 30, exchange: 'c.example' },
];

describe('truncation and TCP', () => {
  const many = Array.from({ length: 1500 }, (_, n) => ({
    preference: 1,
    exchange: `m${n}.example`,
  }));

  it('truncates what is too long for UDP; all is there over TCP', async () => {
    const dns = await start({ 'lab.example': { MX: many } });
    const [packet] = await udp(dns, query('lab.example'));
    expect([packet?.flag_tc, packet?.answers]).toEqual([true, []]);
    expect(await resolver(dns).resolveMx('lab.example')).toHaveLength(1500);
    expect(dns.queries.map(({ transport }) => transport)).toEqual(['udp', 'udp', 'tcp']);
  });

  it.each([
    { way: 'full', got: (whole: number) => 2 + whole },
    { way: 'byte-at-a-time', got: (whole: number) => 2 + whole },
    { way: 'length-65535', got: (whole: number) => 2 + whole },
    { way: 'length-0', got: () => 2 },
    { way: 'cut-short', got: (whole: number) => (2 + whole) >> 1 },
  ] as const)('TCP $way', async ({ way, got }) => {
    const dns = await start(truncated(way));
    const [packet] = await udp(dns, query('lab.example'));
    expect([packet?.flag_tc, packet?.answers]).toEqual([true, []]);
    const length = got(wholeLength);
    const bytes = await tcp(dns, query('lab.example'), length);
    expect(bytes).toHaveLength(length);
  });

  it('resets over TCP', async () => {
    expect(await tcp(await start(truncated('reset')), query('lab.example'))).toBe('ECONNRESET');
  });

  it('refuses TCP', async () => {
    const dns = await start(truncated('full'), { withoutTcp: true });
    expect(await tcp(dns, query('lab.example'))).toBe('ECONNREFUSED');
  });

  it('loses long UDP answers', async () => {
    const dns = await start({ 'lab.example': { MX } }, { dropUdpOver: 50 });
    await expect(resolver(dns).resolveMx('lab.example')).rejects.toMatchObject({
      code: 'ETIMEOUT',
    });
  });

  function truncated(way: TcpFallback): Zone {
    return { 'lab.example': { MX, behaviours: { MX: { kind: 'truncated', tcp: way } } } };
  }

  const wholeLength = dnsPacket.encodingLength({
    questions: [{ name: 'lab.example', type: 'MX' }],
    answers: MX.map((data) => ({ type: 'MX' as const, name: 'lab.example', data })),
  });
});
