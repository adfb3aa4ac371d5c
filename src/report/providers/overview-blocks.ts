import type { Effect } from '../../model/output/change.ts';
import type { StarttlsWord } from '../../model/records/words.ts';
import { plainCell, type Block, type Cell, type Table } from '../document/document.ts';
import { distance } from '../format/dates.ts';
import { counted, listed, NO_BREAK } from '../format/layout.ts';
import type { Palette } from '../document/palette.ts';
import { categoryTitle } from '../words/categories.ts';
import { PROBLEM_LABELS } from '../words/problem-labels.ts';
import { VERSION_NAMES } from '../words/version-words.ts';
import {
  STANDS,
  WHOLE_ROWS,
  type Overview,
  type OverviewRow,
  type Stand,
} from './overview-rows.ts';
import { providerTitle } from '../answer/verdict.ts';

/** Of more providers than {@link WHOLE_ROWS}. */
const WORST_ROWS = 10;
const NAME_COLUMNS = 32;
/** A terminal of this width has room for the categories. */
const CATEGORY_FROM = 110;
const PROBLEMS_NAMED = 2;

/** The mark of a row, which says without colour how it stands, and its meaning. */
const STAND_TEXTS = {
  bad: {
    mark: '✗',
    meaning: 'STARTTLS missing or broken',
    rest: 'with STARTTLS missing or broken',
    paint: 'bad',
  },
  problem: {
    mark: '!',
    meaning: 'a problem of TLS or certificate',
    rest: 'with a problem',
    paint: 'warn',
  },
  unknown: {
    mark: '?',
    meaning: 'unknown in part or whole',
    rest: 'unknown in part or whole',
    paint: 'unknown',
  },
  good: { mark: '✓', meaning: 'encrypted, with valid certificates', rest: 'good', paint: 'good' },
  'no-mail': { mark: '-', meaning: 'takes no mail', rest: 'without mail', paint: 'faint' },
} as const satisfies Record<
  Stand,
  { mark: string; meaning: string; rest: string; paint: keyof Palette }
>;

const WORD_TEXTS = {
  all: { text: 'yes', paint: null },
  some: { text: 'some', paint: 'bad' },
  none: { text: 'no', paint: 'bad' },
  broken: { text: 'broken', paint: 'bad' },
  unknown: { text: 'unknown', paint: 'unknown' },
} as const satisfies Record<StarttlsWord, Cell>;

const EFFECT_TEXTS = {
  regression: { lead: 'worse: ', paint: 'bad' },
  improvement: { lead: 'better: ', paint: 'good' },
  neutral: { lead: '', paint: null },
} as const satisfies Record<Effect, { lead: string; paint: keyof Palette | null }>;

/** What the table is made with. */
export interface OverviewView {
  overview: Overview;
  /** The instant of the survey. */
  at: string;
  /** The day of the survey before; null for none. */
  since: string | null;
}

/** The overview of a survey: a row a provider, the worst first, what the marks mean, and how many rows are not shown. */
export function overviewBlocks(view: OverviewView): Block[] {
  const { rows, stands } = view.overview;
  const total = STANDS.reduce((sum, stand) => sum + stands[stand], 0);
  if (total === 0) return [];
  const whole = total <= WHOLE_ROWS;
  const shown = whole ? rows : rows.filter(({ stand }) => isWrong(stand)).slice(0, WORST_ROWS);
  return [
    ...(shown.length === 0 ? [] : [tableOf(shown, view)]),
    ...(shown.length === total
      ? []
      : [{ kind: 'line' as const, text: restText(shown, view.overview, total) }]),
    ...(shown.length === 0 ? [] : [{ kind: 'line' as const, text: legendText(shown) }]),
  ];
}

function isWrong(stand: Stand): boolean {
  return stand === 'bad' || stand === 'problem';
}

/** `Not shown: 1990 of 2000 providers (12 with a problem, 72 partly unknown and 1906 good)`. */
function restText(
  shown: readonly OverviewRow[],
  { stands, anyListed }: Overview,
  total: number,
): string {
  const parts = STANDS.flatMap((stand) => {
    const count = stands[stand] - shown.filter((row) => row.stand === stand).length;
    return count === 0 ? [] : [`${count} ${STAND_TEXTS[stand].rest}`];
  });
  const noun = anyListed ? 'provider' : 'domain';
  return `Not shown: ${total - shown.length} of ${counted(total, noun)} (${listed(parts)})`;
}

function nounOf(rows: readonly OverviewRow[]): string {
  return rows.some(({ listed: isListed }) => isListed) ? 'provider' : 'domain';
}

/** The meaning of what is there to be explained. */
function legendText(rows: readonly OverviewRow[]): string {
  const meaning = (mark: string, text: string) => `${mark}${NO_BREAK}${text}`;
  const stands = STANDS.filter((stand) => rows.some((row) => row.stand === stand));
  const counts = hasCounts(rows);
  const texts = [
    ...stands.map((stand) => meaning(STAND_TEXTS[stand].mark, STAND_TEXTS[stand].meaning)),
    ...(counts ? [meaning('3/4', 'domains with STARTTLS on all known servers')] : []),
    ...(counts && rows.some(({ starttls }) => starttls.unknown > 0)
      ? [meaning('1?', 'more is unknown')]
      : []),
    ...(rows.some(({ versions }) => versions?.open)
      ? [meaning('*', 'lower versions not tested')]
      : []),
  ];
  return texts.join('; ');
}

function hasCounts(rows: readonly OverviewRow[]): boolean {
  return rows.some(({ word, starttls }) => word === null && starttls.known + starttls.unknown > 0);
}

function tableOf(rows: readonly OverviewRow[], { at, since }: OverviewView): Table {
  const counts = hasCounts(rows);
  const categories = rows.some(({ category }) => category !== null);
  const changes = since !== null && rows.some((row) => row.changes.length > 0);
  const columns: [Table['columns'][number], (row: OverviewRow) => Cell][] = [
    [{ title: '', align: 'left' }, markCell],
    [{ title: nounOf(rows), align: 'left', most: NAME_COLUMNS }, nameCell],
    [{ title: 'STARTTLS', align: 'left' }, counts ? countCell : wordCell],
    [{ title: 'TLS', align: 'left' }, versionCell],
    [{ title: 'certificate', align: 'left' }, (row) => certificateCell(row, at)],
  ];
  if (categories) {
    columns.splice(2, 0, [
      { title: 'category', align: 'left', from: CATEGORY_FROM },
      ({ category }) => plainCell(categoryTitle(category)),
    ]);
  }
  if (changes) columns.push([{ title: `since ${since}`, align: 'left' }, changeCell]);
  return {
    kind: 'table',
    bare: false,
    columns: columns.map(([column]) => column),
    rows: rows.map((row) => columns.map(([, cellOf]) => cellOf(row))),
  };
}

function markCell({ stand }: OverviewRow): Cell {
  return { text: STAND_TEXTS[stand].mark, paint: STAND_TEXTS[stand].paint };
}

function nameCell({ name, listed: isListed }: OverviewRow): Cell {
  return { text: providerTitle(name, isListed), paint: 'strong' };
}

function countCell({ starttls: { all, known, unknown } }: OverviewRow): Cell {
  if (known + unknown === 0) return plainCell('no mail');
  const parts = [
    ...(known === 0 ? [] : [`${all}/${known}`]),
    ...(unknown === 0 ? [] : [`${unknown}?`]),
  ];
  return { text: parts.join(' '), paint: all < known ? 'bad' : unknown > 0 ? 'unknown' : null };
}

function wordCell({ word }: OverviewRow): Cell {
  return word === null ? plainCell('no mail') : WORD_TEXTS[word];
}

/** `1.0–1.3`, `SSL 3.0–1.2`, `1.2*`. */
function versionCell({ versions }: OverviewRow): Cell {
  if (versions === null) return plainCell('');
  const { lowest, highest, open } = versions;
  const names = [lowest, highest].map((each) => VERSION_NAMES[each].replace('TLS ', ''));
  return plainCell(`${[...new Set(names)].join('–')}${open ? '*' : ''}`);
}

/** `valid, ends in 40 days`, `expired, wrong name`. */
function certificateCell({ certificate, stand }: OverviewRow, at: string): Cell {
  if (certificate === null) return plainCell('');
  const { problems, isKnown, ends, soon } = certificate;
  const faults = problems.slice(0, PROBLEMS_NAMED).map((problem) => PROBLEM_LABELS[problem]);
  const state = faults.length > 0 ? faults.join(', ') : isKnown ? 'valid' : 'partly unknown';
  const end = ends === null || problems.includes('expired') ? '' : `, ends ${distance(ends, at)}`;
  const isFaulty = soon || (faults.length > 0 && stand !== 'good');
  return { text: `${state}${end}`, paint: isFaulty ? 'warn' : isKnown ? null : 'unknown' };
}

function changeCell({ changes }: OverviewRow): Cell {
  const [first] = changes;
  if (first === undefined) return plainCell('');
  const texts = changes.map(
    ({ effect, headings }) => EFFECT_TEXTS[effect].lead + headings.join(', '),
  );
  return { text: texts.join('; '), paint: EFFECT_TEXTS[first.effect].paint };
}
