import { tmpdir } from 'node:os';
import { LineSorter } from './line-sorter.ts';
import { LineTable } from './line-table.ts';
import { ScratchFile } from './scratch-file.ts';

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
