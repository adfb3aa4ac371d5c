import { mergeSorted } from '../../model/merge-sorted.ts';
import type { Concern, Observation } from '../../model/output/change.ts';
import { VANTAGE_KINDS, type VantageKind } from '../../model/output/vantage-kinds.ts';
import type {
  FoundDifference,
  VantageComparison,
  VantageCounts,
} from '../../model/output/vantages.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import { observationsOf } from '../changes/observations.ts';
import { judgedBeside } from '../tables/judged.ts';
import { isKnownFrom, pathDifferences } from './path-differences.ts';
import { concernsOf } from './vantage-concerns.ts';

/** Where the endpoints of a difference stand in their snapshots. */
interface Places {
  first: number;
  second: number;
}

type Placed = Pick<FoundDifference, 'kind' | 'host' | 'address'> & Places;

/**
 * Finds where two surveys of the same lists from different vantages show an address otherwise. Both are read once, record by
 * record, and what differs is read again when it is looked at: both snapshots have to stay open as long as it is used. An
 * address that one of them alone asked is counted, and not compared.
 */
export function compareVantages(first: SeekableSource, second: SeekableSource): VantageComparison {
  const { addresses, placed } = walk(first, second);
  const concerns = concernsOf(new Set(placed.map(({ host }) => host)), [first, second]);
  const places = new Map<FoundDifference, Places>();
  for (const { kind, host, address, ...where } of placed) {
    places.set({ kind, host, address, concerns: concerns.get(host) ?? NO_CONCERNS }, where);
  }
  return {
    first: first.survey,
    second: second.survey,
    addresses,
    differences: [...places.keys()],
    evidence: (difference) => {
      const where = places.get(difference);
      if (where === undefined) return null;
      const own = observationAt(where.first, first, second);
      const other = observationAt(where.second, second, first);
      return own && other && { first: own, second: other };
    },
  };
}

const NO_CONCERNS: Concern[] = [];

function walk(
  first: SeekableSource,
  second: SeekableSource,
): { addresses: VantageCounts; placed: Placed[] } {
  const addresses = { compared: 0, unknown: 0, firstOnly: 0, secondOnly: 0 };
  const found = new Map(VANTAGE_KINDS.map((kind): [VantageKind, Placed[]] => [kind, []]));
  const read = { first: 0, second: 0 };
  for (const { before, after } of mergeSorted(first.endpoints(), second.endpoints(), keyOf)) {
    if (before !== null && after !== null) {
      addresses.compared++;
      if (!isKnownFrom(before) && !isKnownFrom(after)) addresses.unknown++;
      const { host, address } = before;
      for (const kind of pathDifferences(before, after)) {
        found.get(kind)?.push({ kind, host, address, ...read });
      }
    } else if (before !== null) addresses.firstOnly++;
    else addresses.secondOnly++;
    if (before !== null) read.first++;
    if (after !== null) read.second++;
  }
  return { addresses, placed: [...found.values()].flat() };
}

/** Sorts as the records of a snapshot stand: by host, then by address with null first. */
function keyOf({ host, address }: Endpoint): string {
  return `${host}\0${address ?? ''}`;
}

/** What a vantage shows of the endpoint at a place; null where it cannot be read any more. */
function observationAt(
  place: number,
  own: SeekableSource,
  other: SeekableSource,
): Observation | null {
  const stored = own.endpointAt(place);
  if (stored === null) return null;
  const judged = judgedBeside([stored], own, other);
  const [observation = null] = observationsOf(judged, judged, (id) => own.certificate(id));
  return observation;
}
