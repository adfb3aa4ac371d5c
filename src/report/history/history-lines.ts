import type { History, Track } from '../../compare/history/histories.ts';
import type { Gap, Interval } from '../../compare/history/intervals.ts';
import { listed, listedShort } from '../format/layout.ts';
import { stateWords, unknownWords, type HistoryWords } from './history-words.ts';
import { lastSeenWords, momentAt, sinceWords, spanWords, type Moments } from './since-words.ts';

/** At most so many surveys that did not show a state are listed by date. */
const LISTED = 4;

/** A history as lines, a state a line, by question, then by time. */
export function historyLines(history: History, moments: Moments, words: HistoryWords): string[] {
  return shownTracks(history).flatMap((track) =>
    track.intervals.map((interval) => intervalLine({ history, track, interval }, moments, words)),
  );
}

/** Leaves out what other lines say: SSL 3.0 if the lowest version is known, MX hosts and provider if they never changed. */
function shownTracks({ tracks }: History): Track[] {
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
      const first = history.marks.findIndex((mark) => mark !== 'not-observed');
      const since = sinceWords(interval, moments, first);
      return `${state} ${since}${lastSeenWords(interval, moments)}${gaps}`;
    }
  }
}

function gapWords(gaps: readonly Gap[], moments: Moments): string {
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
