import type { Snapshot } from '../../model/records/snapshot.ts';
import { Interruption } from '../../net/interruption.ts';
import { wholeSurvey } from './found-survey.ts';
import { openRunJournal } from './run-journal.ts';
import { plannedRun, runSurvey, type SurveyInput, type SurveyListener } from './run-survey.ts';

/** Runs a survey that is written nowhere and gives its snapshot. Its journal has no name, and is gone at the end. */
export async function surveyInMemory(
  input: SurveyInput,
  listener: SurveyListener,
): Promise<Snapshot> {
  const interruption = new Interruption();
  const settings = { destination: { kind: 'none' }, results: '', resume: false } as const;
  const journal = await openRunJournal(plannedRun(input), {
    settings,
    onFailure: () => {
      interruption.raise();
    },
  });
  try {
    const found = await runSurvey(input, listener, { journal, interruption });
    const snapshot = wholeSurvey(found);
    found.close();
    return snapshot;
  } finally {
    await journal.remove();
  }
}
