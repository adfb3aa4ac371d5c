import { historyOf } from '../../compare/history/histories.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Interval } from '../../compare/history/intervals.ts';
import type { Subject } from '../../compare/history/subjects.ts';
import { speaksTls } from '../../compare/history/tally.ts';
import type { ReportedDomain, Since } from '../../model/output/report.ts';
import { capital } from '../format/layout.ts';
import { momentsOf, ownMoments } from '../history/moments.ts';
import { momentAt, sinceWords, type Moments } from '../history/since-words.ts';

/** Since when the newest of some surveys shows what it shows, as far as the surveys know. */
export interface Sinces {
  /** Sentences about the TLS of a provider, without full stops; none if it was not surveyed before. */
  sentences: (subject: Subject) => string[];
  domain: (name: string) => ReportedDomain['since'];
}

/** Makes them from all surveys up to the reported one; one survey alone gives none. */
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

/** Since when the newest survey's TLS is so, and, if that is longer, since when there is TLS of any version. */
function sinceSentences(intervals: readonly Interval[], moments: Moments): string[] {
  const current = currentOf(intervals, moments);
  if (current === null) return [];
  const withTls = tlsBegin(intervals);
  return [
    capital(sinceWords(current, moments)),
    ...(withTls === null || withTls.by === current.by
      ? []
      : [`TLS of any version: ${sinceWords(withTls, moments)}`]),
  ];
}

/** The first state of the current run of states with TLS; an unknown state does not end a run. */
function tlsBegin(intervals: readonly Interval[]): Interval | null {
  let begin: Interval | null = null;
  for (const interval of intervals.toReversed()) {
    if (interval.kind !== 'known') continue;
    if (!speaksTls(interval.first)) break;
    begin = interval;
  }
  return begin;
}
