import { compareSnapshots } from '../../compare/changes/compare-snapshots.ts';
import type { Comparison } from '../../model/output/change.ts';
import { previousOf, type SnapshotEntry } from '../../model/records/baseline.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import type { Output } from '../terminal/output.ts';
import { reading } from './choose-snapshot.ts';
import { lastKnownBefore } from './last-known-before.ts';

/**
 * What `make` returns for what changed since the last good survey before one; for null where there is none that asked the same,
 * or this one cannot be trusted. Throws a Stop with status 2 for a file that is no sound snapshot.
 * @param source the survey, open.
 */
export function comparing<Made>(
  source: SeekableSource,
  { entries, output }: { entries: readonly SnapshotEntry[]; output: Output },
  make: (comparison: Comparison | null) => Made,
): Made {
  const { survey } = source;
  const previous = previousOf(entries, survey);
  if (previous === null || survey.degraded.length > 0) return make(null);
  return reading(previous, (before) =>
    make(compareSnapshots(before, source, lastKnownBefore(entries, before, output))),
  );
}
