import type { DnsblListing, Endpoint } from '../../model/records/endpoint.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';

/** Listings that are named on one line. */
const NAMED = 6;
const REASON_CHARACTERS = 100;

/** `bl.example (127.0.0.2: spam source)`: a listing as evidence. Safe for a terminal. */
export function listingText({ zone, codes, reason }: Omit<DnsblListing, 'state'>): string {
  const why = reason === null ? '' : `: ${escapeShort(reason, REASON_CHARACTERS)}`;
  return `${escapeTerminal(zone)} (${codes.map(escapeTerminal).join(', ')}${why})`;
}

/** What DNS lists say of the addresses of some endpoints, each once, in one line; none where no list was asked. */
export function listingLines(endpoints: readonly Endpoint[]): string[] {
  const asked = new Map(
    endpoints.flatMap(({ address, dnsbl }) => (dnsbl ? [[address, dnsbl]] : [])),
  );
  if (asked.size === 0) return [];
  const found = [...asked].flatMap(([address, listings]) =>
    listings.filter(({ state }) => state === 'listed').map((each) => ({ address, ...each })),
  );
  const on = found.map(
    (each) => `${escapeTerminal(each.address ?? '')} is on ${listingText(each)}`,
  );
  const parts = [
    ...(on.length > 0 ? [listedShort(on, NAMED)] : []),
    ...restTexts([...asked.values()], found.length > 0),
  ];
  return [`DNS lists: ${parts.join('; ')}`];
}

/** Which lists have none of the addresses, and which could not be asked about some of them. */
function restTexts(asked: readonly (readonly DnsblListing[])[], isListed: boolean): string[] {
  const all = asked.flat();
  const zones = [...new Set(all.map(({ zone }) => zone))];
  const of = (zone: string, state: DnsblListing['state']) =>
    all.filter((each) => each.zone === zone && each.state === state);
  const clear = zones.filter((zone) => of(zone, 'not-listed').length === asked.length);
  const not = isListed
    ? 'none is on'
    : asked.length === 1
      ? 'its address is not on'
      : 'no address is on';
  return [
    ...(clear.length === 0 ? [] : [`${not} ${listed(clear.map(escapeTerminal), 'or')}`]),
    ...zones.flatMap((zone) => {
      const failed = of(zone, 'failed');
      const [first] = failed;
      if (first === undefined) return [];
      const count = counted(failed.length, 'address', 'addresses');
      const why = first.error === null ? '' : ` (${escapeShort(first.error, REASON_CHARACTERS)})`;
      return [`${escapeTerminal(zone)} is unknown for ${count}${why}`];
    }),
  ];
}
