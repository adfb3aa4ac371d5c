import { readFolder } from '../../store/snapshots/snapshot-folder.ts';
import { shownText } from '../../model/text/shown-text.ts';
import type { ClockEvidence } from './check-clock.ts';

/** When the survey of a results folder that ended last did so; null where there is none. What is no snapshot is passed over. */
export async function newestSurvey(results: string): Promise<ClockEvidence['newest']> {
  const { entries } = await readFolder(results);
  const ends = entries.map(({ file, survey }) => ({
    file: shownText(file, 255),
    finishedAt: survey.finishedAt,
  }));
  return ends.reduce<ClockEvidence['newest']>(
    (last, each) => (last === null || each.finishedAt > last.finishedAt ? each : last),
    null,
  );
}
