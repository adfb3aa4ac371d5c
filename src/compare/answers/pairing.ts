import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Survey } from '../../model/records/survey.ts';

/** The endpoints of one host in two surveys: those of one address together, and those of one side alone. */
export interface Pairing {
  pairs: { before: Endpoint; after: Endpoint }[];
  beforeOnly: Endpoint[];
  afterOnly: Endpoint[];
}

/** Pairs the endpoints of a host by their addresses. What one of the surveys has no family for is left out. */
export function pairUp(
  before: readonly Endpoint[],
  after: readonly Endpoint[],
  families: ReadonlySet<string>,
): Pairing {
  const left = new Map(kept(before, families).map((each) => [each.address, each]));
  const right = new Map(kept(after, families).map((each) => [each.address, each]));
  const pairing: Pairing = { pairs: [], beforeOnly: [], afterOnly: [] };
  for (const [address, endpoint] of left) {
    const other = right.get(address);
    if (other === undefined) pairing.beforeOnly.push(endpoint);
    else pairing.pairs.push({ before: endpoint, after: other });
  }
  for (const [address, endpoint] of right) {
    if (!left.has(address)) pairing.afterOnly.push(endpoint);
  }
  return pairing;
}

/** The families of addresses that both surveys asked; a survey that names none may have asked any. */
export function sharedFamilies(before: Survey, after: Survey): ReadonlySet<string> {
  const named = [before.families, after.families].filter((families) => families.length > 0);
  const all = ['ipv4', 'ipv6'] as const;
  return new Set(all.filter((family) => named.every((families) => families.includes(family))));
}

function kept(endpoints: readonly Endpoint[], families: ReadonlySet<string>): Endpoint[] {
  return endpoints.filter(
    ({ address }) => address === null || families.has(address.includes(':') ? 'ipv6' : 'ipv4'),
  );
}
