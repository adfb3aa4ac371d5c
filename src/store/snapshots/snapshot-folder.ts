import { closeSync, openSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareEntries, type SnapshotEntry } from '../../model/records/baseline.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { errorCode } from '../../model/system-error.ts';
import { readErrorText } from '../lists/read-error.ts';
import { readSurvey } from './snapshot-index.ts';

/**
 * The snapshots of a results folder, sorted by when they began, and a line for each JSON file in it that is none, or for
 * the folder itself if it cannot be read.
 */
export interface SnapshotFolder {
  entries: SnapshotEntry[];
  problems: string[];
}

/** Reads who asked when from each `.json` file of a folder; a folder that is not there has none. */
export async function readFolder(folder: string): Promise<SnapshotFolder> {
  const entries: SnapshotEntry[] = [];
  const problems: string[] = [];
  const names = await namesIn(folder);
  if (typeof names === 'string') return { entries, problems: [names] };
  for (const name of names) {
    const file = join(folder, name);
    const read = readEntry(file);
    if (typeof read === 'string') problems.push(read);
    else entries.push(read);
  }
  return { entries: entries.sort(compareEntries), problems };
}

/** Who asked when, of one snapshot file; what is wrong with it, in one line, where it is none. */
export function readEntry(file: string): SnapshotEntry | string {
  const shown = shownText(file, 255);
  try {
    const read = withFile(file, readSurvey);
    return 'message' in read ? `${shown}:${read.line}: ${read.message}` : { file, survey: read };
  } catch (error) {
    return `${shown}: ${readErrorText(error)}`;
  }
}

function withFile<T>(file: string, read: (fd: number) => T): T {
  const fd = openSync(file, 'r');
  try {
    return read(fd);
  } finally {
    closeSync(fd);
  }
}

async function namesIn(folder: string): Promise<string[] | string> {
  try {
    // Hidden files are snapshots that are still being written.
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return [];
    // An error without a code is none of the system's: a bug.
    if (code === '') throw error;
    return `${shownText(folder, 255)}: the folder cannot be read (${code})`;
  }
}
