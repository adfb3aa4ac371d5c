import { marksOf } from '../../compare/history/histories.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Group, Subject } from '../../compare/history/subjects.ts';
import { domainTitle } from '../answer/verdict.ts';
import { plainCell, plainItem, type Block, type Section } from '../document/document.ts';
import { grouped } from '../format/grouped.ts';
import { columns } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';
import { signsOf } from './history-strip.ts';
import { momentAt, type Moments } from './since-words.ts';

/** The newest surveys alone, and short names: a line fits a terminal of 80 columns. */
const SURVEYS = 44;
const NAME_CHARACTERS = 28;

/** Lines of one category; each subject is told of below it. */
const LINES = 200;

/**
 * The histories of several providers, or of domains without one, at a glance: a line each with its marks, and the dates of
 * the first and the last mark under them. Null for fewer than two.
 */
export function overviewSection(
  book: HistoryBook,
  groups: readonly Group[],
  moments: Moments,
): Section | null {
  const leads = groups.flatMap(({ category, subjects }) =>
    subjects
      .filter(isLead)
      .slice(0, 1)
      .map((subject) => ({ category, subject })),
  );
  if (leads.length < 2) return null;
  const byCategory = grouped(leads, ({ category }) => category);
  const width = Math.max(...leads.map(({ subject }) => columns(nameOf(subject))));
  const isBare = byCategory.size === 1;
  return {
    title: 'Overview',
    blocks: [...byCategory].flatMap(([category, own]): Block[] => [
      ...(isBare ? [] : [{ kind: 'heading' as const, text: categoryTitle(category) }]),
      ...tableOf(
        own.map(({ subject }) => subject),
        { book, moments, width },
      ),
    ]),
  };
}

function isLead({ kind }: Subject): boolean {
  return kind === 'provider' || kind === 'domain';
}

function nameOf({ kind, name }: Subject): string {
  return escapeShort(kind === 'domain' ? domainTitle(name) : name, NAME_CHARACTERS);
}

function tableOf(
  subjects: readonly Subject[],
  { book, moments, width }: { book: HistoryBook; moments: Moments; width: number },
): Block[] {
  const rows = subjects
    .slice(0, LINES)
    .map((subject) => [plainCell(nameOf(subject)), plainCell(stripOf(book, subject))]);
  const more = subjects.length - LINES;
  return [
    {
      kind: 'table',
      bare: true,
      columns: [
        { title: 'Name', align: 'left', width },
        { title: 'Surveys', align: 'left' },
      ],
      rows: [...rows, [plainCell(''), plainCell(datesUnder(moments))]],
    },
    ...(more > 0 ? [{ kind: 'list' as const, items: [plainItem(`and ${more} more below`)] }] : []),
  ];
}

/** A sign a survey of all, the newest ones; a survey that did not ask for the subject did not observe it. */
function stripOf(book: HistoryBook, subject: Subject): string {
  const { surveys, marks } = marksOf(book, subject);
  const byPlace = new Map(surveys.map((place, index) => [place, marks[index] ?? 'not-observed']));
  const all = book.surveys.map((_, place) => byPlace.get(place) ?? 'not-observed');
  return signsOf(all.slice(-SURVEYS));
}

/** The first and the last date, at the ends of a strip where it is long enough. */
function datesUnder(moments: Moments): string {
  const shown = moments.slice(-SURVEYS);
  const first = momentAt(shown, 0);
  const last = momentAt(shown, shown.length - 1);
  const space = shown.length - columns(first) - columns(last);
  return space < 1 ? `${first} to ${last}` : `${first}${' '.repeat(space)}${last}`;
}
