import { historyOf } from '../../compare/history/histories.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Bounds, Interval } from '../../compare/history/intervals.ts';
import type { Subject } from '../../compare/history/subjects.ts';
import { speaksTls } from '../../compare/history/tally.ts';
import type { ReportedDomain, Since } from '../../model/output/report.ts';
import { ownMoments } from '../history/history-view.ts';
import { momentsOf } from '../history/moments.ts';
import {
  atLeastSince,
  momentAt,
  sinceWords,
  spanWords,
  type Moments,
} from '../history/since-words.ts';

/** Since when the newest of some surveys shows what it shows, as they can know it. */
export interface Sinces {
  /** What is said of the TLS of a provider, as a sentence without full stop; none for one that was not seen before. */
  sentences: (subject: Subject) => string[];
  domain: (name: string) => ReportedDomain['since'];
}

/** Makes them of all surveys up to the one that is reported on. Of one survey alone nothing is said. */
export function makeSinces(book: HistoryBook): Sinces {
  const moments = momentsOf(book.surveys);
  const trackOf = (subject: Subject, wanted: 'tls' | 'level') => {
    const history = historyOf(book, subject);
    const track = history.tracks.find(({ question }) => question === wanted);
    return { intervals: track?.intervals ?? [], moments: ownMoments(history, moments) };
  };
  return {
    sentences: (subject) => {
      const { intervals, moments: own } = trackOf(subject, 'tls');
      return own.length > 1 ? sinceSentences(intervals, own) : [];
    },
    domain: (name) => {
      const since = (wanted: 'tls' | 'level') => {
        const { intervals, moments: own } = trackOf({ kind: 'domain', name }, wanted);
        return sinceOf(currentOf(intervals, own), own);
      };
      return { tls: since('tls'), level: since('level') };
    },
  };
}

/** The state that the newest survey shows; null where it shows none. */
function currentOf(intervals: readonly Interval[], moments: Moments): Interval | null {
  const last = intervals.at(-1);
  return last === undefined || last.kind === 'not-observed' || last.until !== moments.length - 1
    ? null
    : last;
}

function sinceOf(current: Interval | null, moments: Moments): Since | null {
  if (current?.kind !== 'known') return null;
  const { after, hint, by } = current;
  const at = (place: number | null) => (place === null ? null : momentAt(moments, place));
  return { after: at(after), hint: at(hint), by: momentAt(moments, by) };
}

/** `So at least since 2016-02-03, since between 2016-01-23 and 2016-02-03`; and since when with TLS of any version. */
function sinceSentences(intervals: readonly Interval[], moments: Moments): string[] {
  const current = currentOf(intervals, moments);
  if (current === null) return [];
  const so = `So ${boundsWords(current, moments)}`;
  const withTls = tlsBegin(intervals);
  if (withTls === null || withTls.by === current.by) return [so];
  return [so, `With TLS ${boundsWords(withTls, moments)}`];
}

function boundsWords(bounds: Bounds, moments: Moments): string {
  const { after, hint, by } = bounds;
  if (after !== null || hint !== null) {
    return `${atLeastSince(bounds, moments)}, ${sinceWords(bounds, moments)}`;
  }
  // What came before the first survey that looked for it, nobody knows.
  return by === 0
    ? spanWords({ ...bounds, until: moments.length - 1 }, moments)
    : sinceWords(bounds, moments);
}

/** The state that the present run of states with TLS began with; what could not be told does not end a run. */
function tlsBegin(intervals: readonly Interval[]): Interval | null {
  let begin: Interval | null = null;
  for (const interval of intervals.toReversed()) {
    if (interval.kind !== 'known') continue;
    if (!speaksTls(interval.first)) break;
    begin = interval;
  }
  return begin;
}
