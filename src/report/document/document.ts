import type { Mark } from '../../compare/history/marks.ts';
import type { Link } from './link.ts';
import type { Palette } from './palette.ts';
import type { Picture } from './picture.ts';

/**
 * A text for people before it has a format. All text in it is plain and printable, foreign parts as a terminal may show
 * them; what else acts in a format is escaped where that format is made, on the whole text at once.
 */
export interface Document {
  title: string;
  /** Lines below the title: what the document is made of. */
  notes: string[];
  /** What has to be said before all else; null for nothing. */
  warning: { heading: string; reasons: string[] } | null;
  /** May be lazy: a format prints a section before it asks for the next one. */
  sections: Iterable<Section>;
  /** The pages of the words that explain it, for a format that can hold them, besides those that it links to. */
  words?: readonly string[];
}

/** A section; one without blocks is left out. */
export interface Section {
  /** Null where it continues the section above it. */
  title: string | null;
  /** The name of its anchor, for formats that have links. */
  id?: string;
  /** The colour of the title on a terminal; `strong` where it is absent. */
  paint?: keyof Palette;
  blocks: Block[];
}

export type Block =
  | { kind: 'heading'; text: string; paint?: keyof Palette }
  | { kind: 'line'; text: string }
  /** A paragraph of our own words: what stands in backquotes is code or a word of the format, as `problem:expired`. */
  | { kind: 'prose'; text: string }
  /** Lines for a file or a shell, as they are. */
  | { kind: 'code'; lines: readonly string[] }
  | { kind: 'list'; items: Item[] }
  | { kind: 'figures'; figures: Figure[] }
  | { kind: 'picture'; title: string; picture: Picture }
  /** What the marks of strips mean. */
  | { kind: 'legend'; marks: readonly Mark[] }
  | Table;

/** A number that stands large, what it counts, and how it differs from the survey before; null where there is none to compare with. */
export interface Figure {
  label: string;
  value: string;
  change: { text: string; paint: keyof Palette | null } | null;
}

/** An item of a list: what it is about, where that has a name, and what is said of it. */
export interface Item {
  name: string | null;
  text: string;
  /** Is drawn in place of the text, which is empty. */
  strip?: Strip;
  /** Where its name leads, or its text where it has no name. */
  link?: Link;
  below: Item[];
}

/**
 * A table. On a terminal a bare one has no heading and stands in from the left. What does not fit on a line stands below its
 * row: the less important columns come last.
 */
export interface Table {
  kind: 'table';
  bare: boolean;
  columns: Column[];
  rows: Cell[][];
  /** What it is about, for those who hear it; a table with a name can be sorted and filtered where a format can. */
  name?: string;
  /** What a row opens to, where a format can open rows; the others leave it out. Made when it is asked for. */
  details?: (row: number) => Block[];
  /** The name of the anchor of a row, which no other row has, for formats that have links; null for none. */
  anchor?: (row: number) => string | null;
}

interface Column {
  title: string;
  align: 'left' | 'right';
  /** Columns of a terminal that it has at least. */
  width?: number;
  /** Columns of a terminal that it has at most: what is longer is wrapped, or has a line of its own. */
  most?: number;
  /** The width of a terminal from which on it is shown; always where it is absent. Other formats show all columns. */
  from?: number;
}

/** A cell, and its colour by what it means. */
export interface Cell {
  text: string;
  paint: keyof Palette | null;
  link?: Link;
  /** What the column is sorted by, where it is not the text. */
  sort?: number;
  /** Is drawn in place of the text, which is empty. */
  strip?: Strip;
}

/** A mark a survey in the order of time, and the name of each survey: its date, with the time where two are of one day. */
export interface Strip {
  marks: readonly Mark[];
  moments: readonly string[];
}

/** An item without a name, and nothing below it. */
export function plainItem(text: string): Item {
  return { name: null, text, below: [] };
}

export function plainCell(text: string): Cell {
  return { text, paint: null };
}
