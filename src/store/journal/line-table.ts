import { readSync } from 'node:fs';
import { firstIndex, NumberTable } from '../../model/records/number-table.ts';
import type { ScratchFile } from './scratch-file.ts';
import { fileLines } from '../lists/file-lines.ts';

/**
 * Lines under a key each, added in the order of their keys, and read in it or found by one. What is too much for memory is in
 * a file.
 */
export class LineTable {
  readonly #file: ScratchFile;
  readonly #limit: number;
  /** Where each line of the file starts; null as long as none is sought by its key: most tables are read in their order alone. */
  #starts: NumberTable | null = null;
  /** What is not in the file yet, with the number of its first line. */
  #held: string[] = [];
  #heldFrom = 0;
  #heldSize = 0;

  /** @param limit the characters that are held in memory. */
  constructor(file: ScratchFile, limit: number) {
    this.#file = file;
    this.#limit = limit;
  }

  get length(): number {
    return this.#heldFrom + this.#held.length;
  }

  /** Adds a line without an LF; its key comes after that of the line before. */
  add(key: string, text: string): void {
    const line = `${JSON.stringify(key)}\t${text}`;
    this.#held.push(line);
    this.#heldSize += line.length;
    if (this.#heldSize >= this.#limit) this.#write();
  }

  /** The lines with their keys, in their order; each call reads them anew. */
  *lines(): Generator<{ key: string; text: string }, void> {
    for (const { bytes } of this.#written()) yield parseLine(bytes.toString('utf8'));
    for (const line of this.#held) yield parseLine(line);
  }

  /** The text of the line with a key; null where there is none. */
  find(key: string): string | null {
    const index = firstIndex(this.length, (each) => this.#line(each).key < key);
    if (index === this.length) return null;
    const found = this.#line(index);
    return found.key === key ? found.text : null;
  }

  /** Frees its file. */
  close(): void {
    this.#file.close();
  }

  #write(): void {
    this.#starts = null;
    this.#heldFrom += this.#held.length;
    this.#file.append(`${this.#held.join('\n')}\n`);
    this.#held = [];
    this.#heldSize = 0;
  }

  #startsOfWritten(): NumberTable {
    const starts = new NumberTable();
    for (const { start } of this.#written()) starts.push(start);
    return starts;
  }

  /** The lines in the file. */
  *#written(): Generator<{ bytes: Buffer; start: number }, void> {
    const { fd, size } = this.#file;
    if (fd === null) return;
    for (const each of fileLines(fd, 0, size)) {
      if (each.kind === 'fault') throw new Error(`a table: ${each.message}`);
      yield each;
    }
  }

  #line(index: number): { key: string; text: string } {
    const held = this.#held[index - this.#heldFrom];
    if (held !== undefined) return parseLine(held);
    const { fd, size } = this.#file;
    if (fd === null) throw new Error(`no line ${index}`);
    this.#starts ??= this.#startsOfWritten();
    const start = this.#starts.at(index);
    const end = index + 1 < this.#starts.length ? this.#starts.at(index + 1) : size;
    const bytes = Buffer.allocUnsafe(end - start - 1);
    readSync(fd, bytes, 0, bytes.length, start);
    return parseLine(bytes.toString('utf8'));
  }
}

/** JSON has no tab in it: the first one ends the key. */
function parseLine(line: string): { key: string; text: string } {
  const tab = line.indexOf('\t');
  return { key: String(JSON.parse(line.slice(0, tab))), text: line.slice(tab + 1) };
}
