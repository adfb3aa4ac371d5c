import { withMemory } from '../../net/dns/remembering-resolver.ts';
import type { SurveyQueue } from '../../net/queue/survey-queue.ts';
import { createRateLimiter } from '../../net/rate-limiter.ts';
import type { ScanSettings } from '../options/scan-settings.ts';
import type { Output } from '../terminal/output.ts';
import type { RunJournal } from './run-journal.ts';
import type { SurveyInput } from './run-survey.ts';
import type { SurveyBefore } from './survey-before.ts';

/** The survey of one vantage, ready to be carried out. */
export interface StartedSurvey {
  input: SurveyInput;
  journal: RunJournal;
  /** What a survey over lists is compared with; one of single domains is compared with nothing. */
  before: SurveyBefore | null;
}

/** What the surveys of a run are made of. */
interface Parts {
  input: SurveyInput;
  settings: ScanSettings;
  output: Output;
  /** The machines at each vantage; null: this one makes the connections. */
  queue: Pick<SurveyQueue, 'poolOf'> | null;
}

/**
 * Prepares the surveys of a run, one for each journal. Several have the rate limits together, as servers see them together,
 * and look each name up once.
 */
export async function startSurveys(
  journals: readonly RunJournal[],
  { input, settings, output, queue }: Parts,
): Promise<StartedSurvey[]> {
  const shared =
    journals.length === 1
      ? null
      : {
          rateLimiter: createRateLimiter(input.rateLimits),
          resolver: withMemory(input.resolver),
        };
  const started: StartedSurvey[] = [];
  for (const journal of journals) {
    const { startedAt, vantage } = journal.run.survey;
    const own = { ...input, startedAt, vantage, shared, elsewhere: queue?.poolOf(vantage) ?? null };
    const overLists = settings.source.kind === 'lists';
    const before = overLists ? await surveyBefore(settings, own, output) : null;
    const compared = { regresses: before?.regresses ?? null, before: before?.snapshot ?? null };
    started.push({ input: { ...own, ...compared }, journal, before });
  }
  return started;
}

/**
 * Finds the survey before one over lists. What only such a survey takes is loaded here and not with the command; all of it, as the
 * program may have been replaced by another release when the survey ends.
 */
async function surveyBefore(
  settings: ScanSettings,
  input: SurveyInput,
  output: Output,
): Promise<SurveyBefore | null> {
  const [{ findSurveyBefore }] = await Promise.all([
    import('./survey-before.ts'),
    import('./describe-survey.ts'),
  ]);
  return findSurveyBefore(settings, input, output);
}

/** Waits for all surveys of a run. Where one fails the others end soon; rejects as the first that failed, once all have ended. */
export async function allEnded<T>(surveys: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(surveys);
  return Promise.all(surveys);
}
