import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Group, Subject } from '../../compare/history/subjects.ts';
import { domainTitle } from '../answer/verdict.ts';
import { plainCell, plainItem, type Block, type Cell, type Section } from '../document/document.ts';
import { grouped } from '../format/grouped.ts';
import { columns } from '../format/layout.ts';
import { datesUnder } from '../format/strip-text.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { ADOPTION_TITLE, adoptionOf } from '../pictures/adoption.ts';
import { allMarksOf } from '../pictures/strips.ts';
import { categoryTitle } from '../words/categories.ts';
import type { Moments } from './since-words.ts';

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
    blocks: [
      ...[...byCategory].flatMap(([category, own]): Block[] => [
        ...(isBare ? [] : [{ kind: 'heading' as const, text: categoryTitle(category) }]),
        ...tableOf(
          own.map(({ subject }) => subject),
          { book, moments, width },
        ),
      ]),
      { kind: 'picture', title: ADOPTION_TITLE, picture: adoptionOf(book) },
    ],
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
    .map((subject) => [plainCell(nameOf(subject)), stripCell(book, subject, moments)]);
  const more = subjects.length - LINES;
  return [
    {
      kind: 'table',
      bare: true,
      columns: [
        { title: 'Name', align: 'left', width },
        { title: 'Surveys', align: 'left' },
      ],
      rows: [...rows, [plainCell(''), plainCell(datesUnder(moments.slice(-SURVEYS)))]],
    },
    ...(more > 0 ? [{ kind: 'list' as const, items: [plainItem(`and ${more} more below`)] }] : []),
  ];
}

/** The newest surveys. */
function stripCell(book: HistoryBook, subject: Subject, moments: Moments): Cell {
  const strip = {
    marks: allMarksOf(book, subject).slice(-SURVEYS),
    moments: moments.slice(-SURVEYS),
  };
  return { ...plainCell(''), strip };
}
