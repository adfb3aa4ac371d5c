import { randomBytes } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineSorter } from './line-sorter.ts';
import { LineTable } from './line-table.ts';

/**
 * Room on the disk for lines that are sorted or kept in order. Its files have no name: whatever becomes of the process,
 * they are gone with it. Little is kept in memory and makes no file at all. All of it throws the system's error.
 */
export interface Scratch {
  sorter(): LineSorter;
  table(): LineTable;
  /** Frees all of it. */
  close(): void;
}

/** How many characters are in memory before they go to the disk: of lines that are sorted, and of a table. */
export interface ScratchLimits {
  sort: number;
  table: number;
}

const LIMITS: ScratchLimits = { sort: 8 << 20, table: 1 << 20 };

/** Opens room for sorting. @param folder where its files are made; null for the system's folder for temporary files. */
export function openScratch(folder: string | null, limits: ScratchLimits = LIMITS): Scratch {
  const files: ScratchFile[] = [];
  const file = (): ScratchFile => {
    const made = new ScratchFile(folder ?? tmpdir());
    files.push(made);
    return made;
  };
  return {
    sorter: () => new LineSorter(file(), limits.sort),
    table: () => new LineTable(file(), limits.table),
    close: () => {
      for (const each of files) each.close();
    },
  };
}

/** A file without a name that is made at the first write. */
export class ScratchFile {
  readonly #folder: string;
  #fd: number | null = null;
  #size = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends a text. */
  append(text: string): void {
    const bytes = Buffer.from(text);
    this.#fd ??= openNameless(this.#folder);
    for (let at = 0; at < bytes.length;) {
      const written = writeSync(this.#fd, bytes, at, bytes.length - at, this.#size);
      at += written;
      this.#size += written;
    }
  }

  /** Its descriptor; null where nothing was written. */
  get fd(): number | null {
    return this.#fd;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }
}

function openNameless(folder: string): number {
  const file = join(folder, `.mxtls-${randomBytes(6).toString('hex')}.part`);
  const fd = openSync(file, 'wx+', 0o600);
  unlinkSync(file);
  return fd;
}
