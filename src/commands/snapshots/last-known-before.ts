import { LastKnown } from '../../compare/tables/last-known.ts';
import { isBaseline, isSameSeries, type SnapshotEntry } from '../../model/records/baseline.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import { openSnapshot } from '../../store/snapshots/open-snapshot.ts';
import type { Output } from '../terminal/output.ts';

/** How far back what is unknown is looked for: so many surveys, and so long in ms. */
const SURVEYS = 20;
const LOOK_BACK_MS = 366 * 86_400_000;

/**
 * Finds what was last known of what a survey does not know, in the good surveys of its series before it: the newest that knew
 * it, of the last 20 within a year. One that cannot be read is left out, with a warning.
 * @param entries sorted.
 */
export function lastKnownBefore(
  entries: readonly SnapshotEntry[],
  previous: SnapshotSource,
  output: Output,
): LastKnown {
  const lastKnown = new LastKnown(previous);
  for (const { file } of seriesBefore(entries, previous)) {
    if (lastKnown.isComplete) break;
    const opened = openSnapshot(file);
    if (opened.kind === 'refused') {
      output.warn(`${opened.message}; left out`);
      continue;
    }
    const { snapshot } = opened;
    lastKnown.add(snapshot);
    const fault = snapshot.fault();
    if (fault !== null) output.warn(`${fault}; left out from there on`);
    snapshot.close();
  }
  return lastKnown;
}

/** The surveys to look in, the newest first. */
function seriesBefore(
  entries: readonly SnapshotEntry[],
  { survey: { startedAt, ...asking } }: SnapshotSource,
): SnapshotEntry[] {
  const earliest = Date.parse(startedAt) - LOOK_BACK_MS;
  return entries
    .filter(
      ({ survey }) =>
        survey.startedAt < startedAt &&
        Date.parse(survey.startedAt) >= earliest &&
        isBaseline(survey) &&
        isSameSeries(survey, asking),
    )
    .slice(-SURVEYS)
    .toReversed();
}
