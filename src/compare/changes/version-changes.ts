import type { Endpoint, TlsFacts } from '../../model/records/endpoint.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import { compareAnswers } from '../answers/compare-answers.ts';
import type { DetectedChange } from './detected-change.ts';
import type { Pairing } from '../answers/pairing.ts';

/** A range of TLS versions, both ends included, as indices of {@link TLS_VERSIONS}. */
interface VersionRange {
  lowest: number;
  highest: number;
}

/**
 * What changed in the highest and the lowest TLS version of a host. Versions beyond one that a survey did not test are
 * ignored on both sides: a client without TLS 1.3, or a survey of the highest version alone, causes no change.
 */
export function versionFindings(pairing: Pairing): DetectedChange[] {
  const sight = comparableRange(pairing);
  const highest = compare(pairing, ({ highest }) => Math.min(highest, sight.highest));
  const lowest = compare(pairing, ({ lowest }) => Math.max(lowest, sight.lowest));
  const found: DetectedChange[] = [
    ...highest.map(({ isUp, ...move }) => ({
      ...move,
      kind: isUp ? ('highest-version-up' as const) : ('highest-version-down' as const),
    })),
    ...lowest.map(({ isUp, ...move }) => ({
      ...move,
      kind: isUp ? ('lowest-version-up' as const) : ('lowest-version-down' as const),
    })),
  ];
  return withoutShifts(found);
}

/** A server whose new range of versions does not overlap the old one changed once: its highest version says it all. */
function withoutShifts(found: DetectedChange[]): DetectedChange[] {
  const shifted = (direction: 'up' | 'down') => {
    const move = found.find(({ kind }) => kind === `highest-version-${direction}`);
    if (move === undefined) return false;
    const [older, newer] = direction === 'up' ? [move.from, move.to] : [move.to, move.from];
    const highest = Math.max(...older.map((each) => rangeOf(each)?.highest ?? Infinity));
    const lowest = Math.min(...newer.map((each) => rangeOf(each)?.lowest ?? -Infinity));
    return lowest > highest;
  };
  const hidden = [
    ...(shifted('up') ? ['lowest-version-up'] : []),
    ...(shifted('down') ? ['lowest-version-down'] : []),
  ];
  return found.filter(({ kind }) => !hidden.includes(kind));
}

function compare(pairing: Pairing, valueOf: (range: VersionRange) => number) {
  const { moves } = compareAnswers<TlsVersion>(pairing, {
    answer: (endpoint) => {
      const range = rangeOf(endpoint);
      return range === null ? null : (TLS_VERSIONS[valueOf(range)] ?? null);
    },
    order: TLS_VERSIONS,
  });
  return moves.map(({ before, after, ...move }) => ({
    ...move,
    isUp: TLS_VERSIONS.indexOf(after) > TLS_VERSIONS.indexOf(before),
  }));
}

function comparableRange({ pairs, beforeOnly, afterOnly }: Pairing): VersionRange {
  const all = [
    ...pairs.flatMap(({ before, after }) => [before, after]),
    ...beforeOnly,
    ...afterOnly,
  ];
  const sight: VersionRange = { lowest: 0, highest: TLS_VERSIONS.length - 1 };
  for (const endpoint of all) {
    const range = rangeOf(endpoint);
    if (range === null || endpoint.tls === null) continue;
    const unknown = untested(endpoint.tls);
    const above = unknown.find((index) => index > range.highest);
    const below = unknown.findLast((index) => index < range.lowest);
    if (above !== undefined) sight.highest = Math.min(sight.highest, above - 1);
    if (below !== undefined) sight.lowest = Math.max(sight.lowest, below + 1);
  }
  return sight;
}

/** The lowest and highest version that an endpoint is known to speak; null where its TLS is unknown. */
function rangeOf(endpoint: Endpoint): VersionRange | null {
  if (endpoint.outcome !== 'tls') return null;
  const { version, versions } = endpoint.tls;
  const spoken = TLS_VERSIONS.flatMap((each, index) =>
    each === version || versions[each] === 'yes' ? [index] : [],
  );
  const [lowest] = spoken;
  const highest = spoken.at(-1);
  return lowest === undefined || highest === undefined ? null : { lowest, highest };
}

function untested({ version, versions }: TlsFacts): number[] {
  return TLS_VERSIONS.flatMap((each, index) =>
    versions[each] === 'untested' && each !== version ? [index] : [],
  );
}
