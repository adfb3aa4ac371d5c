import {
  haveSameLists,
  isBaseline,
  latestOf,
  type SnapshotEntry,
} from '../../model/records/baseline.ts';
import type { Survey } from '../../model/records/survey.ts';

const HOUR_MS = 3_600_000;

/** Surveys that are found by themselves lie at most so far apart: a server hardly changes within a day. */
const PARTNER_HOURS = 24;

/** Surveys that are named lie at most so far apart: beyond it, time explains a difference as well as the path does. */
export const NAMED_HOURS = 48;

/** Why two surveys cannot be compared across vantages. */
export type VantageObstacle = 'vantage' | 'lists' | 'depth' | 'port' | 'time';

/** The first reason why two surveys cannot be compared across vantages; null where they can. */
export function vantageObstacle(a: Survey, b: Survey): VantageObstacle | null {
  if (a.vantage === b.vantage) return 'vantage';
  if (!haveSameLists(a, b)) return 'lists';
  if (a.settings.depth !== b.settings.depth) return 'depth';
  if (a.settings.port !== b.settings.port) return 'port';
  return apart(a, b) > NAMED_HOURS * HOUR_MS ? 'time' : null;
}

/**
 * The good surveys that show the same as one from elsewhere: of each other vantage the one that began nearest to it, within a
 * day; sorted by vantage.
 * @param entries sorted; of two that are as near, the later one is taken.
 */
export function partnersOf(entries: readonly SnapshotEntry[], of: Survey): SnapshotEntry[] {
  const nearest = new Map<string | null, SnapshotEntry>();
  for (const entry of entries) {
    const { survey } = entry;
    const known = nearest.get(survey.vantage);
    const isNearer = known === undefined || apart(survey, of) <= apart(known.survey, of);
    if (isNearer && isPartner(survey, of)) nearest.set(survey.vantage, entry);
  }
  return [...nearest.values()].sort(byVantage);
}

/** The newest two good surveys that can be compared across vantages, sorted by vantage; null where there are none. @param entries sorted. */
export function newestPartners(
  entries: readonly SnapshotEntry[],
): [SnapshotEntry, SnapshotEntry] | null {
  for (const entry of entries.toReversed()) {
    if (!isBaseline(entry.survey)) continue;
    const newest = newestOf(partnersOf(entries, entry.survey));
    if (newest !== null) return byVantage(entry, newest) < 0 ? [entry, newest] : [newest, entry];
  }
  return null;
}

/**
 * The surveys that are one history: those from one vantage, and imported ones, of which no vantage is known. The vantage is that of
 * the newest baseline; where it has partners, that of them all with the most surveys, then the first by name, so that it is not
 * another one each week. Without a baseline it is that of the newest survey.
 * @param entries good ones, sorted.
 */
export function fromOneVantage(entries: readonly SnapshotEntry[]): SnapshotEntry[] {
  const newest = latestOf(entries) ?? entries.at(-1);
  if (newest === undefined) return [];
  const counted = (of: SnapshotEntry) =>
    entries.filter(({ survey }) => survey.vantage === of.survey.vantage).length;
  const [main = newest] = [newest, ...partnersOf(entries, newest.survey)].sort(
    (a, b) => counted(b) - counted(a) || byVantage(a, b),
  );
  return entries.filter(({ survey }) => isSeenFrom(survey, main.survey.vantage));
}

/** Whether a survey is of a vantage, or may be: imported ones do not say theirs. */
export function isSeenFrom(
  { vantage, settings }: Pick<Survey, 'vantage' | 'settings'>,
  from: string | null,
): boolean {
  return vantage === from || settings.depth === null;
}

/** The one that began last; null for none. */
export function newestOf(entries: readonly SnapshotEntry[]): SnapshotEntry | null {
  return entries.reduce<SnapshotEntry | null>(
    (a, b) => (a === null || b.survey.startedAt > a.survey.startedAt ? b : a),
    null,
  );
}

function isPartner(survey: Survey, of: Survey): boolean {
  const isNear = apart(survey, of) <= PARTNER_HOURS * HOUR_MS;
  return isNear && isBaseline(survey) && vantageObstacle(survey, of) === null;
}

function apart(a: Survey, b: Survey): number {
  return Math.abs(Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

/** By the names of the vantages, the one without a name last. */
function byVantage(
  { survey: { vantage: a } }: SnapshotEntry,
  { survey: { vantage: b } }: SnapshotEntry,
): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
