import { compareSnapshots } from '../../compare/changes/compare-snapshots.ts';
import { regressionsAgainst } from '../../compare/changes/regressions.ts';
import { previousOf } from '../../model/records/baseline.ts';
import type { SeekableSource, SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Comparison } from '../../model/output/change.ts';
import type { Regresses } from '../../scan/probe/endpoint-prober.ts';
import { openSnapshot, type OpenSnapshot } from '../../store/snapshots/open-snapshot.ts';
import { entriesOf } from '../snapshots/choose-snapshot.ts';
import { lastKnownBefore } from '../snapshots/last-known-before.ts';
import type { Output } from '../terminal/output.ts';
import { plannedSurvey, type SurveyInput } from './run-survey.ts';
import type { ScanSettings } from '../options/scan-settings.ts';

/** What a survey over lists is compared with: the last good survey of the same lists. */
export interface SurveyBefore {
  snapshot: SnapshotSource;
  /** Whether a record would be a regression. */
  regresses: Regresses;
  /** What has changed since, to be used before {@link close}; null where it turns out that the survey before cannot be read. */
  changesTo(survey: SeekableSource): Comparison | null;
  close(): void;
}

/**
 * Finds and opens the survey before the one that is about to start; null where there is none. One that cannot be read
 * does not stop the new survey: a warning names it, and nothing is compared.
 */
export async function findSurveyBefore(
  { results }: Pick<ScanSettings, 'results'>,
  input: SurveyInput,
  output: Output,
): Promise<SurveyBefore | null> {
  const planned = plannedSurvey(input);
  const entries = await entriesOf(results, output);
  const entry = previousOf(entries, planned);
  if (entry === null) return null;
  const opened = openSnapshot(entry.file);
  if (opened.kind === 'refused') {
    output.warn(`${opened.message}; the new survey is not compared with it`);
    return null;
  }
  const { snapshot } = opened;
  const lastKnown = lastKnownBefore(entries, snapshot, output);
  const regresses = regressionsAgainst(snapshot, planned, lastKnown);
  if (isFaulty(snapshot, output)) {
    snapshot.close();
    return null;
  }
  return {
    snapshot,
    regresses,
    changesTo(survey) {
      const comparison = compareSnapshots(snapshot, survey, lastKnown);
      return isFaulty(snapshot, output) ? null : comparison;
    },
    close() {
      snapshot.close();
    },
  };
}

function isFaulty(snapshot: OpenSnapshot, output: Output): boolean {
  const fault = snapshot.fault();
  if (fault !== null) output.warn(`${fault}; the new survey is not compared with it`);
  return fault !== null;
}
