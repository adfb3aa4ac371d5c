import { join } from 'node:path';
import { latestOf, ofDay, previousOf, type SnapshotEntry } from '../../model/records/baseline.ts';
import { hasPublicSuffix } from '../../model/names/operator.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { openSnapshot, type OpenSnapshot } from '../../store/snapshots/open-snapshot.ts';
import type { RecordCache } from '../../store/snapshots/record-cache.ts';
import { readEntry, readFolder } from '../../store/snapshots/snapshot-folder.ts';
import type { Output } from '../terminal/output.ts';
import { Stop } from '../terminal/stop.ts';

/**
 * The snapshots of a results folder, sorted by their start. Warns of each file that is no snapshot, and throws a Stop with
 * status 2 for a folder that cannot be read.
 */
export async function entriesOf(results: string, output: Output): Promise<SnapshotEntry[]> {
  const { entries, problems, unreadable } = await readFolder(results);
  if (unreadable !== null) throw new Stop(2, `${unreadable}: name another with --results`);
  for (const problem of problems) output.warn(`${problem}; skipped`);
  return entries;
}

/** Where a snapshot is looked up. */
export interface Choice {
  results: string;
  /** The snapshots of that folder, sorted. */
  entries: readonly SnapshotEntry[];
  /** The snapshot that `previous` precedes; by default the latest. */
  before?: SnapshotEntry;
}

/**
 * Finds a snapshot by how the user names it: `latest`, `previous`, a day (`2016-01-23`), the name of a file in the
 * results folder without its ending, or a file. Throws a Stop with status 2 where there is none.
 */
export function chooseSnapshot(name: string, choice: Choice): SnapshotEntry {
  const { results, entries } = choice;
  if (name === 'latest') return latest(choice);
  if (name === 'previous') return previous(choice);
  const files = [join(results, `${name}.json`), join(results, `${name}.json.gz`)];
  const named = entries.find(({ file }) => files.includes(file));
  if (/^\d{4}-\d{2}-\d{2}$/.test(name)) {
    assertNotEmpty(choice);
    return found(ofDay(entries, name), `${shownText(results, 255)} has no snapshot of ${name}`);
  }
  if (named !== undefined) return named;
  const entry = readEntry(name);
  if (typeof entry === 'string' && hasPublicSuffix(name)) {
    throw new Stop(
      2,
      `${entry} (to ask a domain: 'mxtls scan ${shownText(name)}'; what the surveys showed of it: 'mxtls history ${shownText(name)}')`,
    );
  }
  if (typeof entry === 'string') {
    throw new Stop(
      2,
      `${entry} (a snapshot is a file, a date as in 2016-01-23, 'latest' or 'previous')`,
    );
  }
  return entry;
}

/**
 * Opens a snapshot to read it; `cache` is shared with a second one that is read at the same time. Throws a Stop with
 * status 2 for a file that is no snapshot.
 */
export function openChosen(
  { file }: Pick<SnapshotEntry, 'file'>,
  cache?: RecordCache,
): OpenSnapshot {
  const opened = openSnapshot(file, { cache });
  if (opened.kind === 'open') return opened.snapshot;
  throw new Stop(2, opened.message);
}

/** Checks that all records read so far are sound. Throws a Stop with status 2 where one is not. */
export function assertSound(snapshot: OpenSnapshot): void {
  const fault = snapshot.fault();
  if (fault !== null) throw new Stop(2, fault);
}

/** What `make` returns for a snapshot while it is open. Throws a Stop with status 2 for a file that is no sound snapshot. */
export function reading<Made>(
  entry: Pick<SnapshotEntry, 'file'>,
  make: (snapshot: OpenSnapshot) => Made,
): Made {
  const snapshot = openChosen(entry);
  try {
    const made = make(snapshot);
    assertSound(snapshot);
    return made;
  } finally {
    snapshot.close();
  }
}

/** Throws a Stop with status 2, which says what to do, where a folder has no snapshot at all. */
export function assertNotEmpty({ results, entries }: Pick<Choice, 'results' | 'entries'>): void {
  if (entries.length > 0) return;
  const folder = shownText(results, 255);
  throw new Stop(
    2,
    `${folder} has no snapshot yet: run mxtls scan --ehlo NAME, or name another folder with --results`,
  );
}

function latest(choice: Choice): SnapshotEntry {
  assertNotEmpty(choice);
  const { results, entries } = choice;
  const isDegraded = entries.every(({ survey }) => survey.degraded.length > 0);
  const kind = isDegraded ? 'degraded surveys' : 'surveys that are degraded or not made from lists';
  return found(
    latestOf(entries),
    `${shownText(results, 255)} has only ${kind}: name one, for example ${entries.at(-1)?.survey.date ?? ''}`,
  );
}

function previous(choice: Choice): SnapshotEntry {
  const { results, entries, before } = choice;
  const from = before ?? latest(choice);
  return found(
    previousOf(entries, from.survey),
    `${shownText(results, 255)} has no survey before ${from.survey.date} with the same lists, vantage and depth: survey again, or name the older one`,
  );
}

function found(entry: SnapshotEntry | null, otherwise: string): SnapshotEntry {
  if (entry === null) throw new Stop(2, otherwise);
  return entry;
}
