import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Document, Section } from '../document/document.ts';
import { changesSection } from '../providers/report-document.ts';
import { expiringBlocks, unknownBlocks } from '../providers/report-lists.ts';
import type { ReportView } from '../providers/report-view.ts';
import { vantageBlocks, VANTAGES_TITLE } from '../vantages/reported-vantages.ts';
import { givenMxNotes } from '../words/mx-words.ts';
import { degradedWarning } from '../words/degraded.ts';
import { surveySubtitle, surveyTitle } from '../words/survey-heading.ts';
import { figureBlock, type Before } from './figures.ts';
import { headline } from './headline.ts';
import { howToRead } from './how-to-read.ts';
import { calendarBlocks, timeBlocks } from './pictures.ts';
import { providerBlocks, type PageOf } from './provider-table.ts';

/** What the page of a survey is made of besides its report. */
export interface PageFacts {
  /** All good surveys up to this one, this one included. */
  book: HistoryBook;
  /** What the survey before counted; null for none. */
  before: Before | null;
  /** The name of the snapshot, for those who verify it. */
  snapshot: string;
  /** Where a provider has a page of its own; null where none has. */
  pageOf: PageOf | null;
}

/**
 * A survey as a page for people who read no reports of scanners: what it found in a sentence and four numbers, pictures, the
 * providers with their evidence, what changed, and how to read it. Each section is made when it is asked for.
 */
export function pageDocument(report: ReportView, facts: PageFacts): Document {
  const { survey, counts } = report;
  const isSound = survey.degraded.length === 0;
  const title = surveyTitle(survey);
  return {
    title: isSound ? headline(counts, survey.settings.depth === null) : `Not reliable: ${title}`,
    notes: [
      ...(isSound ? [title] : []),
      surveySubtitle(survey, survey.mxtls),
      ...givenMxNotes(survey.givenMx),
    ],
    warning: degradedWarning(survey.degraded),
    sections: sectionsOf(report, facts),
  };
}

function* sectionsOf(
  report: ReportView,
  { book, before, snapshot, pageOf }: PageFacts,
): Generator<Section> {
  const { counts, overview, survey, changes, expiring, unknown, records } = report;
  const isSound = survey.degraded.length === 0;
  yield { title: null, blocks: [figureBlock(counts, before, survey.settings.depth === null)] };
  if (isSound) yield { title: 'Over time', id: 'time', blocks: timeBlocks(book, overview.rows) };
  const noun = counts.anyListed ? 'Providers' : 'Domains';
  yield { title: noun, id: 'providers', blocks: providerBlocks(report, pageOf) };
  if (changes !== null) yield changesSection(changes);
  yield {
    title: 'Certificates that expire',
    id: 'expiring',
    blocks: [...(isSound ? calendarBlocks(book) : []), ...expiringBlocks(expiring, survey)],
  };
  yield { title: 'Unknown, and why', id: 'unknown', blocks: unknownBlocks(unknown) };
  yield { title: VANTAGES_TITLE, id: 'vantages', blocks: vantageBlocks(report.vantages, survey) };
  yield {
    title: 'How to read this',
    id: 'how-to-read',
    blocks: howToRead(records.source.survey, snapshot),
  };
}
