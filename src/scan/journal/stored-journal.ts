/** A line of a journal as it is kept, or what is wrong with it, as `FILE:LINE: what`; nothing comes after a fault. */
type StoredLine =
  { kind: 'line'; number: number; text: string } | { kind: 'fault'; message: string };

/** The lines of a journal as they are kept; each call reads them anew from the first. Throws the system's error. */
export interface StoredJournal {
  /** Its name in messages. */
  readonly name: string;
  /** Whether this process wrote all of its lines: then each is a line of a journal, and need not be checked. */
  readonly isOwn: boolean;
  lines(): Iterable<StoredLine>;
}

/** Sorts lines by a key, then by a second one, then as they were added; it keeps most of them on the disk. */
export interface Sorter {
  /** @param text one line, without LF. */
  add(key: string, second: string, text: string): void;
  sorted(): Iterable<{ readonly key: string; readonly second: string; readonly text: string }>;
  close(): void;
}

/** Keeps lines, most of them on the disk, in the order of their keys, in which they are added. */
export interface Table {
  readonly length: number;
  /** @param text one line, without LF. */
  add(key: string, text: string): void;
  lines(): Iterable<{ readonly key: string; readonly text: string }>;
  /** The line of a key; null where there is none. */
  find(key: string): string | null;
  close(): void;
}

/** Room on the disk for the lines that a join sorts and makes. */
export interface Scratch {
  sorter(): Sorter;
  table(): Table;
  /** Frees all of it. */
  close(): void;
}
