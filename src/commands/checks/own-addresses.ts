import { checkOf, type Check } from '../../model/output/check.ts';
import { specialPurpose } from '../../model/names/ip-address.ts';
import { sourceAddress } from '../../net/source-address.ts';
import type { Family } from '../../scan/plan/resolve.ts';

/** An address far away of each family, a server of the root zone (RFC 9609): only the route to it is looked up. */
const FAR = {
  ipv4: '198.41.0.4',
  ipv6: '2001:503:ba3e::2:30',
} as const satisfies Record<Family, string>;

/** The public address from which this machine reaches the Internet over a family; null for none: no route, or a private one. */
export async function publicAddress(family: Family): Promise<string | null> {
  const source = await sourceAddress(FAR[family]);
  return source === null || specialPurpose(source) !== null ? null : source;
}

const of = checkOf('ipv6');

/** Says whether this machine reaches IPv6. Without it a survey records IPv6 addresses as `no-ipv6`, never as faults. */
export function checkIpv6(address: string | null, families: readonly Family[]): Check {
  if (!families.includes('ipv6')) return of('ok', 'IPv6 is not used, because of -4');
  if (address !== null) return of('ok', `IPv6 from ${address}`);
  const evidence = 'this machine has no route to IPv6 addresses, or no public IPv6 address';
  if (families.includes('ipv4')) {
    const advice = 'survey with -4, or have IPv6 set up: IPv6 addresses are recorded as no-ipv6';
    return of('warning', evidence, advice);
  }
  return of('failed', evidence, 'have IPv6 set up, or survey without -6');
}
