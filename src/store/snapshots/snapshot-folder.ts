import { closeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareEntries, type SnapshotEntry } from '../../model/records/baseline.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { errorCode } from '../../model/system-error.ts';
import { readErrorText } from '../lists/read-error.ts';
import { openPlain } from './plain-snapshot.ts';
import { readSurvey } from './snapshot-index.ts';

/** The snapshots of a results folder, sorted by when they began, and a line for each JSON file in it that is none. */
export interface SnapshotFolder {
  entries: SnapshotEntry[];
  problems: string[];
  /** Why the folder itself cannot be read, in one line; null where it can be, or is not there. */
  unreadable: string | null;
}

/** Reads who asked when from each `.json` and `.json.gz` file of a folder; a folder that is not there has none. */
export async function readFolder(folder: string): Promise<SnapshotFolder> {
  const entries: SnapshotEntry[] = [];
  const problems: string[] = [];
  const names = await namesIn(folder);
  if (typeof names === 'string') return { entries, problems, unreadable: names };
  for (const name of names) {
    const file = join(folder, name);
    const read = readEntry(file);
    if (typeof read === 'string') problems.push(read);
    else entries.push(read);
  }
  return { entries: entries.sort(compareEntries), problems, unreadable: null };
}

/** Who asked when, of one snapshot file; what is wrong with it, in one line, where it is none. */
export function readEntry(file: string): SnapshotEntry | string {
  const shown = shownText(file, 255);
  try {
    const read = surveyOf(file);
    if (typeof read === 'string') return `${shown}: ${read}`;
    return 'message' in read ? `${shown}:${read.line}: ${read.message}` : { file, survey: read };
  } catch (error) {
    return `${shown}: ${readErrorText(error)}`;
  }
}

/** The survey stands in the third line. */
const LINES = 3;

function surveyOf(file: string): ReturnType<typeof readSurvey> | string {
  const plain = openPlain(file, LINES);
  if (plain.kind === 'refused') return plain.message;
  try {
    return readSurvey(plain.fd);
  } finally {
    closeSync(plain.fd);
  }
}

async function namesIn(folder: string): Promise<string[] | string> {
  try {
    // Hidden files are snapshots that are still being written.
    const names = await readdir(folder);
    return names.filter((name) => /\.json(\.gz)?$/.test(name) && !name.startsWith('.')).sort();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return [];
    // An error without a code is none of the system's: a bug.
    if (code === '') throw error;
    const shown = shownText(folder, 255);
    if (code === 'ENOTDIR') return `${shown}: is a file, not a folder of snapshots`;
    if (code === 'ELOOP') return `${shown}: is a symbolic link that leads back to itself`;
    return `${shown}: the folder cannot be read (${code})`;
  }
}
