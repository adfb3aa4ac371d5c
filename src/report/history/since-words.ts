import type { Bounds } from '../../compare/history/intervals.ts';
import { capital } from '../format/layout.ts';

/** How surveys are named in sentences, in the order of time: by date, with the time where two are of one day. */
export type Moments = readonly string[];

/**
 * Since when a state holds, as far as the surveys know: `since 2016-02-13 (not yet on 2016-02-12)`, `already in its first
 * survey, 2016-01-08`. Where the survey before showed no TLS but may not have reached the server, that is the condition.
 * @param first the index of the first survey that observed the subject.
 */
export function sinceWords(bounds: Bounds, moments: Moments, first: number): string {
  const { after, hint, by, firstAsked } = bounds;
  const since = momentAt(moments, by);
  if (hint !== null) {
    return `since ${since} (not yet on ${momentAt(moments, hint)}, if it was reachable then)`;
  }
  if (after !== null) return `since ${since} (not yet on ${momentAt(moments, after)})`;
  if (by === first) return `already in its first survey, ${since}`;
  return firstAsked ? `(first asked on ${since})` : `since ${since} or earlier`;
}

/** The same as a sentence without a full stop; null where the question is new, so that its answer is no news. */
export function sinceSentence(bounds: Bounds, moments: Moments, first: number): string | null {
  if (bounds.firstAsked) return null;
  const words = sinceWords(bounds, moments, first);
  return bounds.by === first ? `Already so${words.slice('already'.length)}` : capital(words);
}

/** When a state was last seen that the newest survey does not show: `; last seen on 2016-02-10`; else empty. */
export function lastSeenWords({ until }: Bounds, moments: Moments): string {
  return until === moments.length - 1 ? '' : `; last seen on ${momentAt(moments, until)}`;
}

/** When nothing was known: `in every survey since 2016-01-08`, `from 2016-01-08 to 2016-01-11`, `on 2016-02-10`. */
export function spanWords({ by, until, surveys }: Bounds, moments: Moments): string {
  const first = momentAt(moments, by);
  const last = momentAt(moments, until);
  if (by === until) return `on ${first}`;
  if (until === moments.length - 1) return `in every survey since ${first}`;
  return surveys === 2 ? `on ${first} and ${last}` : `from ${first} to ${last}`;
}

/** The name of a survey by its index. */
export function momentAt(moments: Moments, index: number): string {
  return moments[index] ?? '';
}
