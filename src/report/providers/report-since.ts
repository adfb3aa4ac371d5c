import { domainAnswers } from '../../compare/answers/domain-answers.ts';
import { answersOf } from '../../compare/answers/endpoint-answers.ts';
import { historyOf } from '../../compare/history/histories.ts';
import { HistoryBook } from '../../compare/history/history-book.ts';
import type { Bounds, Interval } from '../../compare/history/intervals.ts';
import type { Subject } from '../../compare/history/subjects.ts';
import { speaksTls } from '../../compare/history/tally.ts';
import type { ReportedDomain, Since } from '../../model/output/report.ts';
import { RecentValues } from '../../model/recent-values.ts';
import { isBefore, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import { capital } from '../format/layout.ts';
import { firstObserved, gapWords } from '../history/history-lines.ts';
import { showedNoTlsOnly } from '../history/history-words.ts';
import { momentsOf, ownMoments } from '../history/moments.ts';
import {
  momentAt,
  sinceSentence,
  sinceWords,
  spanWords,
  type Moments,
} from '../history/since-words.ts';

/** Since when the newest of some surveys shows what it shows, as far as the surveys know. */
export interface Sinces {
  /** Sentences about the TLS of a provider, without full stops; none if it was not surveyed before. */
  sentences: (subject: Subject) => string[];
  domain: (domain: MailDomain, endpoints: readonly Endpoint[]) => ReportedDomain['since'];
  /** Of the TLS of a provider; null where it is unknown now, or was not surveyed before. */
  tls: (subject: Subject) => Since | null;
}

/** Of a survey alone. */
export const NO_SINCES: Sinces = {
  sentences: () => [],
  domain: () => ({ tls: null, level: null }),
  tls: () => null,
};

/**
 * Makes them from one survey: nothing is known of a provider from before, and of a domain that the survey is the first to
 * show it. Of domains whose servers answered alike this is the same, and is found once.
 */
export function sincesOfOne(source: SnapshotSource): Sinces {
  const { survey } = source;
  const certificate = (id: string) => source.certificate(id);
  const alike = new RecentValues<ReportedDomain['since']>(ALIKE);
  const asksMx = survey.settings.depth !== null;
  return {
    ...NO_SINCES,
    domain: (domain, endpoints) =>
      alike.get(answersText(domain, endpoints, asksMx), () => {
        const book = new HistoryBook();
        const byKey = endpoints.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
        book.add({ survey, certificate, domains: () => [domain], endpoints: () => byKey });
        return makeSinces(book).domain(domain, endpoints);
      }),
  };
}

/** So many ways in which the servers of a domain answer are kept. */
const ALIKE = 4096;

/** All that the histories of TLS and level take from the records of a domain, but for names and addresses. */
function answersText(domain: MailDomain, endpoints: readonly Endpoint[], asksMx: boolean): string {
  const { hosts, hostless, own } = domainAnswers(domain, asksMx);
  const servers = endpoints.map((each) => [hosts.indexOf(each.host), answersOf(each)]);
  return JSON.stringify([hosts.length, hostless, own.level, servers]);
}

/** What the surveys showed of one question about a subject. */
interface Followed {
  intervals: readonly Interval[];
  moments: Moments;
  /** The first survey that observed the subject. */
  first: number;
}

/** Makes them from all surveys up to the reported one; one survey alone gives none. */
export function makeSinces(book: HistoryBook): Sinces {
  const moments = momentsOf(book.surveys);
  const follow = (subject: Subject, wanted: 'tls' | 'level'): Followed => {
    const history = historyOf(book, subject);
    const track = history.tracks.find(({ question }) => question === wanted);
    return {
      intervals: track?.intervals ?? [],
      moments: ownMoments(history, moments),
      first: firstObserved(history),
    };
  };
  return {
    sentences: (subject) => {
      const followed = follow(subject, 'tls');
      return followed.moments.length > 1 ? sinceSentences(followed) : [];
    },
    domain: ({ domain: name }) => {
      const since = (wanted: 'tls' | 'level') => {
        const followed = follow({ kind: 'domain', name }, wanted);
        return sinceOf(currentOf(followed), followed.moments);
      };
      return { tls: since('tls'), level: since('level') };
    },
    tls: (subject) => {
      const followed = follow(subject, 'tls');
      return sinceOf(currentOf(followed), followed.moments);
    },
  };
}

/** The state that the newest survey shows; null where it shows none. */
function currentOf({ intervals, moments }: Followed): Interval | null {
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

/** Since when what the newest survey shows is so, and, if that is longer, since when there is TLS of any version. */
function sinceSentences(followed: Followed): string[] {
  const current = currentOf(followed);
  if (current === null) return [];
  if (current.kind !== 'known') return unknownSentences(current, followed);
  const { moments, first } = followed;
  const since = sinceSentence(current, moments, first);
  const withTls = tlsBegin(followed.intervals, current);
  return [
    ...(since === null ? [] : [since + gapWords(current.gaps, moments)]),
    ...(withTls.by === current.by
      ? []
      : [`TLS of any version: ${sinceWords(withTls, moments, first)}`]),
  ];
}

/** Of a provider of which nothing is known now, since when that is so, and when it last spoke TLS. */
function unknownSentences(current: Bounds, { intervals, moments }: Followed): string[] {
  const known = intervals.findLast((each) => each.kind === 'known');
  const hadTls = known !== undefined && speaksTls(known.last);
  const clauses = [
    ...(current.by === current.until ? [] : [spanWords(current, moments)]),
    ...(hadTls ? [`TLS last seen on ${momentAt(moments, known.until)}`] : []),
  ];
  return clauses.length === 0 ? [] : [capital(clauses.join('; '))];
}

/**
 * The first state of the current run of states with TLS; the current one where it has none. An unknown state does not end a run, unless the host was seen
 * without TLS then, whether or not it was reached.
 */
function tlsBegin(intervals: readonly Interval[], current: Interval): Interval {
  const end = intervals.findLastIndex((each) =>
    each.kind === 'known' ? !speaksTls(each.last) : hadNoTls(each),
  );
  return intervals.slice(end + 1).find(({ kind }) => kind === 'known') ?? current;
}

function hadNoTls(interval: Interval): boolean {
  return interval.kind === 'unknown' && showedNoTlsOnly(interval.reasons);
}
