import type { Palette } from './palette.ts';

/**
 * A text for people before it has a format. All text in it is plain and printable, foreign parts as a terminal may show
 * them; what else acts in a format is escaped where that format is made, on the whole text at once.
 */
export interface Document {
  title: string;
  subtitle: string;
  /** What has to be said before all else; null for nothing. */
  warning: { heading: string; reasons: string[] } | null;
  sections: Section[];
}

/** A section; one without blocks is left out. */
export interface Section {
  title: string;
  blocks: Block[];
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'line'; text: string }
  | { kind: 'list'; items: Item[] }
  | Table;

/** An item of a list: what it is about, where that has a name, and what is said of it. */
export interface Item {
  name: string | null;
  text: string;
  below: Item[];
}

/** A table. On a terminal a bare one has no heading and stands in from the left. */
export interface Table {
  kind: 'table';
  bare: boolean;
  columns: Column[];
  rows: Cell[][];
}

interface Column {
  title: string;
  align: 'left' | 'right';
  /** Columns of a terminal that it has at least. */
  width?: number;
}

/** A cell, and its colour by what it means. */
export interface Cell {
  text: string;
  paint: keyof Palette | null;
}

export function plainCell(text: string): Cell {
  return { text, paint: null };
}
