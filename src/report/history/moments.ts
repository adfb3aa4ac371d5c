import type { History } from '../../compare/history/histories.ts';
import type { SurveyName } from '../../model/output/history.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { Moments } from './since-words.ts';

/** The names of surveys: the date, or the start time if several are of one day. */
export function momentsOf(surveys: readonly Survey[]): Moments {
  const days = new Map<string, number>();
  for (const { date } of surveys) days.set(date, (days.get(date) ?? 0) + 1);
  return surveys.map(({ date, startedAt }) => (days.get(date) === 1 ? date : startedAt));
}

/** The names of the surveys that a history covers. */
export function ownMoments({ surveys }: History, moments: Moments): Moments {
  return surveys.map((place) => moments[place] ?? '');
}

/** The name of a survey in JSON. */
export function surveyName(
  { date, startedAt, vantage, degraded, givenMx, settings }: Survey,
  moment: string,
): SurveyName {
  return { date, startedAt, vantage, degraded, givenMx, moment, depth: settings.depth };
}
