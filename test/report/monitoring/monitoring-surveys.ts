import type { Comparison } from '../../../src/model/output/change.ts';
import { sourceOf, type SeekableSource } from '../../../src/model/records/snapshot-source.ts';
import { makeChangedFacts } from '../providers/survey-changed.ts';
import { makeHostileSurvey } from '../providers/survey-hostile.ts';
import { makeImportedSurvey } from '../providers/survey-imported.ts';
import { ODD_SURVEYS } from '../providers/survey-odd.ts';
import { makeSnapshot } from '../../model/make-records.ts';

/** A survey, and what changed since the one before it. */
export interface Surveyed {
  source: SeekableSource;
  comparison: Comparison | null;
}

/** A survey that says of itself that it cannot be trusted. */
function degraded(): Surveyed {
  const { source } = makeChangedFacts();
  const survey = { ...source.survey, degraded: ['no-connection', 'later\u001b[31m-word'] };
  return { source: { ...source, survey }, comparison: null };
}

/** The surveys that the reviewed files are made of. */
export const SURVEYED: Readonly<Record<string, Surveyed>> = {
  changed: makeChangedFacts(),
  hostile: { source: sourceOf(makeHostileSurvey()), comparison: null },
  imported: { source: sourceOf(makeImportedSurvey()), comparison: null },
  empty: { source: sourceOf(ODD_SURVEYS['empty'] ?? makeSnapshot({})), comparison: null },
  degraded: degraded(),
};
