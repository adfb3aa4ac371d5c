import { plainCell, type Cell, type Table } from '../document/document.ts';
import { ALL_MARKS, MARK_FACES } from '../document/mark-faces.ts';
import { categoryTitle } from '../words/categories.ts';
import { categoryPage, holderFiles } from './addresses.ts';
import type { HolderHistory } from './holders.ts';

/** So many rows have their marks over time; longer tables are light, so that they can be searched as one types. */
export const DETAILED = 300;

/** Which of the surveys a table is about, and the names of all of them. */
export interface TableSurveys {
  place: number;
  moments: readonly string[];
}

/** Providers with their state in one survey, each leading to its page. */
export function holderTable(
  holders: readonly HolderHistory[],
  { place, moments }: TableSurveys,
): Table {
  const hasStrips = holders.length <= DETAILED && moments.length > 1;
  const hasCategories = new Set(holders.map(({ group }) => group.category)).size > 1;
  const titles = [
    'Name',
    ...(hasCategories ? ['Category'] : []),
    'State',
    ...(hasStrips ? ['Surveys'] : []),
  ];
  return {
    kind: 'table',
    bare: false,
    name: 'Providers',
    columns: titles.map((title) => ({ title, align: 'left' })),
    rows: holders.map((holder) => [
      {
        ...plainCell(holder.title),
        link: { kind: 'page', path: holderFiles(holder).page },
      },
      ...(hasCategories ? [categoryCell(holder)] : []),
      stateCell(holder, place),
      ...(hasStrips ? [{ ...plainCell(''), strip: { marks: holder.marks, moments } }] : []),
    ]),
  };
}

function categoryCell({ group: { category } }: HolderHistory): Cell {
  const cell = plainCell(category === null ? '' : categoryTitle(category));
  return category === null
    ? cell
    : { ...cell, link: { kind: 'page', path: categoryPage(category) } };
}

/** Sorted from the best to what says nothing. */
function stateCell({ marks }: HolderHistory, place: number): Cell {
  const mark = marks[place] ?? 'not-observed';
  const { meaning, paint } = MARK_FACES[mark];
  return { text: meaning, paint, sort: ALL_MARKS.indexOf(mark) };
}
