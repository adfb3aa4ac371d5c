import { compareSnapshots } from '../compare/changes/compare-snapshots.ts';
import type { SnapshotEntry } from '../model/records/baseline.ts';
import type { Comparison } from '../model/output/change.ts';
import { changesText } from '../model/output/changes-text.ts';
import { shownText } from '../model/text/shown-text.ts';
import { changesDocument } from '../report/changes/changes-document.ts';
import { RecordCache } from '../store/snapshots/record-cache.ts';
import { assertSound, chooseSnapshot, entriesOf, openChosen } from './snapshots/choose-snapshot.ts';
import type { DiffFlags } from './diff-command.ts';
import type { Output } from './terminal/output.ts';
import { printDocument } from './terminal/print-document.ts';
import { Stop } from './terminal/stop.ts';

/**
 * `mxtls diff`: prints what changed between two snapshots. Gives the exit status.
 * Throws a Stop for what is no snapshot (2) and for one that cannot be trusted (3).
 */
export async function diff(
  names: { older?: string; newer?: string },
  flags: DiffFlags,
  output: Output,
): Promise<number> {
  const { results } = flags;
  const entries = await entriesOf(results, output);
  const newer = chooseSnapshot(names.newer ?? 'latest', { results, entries });
  const older = chooseSnapshot(names.older ?? 'previous', { results, entries, before: newer });
  const [before, after] = inTime(older, newer, output);
  if (flags.force !== true) for (const each of [before, after]) assertTrusted(each);
  const comparison = compareEntries(before, after);
  const { changes } = comparison;
  const told =
    flags.only === undefined ? changes : changes.filter(({ effect }) => effect === 'regression');
  if (flags.format === 'json') {
    for (const piece of changesText({ ...comparison, changes: told })) output.result(piece);
  } else {
    const effect = flags.only === undefined ? null : 'regression';
    await printDocument(changesDocument(comparison, effect), flags.format, output);
  }
  return flags.exitCode === true && told.length > 0 ? 1 : 0;
}

/** The two snapshots, the older one first: what is gained must not be told as lost. */
function inTime(
  older: SnapshotEntry,
  newer: SnapshotEntry,
  output: Output,
): [SnapshotEntry, SnapshotEntry] {
  if (older.file === newer.file) {
    throw new Stop(2, `${shownText(older.file, 255)} would be compared with itself: name another`);
  }
  if (older.survey.startedAt <= newer.survey.startedAt) return [older, newer];
  const file = shownText(newer.file, 255);
  output.warn(`${file} is the older one: the changes are told from it on`);
  return [newer, older];
}

function assertTrusted({ file, survey: { degraded } }: SnapshotEntry): void {
  if (degraded.length === 0) return;
  const reasons = degraded.map((word) => shownText(word, 40)).join(', ');
  throw new Stop(
    3,
    `${shownText(file, 255)} cannot be trusted (${reasons}); --force compares it all the same`,
  );
}

function compareEntries(older: SnapshotEntry, newer: SnapshotEntry): Comparison {
  const memo = new RecordCache();
  const before = openChosen(older, memo);
  const after = openChosen(newer, memo);
  try {
    const comparison = compareSnapshots(before, after);
    assertSound(before);
    assertSound(after);
    return comparison;
  } finally {
    before.close();
    after.close();
  }
}
