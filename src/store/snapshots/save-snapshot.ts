import { join } from 'node:path';
import {
  snapshotText,
  type KeptSnapshot,
  type WritableSnapshot,
} from '../../model/records/snapshot-text.ts';
import { writeNew, type Written } from './write-new.ts';

/** Surveys of one second that get a name at most. */
const SAME_SECOND = 99;

/**
 * Saves a survey in the results folder under the UTC date it started at; where that day has one already, under the
 * instant, as in `2026-11-23T140533Z.json`, and a later one of the same second as in `2026-11-23T140533Z_2.json`. Gives the
 * file, or the last one that was in the way.
 */
export async function saveSnapshot(
  folder: string,
  snapshot: WritableSnapshot | KeptSnapshot,
): Promise<Written> {
  const { date, startedAt } = snapshot.survey;
  let written = await writeNew(join(folder, `${date}.json`), snapshotText(snapshot));
  const instant = startedAt.replaceAll(':', '');
  for (let nth = 1; written.kind === 'exists' && nth <= SAME_SECOND; nth++) {
    // Sorted by name, `_` comes after the first one's `.`.
    const name = nth === 1 ? instant : `${instant}_${nth}`;
    written = await writeNew(join(folder, `${name}.json`), snapshotText(snapshot));
  }
  return written;
}
