import { compareSnapshots } from '../../compare/changes/compare-snapshots.ts';
import { regressionsAgainst } from '../../compare/changes/regressions.ts';
import { previousOf } from '../../model/records/baseline.ts';
import { sourceOf } from '../../model/records/snapshot-source.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { changesDocument } from '../../report/changes/changes-document.ts';
import { wholeText } from '../../report/format/document-text.ts';
import type { Regresses } from '../../scan/probe/endpoint-prober.ts';
import { openSnapshot, type OpenSnapshot } from '../../store/snapshots/open-snapshot.ts';
import { entriesOf } from '../snapshots/choose-snapshot.ts';
import type { Output } from '../terminal/output.ts';
import { surveyToCome, type SurveyInput } from './run-survey.ts';
import type { ScanSettings } from './scan-settings.ts';

/** What a survey over lists is compared with: the last good one of the same lists. */
export interface SurveyBefore {
  /** Whether a record would be a regression. */
  regresses: Regresses;
  /** What has changed since, in words. */
  changesTo(body: Omit<Snapshot, 'format'>): string;
  close(): void;
}

/**
 * Finds and reads the survey before one that is about to be made; null where there is none. One that cannot be read must
 * not keep the new one from being made: it is warned of, and not compared with.
 */
export async function findSurveyBefore(
  { results }: Pick<ScanSettings, 'results'>,
  input: SurveyInput,
  output: Output,
): Promise<SurveyBefore | null> {
  const toCome = surveyToCome(input);
  const entry = previousOf(await entriesOf(results, output), toCome);
  if (entry === null) return null;
  const opened = openSnapshot(entry.file);
  if (opened.kind === 'refused') {
    output.warn(`${opened.message}; not compared with`);
    return null;
  }
  const { snapshot } = opened;
  const regresses = regressionsAgainst(snapshot, toCome);
  if (isFaulty(snapshot, output)) {
    snapshot.close();
    return null;
  }
  return {
    regresses,
    changesTo(body) {
      const comparison = compareSnapshots(snapshot, sourceOf(body));
      if (isFaulty(snapshot, output)) return '';
      return wholeText(changesDocument(comparison), output.palette);
    },
    close() {
      snapshot.close();
    },
  };
}

function isFaulty(snapshot: OpenSnapshot, output: Output): boolean {
  const fault = snapshot.fault();
  if (fault !== null) output.warn(`${fault}; not compared with`);
  return fault !== null;
}
