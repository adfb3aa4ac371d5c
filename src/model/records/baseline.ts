import type { Survey } from './survey.ts';

/** A snapshot of a results folder: its file, and who asked when. */
export interface SnapshotEntry {
  file: string;
  survey: Survey;
}

/** The part of a survey that says what it asked. */
type Series = Pick<Survey, 'lists' | 'vantage' | 'settings'>;

/** Whether a survey can be compared against: it can be trusted, asked what the DNS names, and was made from lists, never ad hoc. */
export function isBaseline(survey: Survey): boolean {
  return isEvidence(survey) && survey.lists.length > 0;
}

/** Whether a survey shows how mail to its domains is encrypted: it can be trusted, and its MX hosts were not given for a test. */
export function isEvidence({ degraded, givenMx }: Pick<Survey, 'degraded' | 'givenMx'>): boolean {
  return degraded.length === 0 && givenMx === null;
}

/** Whether two surveys asked the same question: the same list files, from the same place, as deep. */
export function isSameSeries(a: Series, b: Series): boolean {
  return haveSameLists(a, b) && a.vantage === b.vantage && a.settings.depth === b.settings.depth;
}

/** Whether two surveys were made from the same list files. */
export function haveSameLists(a: Pick<Survey, 'lists'>, b: Pick<Survey, 'lists'>): boolean {
  const files = ({ lists }: Pick<Survey, 'lists'>) => lists.map(({ file }) => file).sort();
  return files(a).join('\n') === files(b).join('\n');
}

/** Sorts snapshots by when they began; of one instant, by their file. */
export function compareEntries(a: SnapshotEntry, b: SnapshotEntry): number {
  const x = a.survey.startedAt;
  const y = b.survey.startedAt;
  if (x !== y) return x < y ? -1 : 1;
  return a.file < b.file ? -1 : 1;
}

/** The newest baseline of a folder; null where there is none. @param entries sorted. */
export function latestOf(entries: readonly SnapshotEntry[]): SnapshotEntry | null {
  return entries.findLast(({ survey }) => isBaseline(survey)) ?? null;
}

/** The newest baseline before a survey that asked the same question; null where there is none. @param entries sorted. */
export function previousOf(
  entries: readonly SnapshotEntry[],
  asking: Series & Pick<Survey, 'startedAt'>,
): SnapshotEntry | null {
  return (
    entries.findLast(
      ({ survey }) =>
        survey.startedAt < asking.startedAt && isBaseline(survey) && isSameSeries(survey, asking),
    ) ?? null
  );
}

/** The last good survey of a day, as in `2016-01-23`; without a good one the last; null where there is none. */
export function ofDay(entries: readonly SnapshotEntry[], date: string): SnapshotEntry | null {
  const own = entries.filter(({ survey }) => survey.date === date);
  return own.findLast(({ survey }) => survey.degraded.length === 0) ?? own.at(-1) ?? null;
}
