import { basename } from 'node:path';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { SnapshotEntry } from '../../model/records/baseline.ts';
import type { Survey } from '../../model/records/survey.ts';
import { isSeenFrom } from '../../compare/vantages/vantage-partners.ts';
import type { Comparison } from '../../model/output/change.ts';
import { changesDocument } from '../changes/changes-document.ts';
import { degradedWarning } from '../words/degraded.ts';
import { surveySubtitle, surveyTitle } from '../words/survey-heading.ts';
import {
  plainCell,
  type Block,
  plainItem,
  type Cell,
  type Document,
  type Item,
  type Section,
} from '../document/document.ts';
import { counted, listed } from '../format/layout.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import type { Before } from '../page/figures.ts';
import { pageDocument } from '../page/page-document.ts';
import { calendarBlocks, timeBlocks } from '../page/pictures.ts';
import { reportDocument } from '../providers/report-document.ts';
import type { ReportView } from '../providers/report-view.ts';
import { vantageBlocks, VANTAGES_TITLE } from '../vantages/reported-vantages.ts';
import { vantageName } from '../vantages/vantage-words.ts';
import { type Holder, holderFiles, snapshotFile, SURVEYS_PAGE, surveyPage } from './addresses.ts';
import { holderTable, type TableSurveys } from './holder-table.ts';
import type { HolderHistory } from './holders.ts';

/** A survey among those from the same vantage in the order of time. */
export interface SurveyPlace {
  entry: SnapshotEntry;
  previous: Survey | null;
  next: Survey | null;
}

const NAME_CHARACTERS = 80;

/** The page of a survey: its report, the surveys before and after it, and its snapshot. */
export function surveyDocument(
  { report, comparison, isLarge }: ReportedSurvey,
  place: SurveyPlace,
): Document {
  const document = isLarge ? shortDocument(report, comparison) : reportDocument(report);
  const links: Section = {
    title: null,
    blocks: [{ kind: 'list', items: linkItems(place, report) }],
  };
  return { ...document, sections: [links, ...document.sections] };
}

/** A survey, and what changed since the one before; null where it is compared with none. */
export interface ReportedSurvey {
  report: ReportView;
  comparison: Comparison | null;
  /** Whether it has so many providers that their pages tell of each. */
  isLarge: boolean;
}

/** A large survey: what it counted, and what changed. */
function shortDocument({ survey, vantages }: ReportView, comparison: Comparison | null): Document {
  const { domains, tls, plaintext, broken, unknown } = survey.counts;
  const figures = Object.entries({
    domains,
    'server addresses with TLS': tls,
    'server addresses without STARTTLS': plaintext,
    'server addresses with broken STARTTLS': broken,
    'server addresses unknown': unknown,
  }).map(([label, value]) => ({ label, value: `${value}`, change: null }));
  return {
    title: surveyTitle(survey),
    notes: [surveySubtitle(survey, survey.mxtls)],
    warning: degradedWarning(survey.degraded),
    sections: [
      { title: null, blocks: [{ kind: 'figures', figures }] },
      { title: VANTAGES_TITLE, id: 'vantages', blocks: vantageBlocks(vantages, survey) },
      ...(comparison === null ? [] : [changesSection(comparison)]),
    ],
  };
}

function changesSection(comparison: Comparison): Section {
  const { title, notes, sections } = changesDocument(comparison);
  const blocks = [...sections].flatMap(({ title: heading, blocks: own }): Block[] =>
    heading === null ? own : [{ kind: 'heading', text: heading }, ...own],
  );
  const lines = notes.map((text): Block => ({ kind: 'line', text }));
  return { title, id: 'changes', blocks: [...lines, ...blocks] };
}

/** In place of the sentences on each provider, where each has a page that says them. */
const NOTHING_OF_EACH: ReportView['categories'] = [];

/** The front page of a site: the newest good survey, and the state of every provider. */
export function frontDocument(
  report: ReportView,
  { title, holders, surveys, entry, book, countBefore, isLarge }: FrontFacts,
): Document {
  const shown = holders.filter(({ marks }) => marks[surveys.place] !== 'not-observed');
  const links: Item[] = [
    linkItem('This survey, under an address that stays', surveyPage(entry.survey)),
    linkItem('All surveys', SURVEYS_PAGE),
  ];
  const list: Block = { kind: 'list', items: links };
  const snapshot = basename(entry.file);
  const pageOf = (row: Holder) => holderFiles(row).page;
  const document = isLarge
    ? reportDocument({ ...report, categories: NOTHING_OF_EACH })
    : pageDocument(report, { book, before: countBefore(), snapshot, pageOf });
  const first: Section[] = isLarge
    ? [
        { title: 'Providers', id: 'providers', blocks: [holderTable(shown, surveys), list] },
        {
          title: 'Over time',
          id: 'time',
          blocks: [...timeBlocks(book, []), ...calendarBlocks(book)],
        },
      ]
    : [{ title: null, blocks: [list] }];
  return {
    ...document,
    title,
    notes: [document.title, ...document.notes],
    sections: [...first, ...document.sections],
  };
}

/** What a front page is made of, besides the report. */
export interface FrontFacts extends Pick<ReportedSurvey, 'isLarge'> {
  title: string;
  holders: readonly HolderHistory[];
  surveys: TableSurveys;
  entry: SnapshotEntry;
  /** All good surveys. */
  book: HistoryBook;
  /** Counts what the survey before counts; null for none. */
  countBefore: () => Before | null;
}

function linkItems(
  { entry, previous, next }: SurveyPlace,
  { vantages }: Pick<ReportView, 'vantages'>,
): Item[] {
  return [
    ...(previous === null
      ? []
      : [linkItem(`Previous: ${momentOf(previous)}`, surveyPage(previous))]),
    ...(next === null ? [] : [linkItem(`Next: ${momentOf(next)}`, surveyPage(next))]),
    ...vantages.map((other) =>
      linkItem(`Seen from ${vantageName(other)}: ${momentOf(other)}`, surveyPage(other)),
    ),
    linkItem('Snapshot (JSON)', snapshotFile(entry.survey, entry.file)),
  ];
}

function linkItem(text: string, path: string): Item {
  return { ...plainItem(text), link: { kind: 'page', path } };
}

/** The list of all surveys, the newest first; degraded ones are marked. @param newest the one of the front page. */
export function surveysDocument(
  entries: readonly SnapshotEntry[],
  title: string,
  newest: Survey,
): Document {
  const isOne = entries.every(({ survey }) => isSeenFrom(survey, newest.vantage));
  const whose = `The front page, histories and feeds have what is seen from ${vantageName(newest)}`;
  return {
    title: `${title}: surveys`,
    notes: [counted(entries.length, 'survey'), ...(isOne ? [] : [whose])],
    warning: null,
    sections: [{ title: null, blocks: [surveysTable(entries)] }],
  };
}

function surveysTable(entries: readonly SnapshotEntry[]) {
  const column = (title: string, align: 'left' | 'right') => ({ title, align });
  return {
    kind: 'table' as const,
    bare: false,
    name: 'Surveys',
    columns: [
      column('Survey', 'left'),
      column('Seen from', 'left'),
      column('Domains', 'right'),
      column('Servers with TLS', 'right'),
      column('Trusted', 'left'),
      column('Snapshot', 'left'),
    ],
    rows: entries.toReversed().map(surveyRow),
  };
}

function surveyRow({ survey, file }: SnapshotEntry): Cell[] {
  const { vantage, counts, degraded } = survey;
  const path = snapshotFile(survey, file);
  return [
    { ...plainCell(momentOf(survey)), link: { kind: 'page', path: surveyPage(survey) } },
    plainCell(vantage === null ? '' : escapeShort(vantage, NAME_CHARACTERS)),
    { ...plainCell(`${counts.domains}`), sort: counts.domains },
    { ...plainCell(`${counts.tls} of ${counts.endpoints}`), sort: counts.tls },
    degraded.length === 0
      ? { text: 'yes', paint: 'good' }
      : { text: `no, degraded: ${listed(degraded.map(escapeTerminal))}`, paint: 'bad' },
    { ...plainCell(path.endsWith('.gz') ? 'JSON, gzip' : 'JSON'), link: { kind: 'page', path } },
  ];
}

/** `2026-11-23 14:05:33 UTC`: of several surveys of one day, each is named. */
function momentOf({ startedAt }: Pick<Survey, 'startedAt'>): string {
  return startedAt.replace('T', ' ').replace('Z', ' UTC');
}
