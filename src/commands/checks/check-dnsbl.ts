import { checkOf, type Check } from '../../model/output/check.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import { familyOf, type ListedFamily, type Listing } from '../../net/dns/dnsbl.ts';
import { lookUpOn, reasonOn, zoneFault } from '../../net/dns/dnsbl-lookup.ts';
import { NO_ADDRESS } from './check-names.ts';

/** Characters of the reason of a listing that are shown. */
const REASON = 200;

const of = checkOf('dnsbl');

/**
 * Looks up the addresses of this machine in one DNS list (RFC 5782), its test entries first.
 */
export async function checkDnsbl(
  resolver: Resolver,
  zone: string,
  addresses: readonly string[],
): Promise<Check[]> {
  if (addresses.length === 0) {
    const fault = await unusable(resolver, zone, 'ipv4');
    if (fault !== null) return [fault];
    const advice = 'look up the address that servers see';
    return [of('unknown', `${zone} answers; ${NO_ADDRESS}`, advice)];
  }
  return Promise.all(
    addresses.map(async (address) => {
      const fault = await unusable(resolver, zone, familyOf(address));
      return fault ?? judge(resolver, { zone, address }, await lookUpOn(resolver, zone, address));
    }),
  );
}

/** Whether a list can be used from here: null, or what is wrong. */
async function unusable(
  resolver: Resolver,
  zone: string,
  family: ListedFamily,
): Promise<Check | null> {
  const fault = await zoneFault(resolver, zone, family);
  if (fault === null) return null;
  return of('unknown', `${zone} cannot be used from this resolver: ${fault}`, UNUSABLE);
}

const UNUSABLE =
  'use a resolver of your own, as public ones are refused by many lists; see that the zone is still in use';

async function judge(
  resolver: Resolver,
  { zone, address }: { zone: string; address: string },
  listing: Listing,
): Promise<Check> {
  switch (listing.kind) {
    case 'not-listed':
      return of('ok', `${address} is not on ${zone}`);
    case 'listed': {
      const text = await reasonOn(resolver, zone, address);
      const reason = text === null ? '' : `: ${text.slice(0, REASON)}`;
      const evidence = `${address} is on ${zone} (${listing.codes.join(', ')}${reason})`;
      return of(
        'failed',
        evidence,
        'find out why, have it removed, or survey from another address',
      );
    }
    case 'refused':
    case 'wrong':
    case 'failed':
      return of(
        'unknown',
        `${address} could not be looked up on ${zone}: ${listing.detail}`,
        UNUSABLE,
      );
  }
}
