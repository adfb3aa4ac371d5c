import { basename } from 'node:path';
import { compareSnapshots } from '../../compare/changes/compare-snapshots.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import { judgedSource } from '../../compare/tables/judged.ts';
import { LastKnown } from '../../compare/tables/last-known.ts';
import { isSeenFrom } from '../../compare/vantages/vantage-partners.ts';
import {
  isBaseline,
  isSameSeries,
  previousOf,
  type SnapshotEntry,
} from '../../model/records/baseline.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { Comparison } from '../../model/output/change.ts';
import { nextSurvey } from '../../report/format/dates.ts';
import type { Before } from '../../report/page/figures.ts';
import { makeReport } from '../../report/providers/make-report.ts';
import { snapshotFile, surveyPage } from '../../report/site/addresses.ts';
import { DETAILED } from '../../report/site/holder-table.ts';
import { isLargeSurvey } from '../../report/site/large-survey.ts';
import { newsOf, type SurveyNews } from '../../report/site/survey-news.ts';
import { surveyDocument, type ReportedSurvey } from '../../report/site/survey-pages.ts';
import type { OpenSnapshot } from '../../store/snapshots/open-snapshot.ts';
import { RecordCache } from '../../store/snapshots/record-cache.ts';
import type { SiteWriter } from './site-folder.ts';
import { assertSound, openChosen } from '../snapshots/choose-snapshot.ts';
import { otherVantages } from '../snapshots/other-vantages.ts';

/** What is known before this is not looked for. */
const LOOK_BACK_MS = 366 * 86_400_000;

/** What a site is made of. */
export interface Site {
  title: string;
  /** The absolute address of its top; null where it is not known. */
  url: string | null;
  /** All surveys, sorted, and the good ones from one vantage, which are one history. */
  entries: readonly SnapshotEntry[];
  seen: readonly SnapshotEntry[];
  /** The newest of those. */
  newest: SnapshotEntry;
  /** The oldest of those. */
  first: Survey;
  /** All of those. */
  book: HistoryBook;
}

/** A survey, opened. */
export interface ReadSurvey extends ReportedSurvey {
  entry: SnapshotEntry;
  /** Reads what the survey that it is compared with counts; null where that is none. */
  countBefore: () => Before | null;
}

/** Reads surveys one after the other, in the order of time, each beside the one that it is compared with. */
class SurveyReader {
  readonly #entries: readonly SnapshotEntry[];
  /** What was last known before a survey, by its file, until the next one of its series has been read. */
  readonly #remembered = new Map<string, LastKnown>();

  /** @param entries all of the folder, sorted. */
  constructor(entries: readonly SnapshotEntry[]) {
    this.#entries = entries;
  }

  /**
   * Hands a survey to whoever uses it, open. Throws a Stop with status 2 where a record of it is broken.
   */
  read(entry: SnapshotEntry, use: (survey: ReadSurvey) => void): void {
    const cache = new RecordCache();
    const previous =
      entry.survey.degraded.length > 0 ? null : previousOf(this.#entries, entry.survey);
    const source = openChosen(entry, cache);
    const opened = previous === null ? null : openChosen(previous, cache);
    try {
      const comparison =
        previous === null || opened === null ? null : this.#compare(previous, opened, source);
      const report = makeReport({
        source: judgedSource(source),
        next: nextSurvey(entry.survey.startedAt, this.#startsLike(entry)),
        // Since when is said by the histories.
        book: null,
        comparison,
        rows: DETAILED,
        vantages: otherVantages(entry, source, this.#entries, downloadName),
      });
      const countBefore = () => (opened === null ? null : countsOf(opened));
      use({ entry, report, comparison, countBefore, isLarge: isLargeSurvey(source, report) });
      assertSound(source);
      if (opened !== null) assertSound(opened);
    } finally {
      source.close();
      opened?.close();
    }
  }

  #compare(previous: SnapshotEntry, before: OpenSnapshot, source: OpenSnapshot): Comparison {
    const comparison = compareSnapshots(before, source, this.#lastKnownBefore(previous, before));
    assertSound(before);
    return comparison;
  }

  /** As {@link lastKnownBefore} finds it, without reading all older surveys again for each. */
  #lastKnownBefore(entry: SnapshotEntry, opened: OpenSnapshot): LastKnown {
    const earlier = previousOf(this.#entries, entry.survey);
    const found = new LastKnown(opened);
    if (earlier === null) return this.#remember(entry, found);
    const known = this.#remembered.get(earlier.file);
    const recent = (each: SnapshotSource) =>
      Date.parse(each.survey.startedAt) >= Date.parse(entry.survey.startedAt) - LOOK_BACK_MS;
    const snapshot = openChosen(earlier);
    try {
      const older = [snapshot, ...(known?.surveys() ?? [])];
      for (const each of older.filter(recent)) found.add(each);
    } finally {
      snapshot.close();
    }
    this.#remembered.delete(earlier.file);
    return this.#remember(entry, found);
  }

  #remember({ file }: SnapshotEntry, lastKnown: LastKnown): LastKnown {
    this.#remembered.set(file, lastKnown);
    return lastKnown;
  }

  /** When the good surveys that asked the same began. */
  #startsLike({ survey: asked }: SnapshotEntry): string[] {
    return this.#entries
      .filter(({ survey }) => isBaseline(survey) && isSameSeries(survey, asked))
      .map(({ survey }) => survey.startedAt);
  }
}

function countsOf(source: OpenSnapshot): Before {
  const judged = judgedSource(source);
  const { counts } = makeReport({ source: judged, next: null, book: null, comparison: null });
  return { date: source.survey.date, counts };
}

/** What a snapshot of the site is called by those who downloaded it. */
function downloadName({ survey, file }: SnapshotEntry): string {
  return basename(snapshotFile(survey, file));
}

/** Reads all surveys and puts the page of each. Gives what each of the history changed. @param useNewest takes the newest good one, open. */
export function putSurveys(
  site: Site,
  writer: SiteWriter,
  useNewest: (survey: ReadSurvey) => void,
): SurveyNews[] {
  const { entries, newest } = site;
  const seen = new Set(site.seen);
  const reader = new SurveyReader(entries);
  const news: SurveyNews[] = [];
  for (const [nth, entry] of entries.entries()) {
    const { vantage } = entry.survey;
    const isLike = ({ survey }: SnapshotEntry) => isSeenFrom(survey, vantage);
    const previous = entries.slice(0, nth).findLast(isLike)?.survey ?? null;
    const next = entries.slice(nth + 1).find(isLike)?.survey ?? null;
    reader.read(entry, (read) => {
      writer.page(surveyPage(entry.survey), surveyDocument(read, { entry, previous, next }));
      if (entry === newest) useNewest(read);
      if (read.comparison !== null && seen.has(entry)) news.push(newsOf(read.comparison));
    });
  }
  return news;
}
