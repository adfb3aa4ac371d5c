import { checkOf, type Check } from '../../model/output/check.ts';
import { specialPurpose } from '../../model/names/ip-address.ts';
import { FAR_ADDRESSES, sourceAddress } from '../../net/source-address.ts';
import type { Family } from '../../scan/plan/resolve.ts';

/** The public address from which this machine reaches the Internet over a family; null for none: no route, or a private one. */
export async function publicAddress(family: Family): Promise<string | null> {
  const source = await sourceAddress(FAR_ADDRESSES[family]);
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
