import type { PlannedHost, Settled } from '../../model/plan.ts';
import type { HostAddresses } from './resolve.ts';
import type { TargetPolicy } from './target-policy.ts';

/** A host with its addresses, and those of its addresses that are excluded. */
export function plannedHost(
  host: string,
  { addresses, omitted, dnssec, owner, failure }: HostAddresses,
  targetPolicy: TargetPolicy,
): { planned: PlannedHost; excluded: string[] } {
  const asked: string[] = [];
  const settled: Settled[] = failure === null ? [] : [{ host, address: null, failure }];
  const excluded: string[] = [];
  for (const address of addresses) {
    const refusal = targetPolicy.refuses(address);
    if (targetPolicy.excludesAddress(address)) excluded.push(address);
    else if (refusal !== null) settled.push({ host, address, failure: refusal });
    else asked.push(address);
  }
  const planned = { host, owner, dnssec, omitted, addresses: asked, settled, tlsa: null };
  return { planned, excluded };
}
