import { join } from 'node:path';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { snapshotText } from '../../model/records/snapshot-text.ts';
import { writeNew, type Written } from './write-new.ts';

/**
 * Saves a survey in the results folder under the UTC date it started at; where that day has one already, under the
 * instant, as in `2026-11-23T140533Z.json`. Gives the file, or the one that was in the way both times.
 */
export async function saveSnapshot(
  folder: string,
  snapshot: Omit<Snapshot, 'format'>,
): Promise<Written> {
  const { date, startedAt } = snapshot.survey;
  const first = await writeNew(join(folder, `${date}.json`), snapshotText(snapshot));
  if (first.kind === 'written') return first;
  const instant = startedAt.replaceAll(':', '');
  return writeNew(join(folder, `${instant}.json`), snapshotText(snapshot));
}
