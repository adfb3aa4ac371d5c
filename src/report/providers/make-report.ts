import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Subject } from '../../compare/history/subjects.ts';
import { plainConcerns, type Change, type Comparison } from '../../model/output/change.ts';
import {
  REPORT_FORMAT,
  type Report,
  type ReportedChanges,
  type ReportedProvider,
} from '../../model/output/report.ts';
import type { ReportedVantage } from '../../model/output/report-vantages.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import { providerTitle } from '../answer/verdict.ts';
import { changesView } from '../changes/changes-view.ts';
import { ENDS_SOON_DAYS } from '../format/dates.ts';
import { mapped } from '../format/listing.ts';
import { STANDS, type Overview } from '../overview/overview-rows.ts';
import { courseBlocks } from '../pictures/course-blocks.ts';
import type { StripSubject } from '../pictures/strips.ts';
import { makeNeighbours, type Neighbours } from '../words/neighbours.ts';
import { expiringOf, sharedOf } from './presented-certificates.ts';
import { certificateSentences } from './provider-certificates.ts';
import { providerFacts } from './provider-facts.ts';
import { tlsSentences } from './provider-tls.ts';
import { providersOf, type Provider, type SurveyProviders } from './providers.ts';
import { makeSinces, NO_SINCES, sincesOfOne, type Sinces } from './report-since.ts';
import type { ReportView } from './report-view.ts';
import { providerAt, shownBy, wholeFacts, type WholeFacts } from './survey-facts.ts';

/** What a report is made from. */
export interface ReportFacts {
  /** The survey, judged again by today's rules. */
  source: SeekableSource;
  /** When the next survey is due; null where that is not known. */
  next: string | null;
  /** All good surveys up to this one; `alone`: there is none before it; null: the report does not say since when. */
  book: HistoryBook | 'alone' | null;
  /** What changed since the survey before; null for none. */
  comparison: Comparison | null;
  /** How many rows its overview has, the worst of all; as many as a text shows where it is absent. */
  rows?: number;
  /** What other vantages show otherwise; nothing where it is absent. */
  vantages?: readonly ReportedVantage[];
}

/**
 * Makes the report on a survey: its sentences and the facts behind them, for every output format. Its parts are made when
 * they are asked for, so the source has to stay open as long as the report is used.
 */
export function makeReport(made: ReportFacts): ReportView {
  const { source, next, book, comparison, rows, vantages = [] } = made;
  const { survey } = source;
  const providers = once(() => providersOf(source));
  const sinces = sincesOf(source, book);
  const changes = comparison === null ? null : reportedChanges(comparison);
  const neighbours = once(() => makeNeighbours(source.endpoints()));
  const facts = once((): WholeFacts => {
    const context = { endsWithin: ENDS_SOON_DAYS, changes: changes?.changes ?? [] };
    return wholeFacts(providers(), context, rows);
  });
  const reported = (provider: Provider) =>
    reportedProvider(provider, { providers: providers(), sinces, neighbours });
  return {
    format: REPORT_FORMAT,
    survey: surveyOf(survey, next),
    get categories() {
      return providers().categories.map(({ name, providers: own }) => ({
        name,
        providers: mapped(own, reported),
      }));
    },
    get totals() {
      return facts().totals;
    },
    get ranking() {
      return facts().ranking;
    },
    get expiring() {
      return expiringOf(facts().holdings, { at: survey.startedAt, next });
    },
    get shared() {
      return sharedOf(facts().holdings, neighbours());
    },
    get unknown() {
      return facts().unknown;
    },
    get listings() {
      return facts().listings;
    },
    changes,
    vantages: [...vantages],
    get overview() {
      return facts().overview;
    },
    get course() {
      if (book === null || book === 'alone') return [];
      return courseBlocks(book, stripSubjects(facts().overview));
    },
    get counts() {
      return facts().counts;
    },
    get records() {
      return providers();
    },
    providerOf: ({ number }) => reported(providerAt(providers(), number)),
    sinceOf: (row) => sinces.tls(subjectOf(row)),
  };
}

/** All providers, where they are few. */
function stripSubjects({ rows, stands }: Overview): StripSubject[] {
  const total = STANDS.reduce((sum, stand) => sum + stands[stand], 0);
  if (total > rows.length) return [];
  return rows.map(({ name, listed }) => ({
    subject: subjectOf({ name, listed }),
    name: providerTitle(name, listed),
    link: null,
  }));
}

function sincesOf(source: SeekableSource, book: ReportFacts['book']): Sinces {
  if (book === null) return NO_SINCES;
  return book === 'alone' ? sincesOfOne(source) : makeSinces(book);
}

/** Makes something when it is first asked for. */
function once<Made extends object>(make: () => Made): () => Made {
  let made: Made | null = null;
  return () => (made ??= make());
}

/** Puts the sentences on since when behind the verdict, before its details. */
function withSince([verdict, ...details]: string[], since: string[]): string[] {
  return verdict === undefined ? [] : [verdict, ...since, ...details];
}

function subjectOf({ name, listed }: Pick<ReportedProvider, 'name' | 'listed'>): Subject {
  return { kind: listed ? 'provider' : 'domain', name };
}

function reportedChanges(comparison: Comparison): ReportedChanges {
  const { title, scanner, sections, totals } = changesView(comparison, null);
  const since = comparison.before.date;
  const changes = comparison.changes.map(withoutEvidence);
  const visibilityChanges = comparison.visibilityChanges.map(withoutEvidence);
  return { since, title, scanner, sections, totals, changes, visibilityChanges };
}

function withoutEvidence<Kind>(change: Evident<Kind>): Omit<Evident<Kind>, 'before' | 'after'> {
  const { kind, topic, effect, subject, lastKnown, levels, hosts } = change;
  const concerns = plainConcerns(change);
  return { kind, topic, effect, subject, lastKnown, concerns, levels, hosts };
}

type Evident<Kind> = Omit<Change, 'kind' | 'routine'> & { kind: Kind };

function surveyOf(survey: Survey, next: string | null): Report['survey'] {
  const { date, startedAt, vantage, degraded, families, settings, lists, counts } = survey;
  const asked = { families, settings, lists, counts, givenMx: survey.givenMx };
  return { date, startedAt, vantage, degraded, ...asked, mxtls: survey.scanner.mxtls, next };
}

/** What the sentences and facts of a provider are made with. */
interface Making {
  providers: SurveyProviders;
  sinces: Sinces;
  neighbours: () => Neighbours;
}

/** The sentences are made when they are asked for: of many providers only those of a few are printed. */
function reportedProvider(
  provider: Provider,
  { providers, sinces, neighbours }: Making,
): ReportedProvider {
  const { date, startedAt: at } = providers.source.survey;
  const { name, listed, domains, certificates } = providerFacts(
    provider,
    shownBy(provider, providers),
    sinces,
  );
  return {
    name,
    listed,
    get tls() {
      const sentences = tlsSentences(provider, date, neighbours());
      return withSince(sentences, sinces.sentences(subjectOf({ name, listed })));
    },
    get certificate() {
      return certificateSentences(provider, providers.certificates, at, neighbours());
    },
    domains,
    certificates,
  };
}
