import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { snapshotText } from '../../model/records/snapshot-text.ts';
import { isMissing } from '../lists/read-error.ts';
import { writeNew, type Written } from './write-new.ts';

/** What stands where an imported snapshot would go: nothing, the same bytes, or something else. */
export type ImportTarget = { kind: 'free' | 'same' | 'other'; file: string };

/** Looks where an imported snapshot would go in the results folder. Rejects with the system's error. */
export async function importTarget(
  folder: string,
  snapshot: Omit<Snapshot, 'format'>,
): Promise<ImportTarget> {
  const file = fileOf(folder, snapshot);
  const text = [...snapshotText(snapshot)].join('');
  try {
    const { size } = await stat(file);
    const same = size === Buffer.byteLength(text) && (await readFile(file, 'utf8')) === text;
    return { kind: same ? 'same' : 'other', file };
  } catch (error) {
    if (isMissing(error)) return { kind: 'free', file };
    throw error;
  }
}

/** Saves an imported snapshot under its date. A result is the one of its day: it gets no second name beside another. */
export function saveImported(folder: string, snapshot: Omit<Snapshot, 'format'>): Promise<Written> {
  return writeNew(fileOf(folder, snapshot), snapshotText(snapshot));
}

function fileOf(folder: string, { survey }: Pick<Snapshot, 'survey'>): string {
  return join(folder, `${survey.date}.json`);
}
