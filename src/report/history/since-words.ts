import type { Bounds } from '../../compare/history/intervals.ts';

/** What surveys are called in sentences, in the order of time: their dates, with the time where two are of one day. */
export type Moments = readonly string[];

/**
 * Since when a state holds, as surveys can know it: `since between 2016-01-23 and 2016-02-03`, `since 2016-01-08 or before`.
 * A survey that showed nothing of the kind, and could not tell, is said with its condition.
 */
export function sinceWords({ after, hint, by }: Bounds, moments: Moments): string {
  const seen = momentAt(moments, by);
  if (hint !== null) {
    const hinted = momentAt(moments, hint);
    return `since between ${hinted} and ${seen} (if reachable on ${hinted})`;
  }
  return after === null
    ? `since ${seen} or before`
    : `since between ${momentAt(moments, after)} and ${seen}`;
}

/** When a state that the newest survey does not show was last shown: `, last seen 2016-02-10`; empty for one that it shows. */
export function lastSeenWords({ until }: Bounds, moments: Moments): string {
  return until === moments.length - 1 ? '' : `, last seen ${momentAt(moments, until)}`;
}

/** Since when for a state that is still there, where a reader wants to know how long at the least: `at least since 2016-02-03`. */
export function atLeastSince({ by }: Bounds, moments: Moments): string {
  return `at least since ${momentAt(moments, by)}`;
}

/** When nothing was told: `in every survey since 2016-01-08`, `2016-01-08 to 2016-01-11`, `2016-02-10`. */
export function spanWords({ by, until, surveys }: Bounds, moments: Moments): string {
  const first = momentAt(moments, by);
  if (by === until) return first;
  if (until === moments.length - 1) return `in every survey since ${first}`;
  const joint = surveys === 2 ? 'and' : 'to';
  return `${first} ${joint} ${momentAt(moments, until)}`;
}

/** The moment of a survey by its place. */
export function momentAt(moments: Moments, place: number): string {
  return moments[place] ?? '';
}
