import { startDnsServer } from '../../test/lab/dns/dns-server.ts';
import type { ZoneName } from '../../test/lab/dns/dns-zone.ts';
import { servePart } from './process.ts';
import type { FarmWorld } from './world.ts';

/** The process of the DNS server: the MX records of all domains and the addresses of all hosts. */
export async function runDns({ endpoints, domains }: FarmWorld): Promise<void> {
  const zone = new Map<string, ZoneName>();
  for (const { host, address } of endpoints) zone.set(host, { A: [address] });
  for (const { domain, mx } of domains) {
    const MX = mx.map(({ host }, index) => ({ preference: 10 * (index + 1), exchange: host }));
    zone.set(domain, { MX });
  }
  const { address, port, queries } = await startDnsServer({ zone });
  servePart({ address, port }, () => queries.length);
}
