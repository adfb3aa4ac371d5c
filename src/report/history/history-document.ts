import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Group } from '../../compare/history/subjects.ts';
import type { Survey } from '../../model/records/survey.ts';
import { ALL_MARKS } from '../document/mark-faces.ts';
import type { Block, Document, Item, Section } from '../document/document.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';
import { subjectsAmong } from '../words/neighbours.ts';
import { entriesOf, type HistoryEntry } from './history-entries.ts';
import { overviewSection } from './history-overview.ts';
import { momentsOf } from './moments.ts';

/** What histories are made of: all surveys, the subjects that were asked for, and the surveys that are left out: degraded ones and tests. */
export interface HistoryRequest {
  book: HistoryBook;
  groups: readonly Group[];
  leftOut: readonly Survey[];
}

const NAME_CHARACTERS = 80;
const NAMED_VANTAGES = 4;

/** The requested histories as a document: of several providers an overview first, then each. A section, for one group of subjects, is made when it is asked for. */
export function historyDocument(request: HistoryRequest): Document {
  const { book, leftOut } = request;
  const { surveys } = book;
  const first = surveys[0]?.date ?? '';
  const last = surveys.at(-1)?.date ?? '';
  const span = first === last ? first : `${first} to ${last}`;
  return {
    title: `History of ${counted(surveys.length, 'survey')}, ${span}`,
    notes: [...vantageNote(surveys), ...leftOutNote(leftOut)],
    warning: null,
    sections: sectionsOf(request),
  };
}

function* sectionsOf({ book, groups }: HistoryRequest): Generator<Section> {
  const moments = momentsOf(book.surveys);
  const context = { book, moments, hostWords: subjectsAmong(book.hostNames()) };
  yield { title: null, blocks: [{ kind: 'legend', marks: ALL_MARKS }] };
  const overview = overviewSection(book, groups, moments);
  if (overview !== null) yield overview;
  let last: string | null | undefined = overview === null ? null : undefined;
  for (const group of groups) {
    const title = group.category === last ? null : categoryTitle(group.category);
    last = group.category;
    yield { title, blocks: historyBlocks(entriesOf(group, context)) };
  }
}

/** Histories as blocks, a part below what it is a part of. */
export function historyBlocks(entries: readonly HistoryEntry[]): Block[] {
  const blocks: Block[] = [];
  let items: Item[] = [];
  for (const { isPart, title, items: own } of entries) {
    if (isPart) items.push({ name: title, text: '', below: own });
    else {
      items = [...own];
      if (title !== null) blocks.push({ kind: 'heading', text: title });
      blocks.push({ kind: 'list', items });
    }
  }
  return blocks;
}

function vantageNote(surveys: readonly Survey[]): string[] {
  const vantages = [...new Set(surveys.map(({ vantage }) => vantage))];
  if (vantages.length < 2) return [];
  const names = vantages.map((name) =>
    name === null ? 'one without a name' : escapeShort(name, NAME_CHARACTERS),
  );
  const all = listedShort(names, NAMED_VANTAGES);
  return [
    `Surveyed from different vantages (${all}): servers may answer them differently. --vantage NAME shows one alone`,
  ];
}

function leftOutNote(leftOut: readonly Survey[]): string[] {
  const isTest = ({ givenMx }: Survey): boolean => givenMx !== null;
  return [
    ...datesNote(
      'they are degraded, so cannot be trusted',
      leftOut.filter((each) => !isTest(each)),
    ),
    ...datesNote('their MX hosts were given with --mx, for a test', leftOut.filter(isTest)),
  ];
}

function datesNote(reason: string, surveys: readonly Survey[]): string[] {
  if (surveys.length === 0) return [];
  const dates = listed(surveys.map(({ startedAt }) => escapeTerminal(startedAt)));
  return [`Left out because ${reason}: ${dates}`];
}
