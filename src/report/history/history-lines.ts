import type { History, Track } from '../../compare/history/histories.ts';
import type { Gap, Interval } from '../../compare/history/intervals.ts';
import { listed, listedShort } from '../format/layout.ts';
import { stateWords, untoldWords, type HistoryWords } from './history-words.ts';
import { lastSeenWords, momentAt, sinceWords, spanWords, type Moments } from './since-words.ts';

/** So many surveys that did not show a state are named one by one. */
const LISTED = 4;

/** A history as lines, a state a line, in the order of its questions and of time. */
export function historyLines(history: History, moments: Moments, words: HistoryWords): string[] {
  return visibilityChangeTracks(history).flatMap((track) =>
    track.intervals.map((interval) => intervalLine({ history, track, interval }, moments, words)),
  );
}

/** Without what another line says: SSL 3.0 where the lowest version is known, what never changed and stands below anyway. */
function visibilityChangeTracks({ tracks }: History): Track[] {
  const hasLowest = tracks.some(({ question }) => question === 'lowest');
  return tracks.filter(({ question, intervals }) => {
    if (question === 'ssl3') return !hasLowest;
    if (question === 'mx' || question === 'provider') return intervals.length > 1;
    return true;
  });
}

interface Place {
  history: History;
  track: Track;
  interval: Interval;
}

/** One state in one line: `TLS 1.2 since between 2016-01-23 and 2016-02-03`. */
function intervalLine(
  { history, track, interval }: Place,
  moments: Moments,
  words: HistoryWords,
): string {
  switch (interval.kind) {
    case 'not-observed':
      return `not observed ${spanWords(interval, moments)}`;
    case 'unknown': {
      const { claim, why } = untoldWords(interval.reasons);
      return `${claim} ${spanWords(interval, moments)}${why}`;
    }
    case 'known': {
      const state = stateWords(history.subject, track.question, interval.first, words);
      const gaps = track.question === 'tls' ? gapWords(interval.gaps, moments) : '';
      return `${state} ${sinceWords(interval, moments)}${lastSeenWords(interval, moments)}${gaps}`;
    }
  }
}

function gapWords(gaps: readonly Gap[], moments: Moments): string {
  const kinds = ['unknown', 'in-part', 'not-observed'] as const;
  const said = kinds.flatMap((kind) => {
    const own = gaps.filter((gap) => gap.kind === kind);
    if (own.length === 0) return [];
    const when = own.flatMap(({ surveys }) => surveys.map((survey) => momentAt(moments, survey)));
    const dates = when.length > LISTED ? `in ${when.length} surveys` : listedShort(when, LISTED);
    const reasons = own.flatMap((gap) => gap.reasons);
    return `${GAPS[kind](reasons)} ${dates}`;
  });
  return said.length === 0 ? '' : ` (${listed(said)})`;
}

const GAPS = {
  unknown: (reasons) => untoldWords([...new Set(reasons)]).claim,
  'in-part': () => 'told in part',
  'not-observed': () => 'not observed',
} as const satisfies Record<Gap['kind'], (reasons: readonly string[]) => string>;
