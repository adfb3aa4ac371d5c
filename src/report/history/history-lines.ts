import type { History, Track } from '../../compare/history/histories.ts';
import type { Gap, Interval } from '../../compare/history/intervals.ts';
import { listed, listedShort } from '../format/layout.ts';
import type { HistoryWords } from './history-certificates.ts';
import { stateWords, unknownWords } from './history-words.ts';
import { lastSeenWords, momentAt, sinceWords, spanWords, type Moments } from './since-words.ts';

/** At most so many surveys that did not show a state are listed by date. */
const LISTED = 4;

/** A history as lines, a state a line, by question, then by time. */
export function historyLines(history: History, moments: Moments, words: HistoryWords): string[] {
  return history.tracks.flatMap((track) =>
    sinceObserved(track.intervals).map((interval) =>
      intervalLine({ history, track, interval }, moments, words),
    ),
  );
}

/** That a subject was not observed before its first survey follows from what that is said to be. */
function sinceObserved(intervals: readonly Interval[]): readonly Interval[] {
  const [first, second] = intervals;
  const isSaid = first?.kind === 'not-observed' && second?.kind === 'known';
  return isSaid ? intervals.slice(1) : intervals;
}

/** Leaves out what other lines say: SSL 3.0 if the lowest version is known, MX hosts and provider if they never changed. */
export function shownTracks({ tracks }: History): Track[] {
  const hasLowest = tracks.some(({ question }) => question === 'lowest');
  return tracks.filter(({ question, intervals }) => {
    if (question === 'ssl3') return !hasLowest;
    if (question === 'mx' || question === 'provider') return intervals.length > 1;
    return true;
  });
}

interface TrackInterval {
  history: History;
  track: Track;
  interval: Interval;
}

/** One state in one line: `TLS 1.2 since 2016-02-03 (not yet on 2016-01-23)`. */
function intervalLine(
  { history, track, interval }: TrackInterval,
  moments: Moments,
  words: HistoryWords,
): string {
  switch (interval.kind) {
    case 'not-observed':
      return `not observed ${spanWords(interval, moments)}`;
    case 'unknown': {
      const { claim, why } = unknownWords(interval.reasons);
      return `${claim} ${spanWords(interval, moments)}${why}`;
    }
    case 'known': {
      const state = stateWords(history.subject, track.question, interval.first, words);
      const gaps = track.question === 'tls' ? gapWords(interval.gaps, moments) : '';
      const since = sinceWords(interval, moments, firstObserved(history));
      return `${state} ${since}${lastSeenWords(interval, moments)}${gaps}`;
    }
  }
}

/** The first of its surveys that observed a subject. */
export function firstObserved({ marks }: Pick<History, 'marks'>): number {
  return marks.findIndex((mark) => mark !== 'not-observed');
}

/** The surveys inside an interval that did not show its state: ` (unreachable on 2026-11-09)`; empty for none. */
export function gapWords(gaps: readonly Gap[], moments: Moments): string {
  const kinds = ['unknown', 'in-part', 'not-observed'] as const;
  const clauses = kinds.flatMap((kind) => {
    const own = gaps.filter((gap) => gap.kind === kind);
    if (own.length === 0) return [];
    const when = own.flatMap(({ surveys }) => surveys.map((survey) => momentAt(moments, survey)));
    const dates =
      when.length > LISTED ? `in ${when.length} surveys` : `on ${listedShort(when, LISTED)}`;
    const reasons = own.flatMap((gap) => gap.reasons);
    return `${GAPS[kind](reasons)} ${dates}`;
  });
  return clauses.length === 0 ? '' : ` (${listed(clauses)})`;
}

const GAPS = {
  unknown: (reasons) => unknownWords([...new Set(reasons)]).claim,
  'in-part': () => 'known in part',
  'not-observed': () => 'not observed',
} as const satisfies Record<Gap['kind'], (reasons: readonly string[]) => string>;
