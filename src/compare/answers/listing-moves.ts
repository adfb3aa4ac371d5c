import type { DnsblListing, Endpoint } from '../../model/records/endpoint.ts';
import type { Pairing } from './pairing.ts';

/** An address that is on a DNS list that did not have it, or the other way round. */
export interface ListingMove {
  kind: 'listed' | 'delisted';
  before: Endpoint;
  after: Endpoint;
}

/** Which addresses came onto a DNS list or went off it. A list that one of the surveys did not ask, or could not, says nothing. */
export function listingMoves({ pairs }: Pick<Pairing, 'pairs'>): ListingMove[] {
  return pairs.flatMap(({ before, after }) => {
    const sides = { before, after };
    return [
      ...(newlyListed(before, after).length > 0 ? [{ kind: 'listed' as const, ...sides }] : []),
      ...(newlyListed(after, before).length > 0 ? [{ kind: 'delisted' as const, ...sides }] : []),
    ];
  });
}

/** The listings of an endpoint on lists that are known not to have had the same endpoint in another survey. */
export function newlyListed(
  before: Pick<Endpoint, 'dnsbl'>,
  after: Pick<Endpoint, 'dnsbl'>,
): DnsblListing[] {
  const not = new Set(
    (before.dnsbl ?? []).flatMap(({ zone, state }) => (state === 'not-listed' ? [zone] : [])),
  );
  return (after.dnsbl ?? []).filter(({ zone, state }) => state === 'listed' && not.has(zone));
}
