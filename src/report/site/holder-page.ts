import type { Survey } from '../../model/records/survey.ts';
import type { ReportedProvider } from '../../model/output/report.ts';
import type { Mark } from '../../compare/history/marks.ts';
import type { Group } from '../../compare/history/subjects.ts';
import {
  plainCell,
  plainItem,
  type Block,
  type Document,
  type Section,
  type Table,
} from '../document/document.ts';
import { ALL_MARKS, MARK_FACES } from '../document/mark-faces.ts';
import { historyBlocks } from '../history/history-document.ts';
import { entriesOf, type EntryContext } from '../history/history-entries.ts';
import { categoryTitle } from '../words/categories.ts';
import { categoryPage, holderFiles, surveyPage, urlPath } from './addresses.ts';
import { DETAILED, holderTable, type TableSurveys } from './holder-table.ts';
import type { HolderHistory } from './holders.ts';

/** What the pages of providers and categories are made with. */
export interface HistoryPages {
  context: EntryContext;
  surveys: TableSurveys;
  /** The newest good survey. */
  newest: Survey;
  /** Whether the site has so many providers that their pages are short. */
  isLarge: boolean;
  /** The absolute address of the top of the site; null where it is not known. */
  url: string | null;
}

/**
 * The page of a provider: what the newest survey found, and its whole history.
 * @param reported what that survey says of it; null where it is not in it.
 */
export function holderDocument(
  holder: HolderHistory,
  reported: Pick<ReportedProvider, 'tls' | 'certificate'> | null,
  pages: HistoryPages,
): Document {
  const { newest, surveys } = pages;
  return {
    title: holder.title,
    notes: [`${MARK_FACES[holder.marks[surveys.place] ?? 'not-observed'].meaning}, ${newest.date}`],
    warning: null,
    sections: [
      { title: null, blocks: [{ kind: 'list', items: linkItems(holder) }] },
      newestSection(reported, newest),
      historySection(holder, pages),
      badgeSection(holder, pages.url),
    ],
  };
}

function linkItems(holder: HolderHistory) {
  const { category } = holder.group;
  const { feed, badge } = holderFiles(holder);
  const to = (text: string, path: string) => ({
    ...plainItem(text),
    link: { kind: 'page' as const, path },
  });
  return [
    ...(category === null ? [] : [to(categoryTitle(category), categoryPage(category))]),
    to('Feed of its changes (Atom)', feed),
    to('Badge (SVG)', badge),
  ];
}

function newestSection(
  reported: Pick<ReportedProvider, 'tls' | 'certificate'> | null,
  survey: Survey,
): Section {
  const sentences = reported === null ? [] : [...reported.tls, ...reported.certificate];
  const items = sentences.map((text) => plainItem(`${text}.`));
  const whole = {
    ...plainItem('The whole survey'),
    link: { kind: 'page' as const, path: surveyPage(survey) },
  };
  return {
    title: `In the survey of ${survey.date}`,
    id: 'newest',
    blocks: [{ kind: 'list', items: [...items, whole] }],
  };
}

function historySection(holder: HolderHistory, { context, isLarge }: HistoryPages): Section {
  const isObserved = holder.marks.some((mark) => mark !== 'not-observed');
  const blocks: Block[] = isObserved
    ? [
        { kind: 'legend', marks: ALL_MARKS.filter((mark) => holder.marks.includes(mark)) },
        ...historyBlocks(entriesOf(isLarge ? withoutHosts(holder.group) : holder.group, context)),
      ]
    : [{ kind: 'line', text: 'No survey has observed it.' }];
  return { title: 'History', id: 'history', blocks };
}

/** Of a large site, what is said of each MX host would take most of the time; `mxtls history` says it. */
function withoutHosts({ category, subjects }: Group): Group {
  return { category, subjects: subjects.filter(({ kind }) => kind !== 'host') };
}

/** What to write into another page to show the badge there. */
function badgeSection(holder: HolderHistory, url: string | null): Section {
  if (url === null) return { title: null, blocks: [] };
  const { page, badge } = holderFiles(holder);
  const image = `<img src="${url}${urlPath(badge)}" alt="mail encryption">`;
  const line = `<a href="${url}${urlPath(page)}">${image}</a>`;
  return {
    title: 'Show this state on your page',
    id: 'badge',
    blocks: [{ kind: 'code', lines: [line] }],
  };
}

/** The page of a category: its whole history, and its providers. */
export function categoryDocument(
  category: string,
  holders: readonly HolderHistory[],
  { context, surveys, newest }: HistoryPages,
): Document {
  const own = holders.filter(({ group }) => group.category === category);
  const subject = { kind: 'category' as const, name: category };
  const historyOfCategory = (): Block[] => [
    { kind: 'legend', marks: ALL_MARKS },
    ...historyBlocks(entriesOf({ category, subjects: [subject] }, context)),
  ];
  return {
    title: categoryTitle(category),
    notes: [`State in the survey of ${newest.date}`],
    warning: null,
    sections: [
      { title: null, blocks: [holderTable(own, surveys)] },
      {
        title: 'History',
        id: 'history',
        blocks: own.length > DETAILED ? [countsTable(own, surveys)] : historyOfCategory(),
      },
    ],
  };
}

/** How many providers had which state in each survey, the newest first. */
function countsTable(holders: readonly HolderHistory[], { moments }: TableSurveys): Table {
  const marks = ALL_MARKS.filter((mark) => holders.some((each) => each.marks.includes(mark)));
  const count = (mark: Mark, place: number) =>
    holders.reduce((sum, each) => sum + (each.marks[place] === mark ? 1 : 0), 0);
  const rows = moments.map((moment, place) => [
    plainCell(moment),
    ...marks.map((mark) => plainCell(`${count(mark, place)}`)),
  ]);
  return {
    kind: 'table',
    bare: false,
    columns: [
      { title: 'Survey', align: 'left' },
      ...marks.map((mark) => ({ title: MARK_FACES[mark].meaning, align: 'right' as const })),
    ],
    rows: rows.reverse(),
  };
}
