import { isBaseline, isSameSeries, type SnapshotEntry } from '../../model/records/baseline.ts';
import { isImported } from '../../model/records/survey.ts';

const DAY_MS = 86_400_000;

/** What surveys have to be for mail servers to rely on them. */
export interface BasisRules {
  /** So many surveys at least. */
  surveys: number;
  /** So many days at least from the oldest to the newest. */
  minDays: number;
  /** The newest is so many days old at most. */
  maxAge: number;
  /** The vantage point of the surveys; undefined: that of the newest. */
  vantage?: string | undefined;
}

/** The surveys that an export is made of, the oldest first, and until when it holds. */
export interface Basis<Entry extends SnapshotEntry = SnapshotEntry> {
  kind: 'basis';
  entries: Entry[];
  /** In ms since 1970. */
  holdsUntil: number;
}

/** Why no export can be made; numbers are days, or surveys for `too-few`. */
export type NoBasis =
  | { kind: 'none' }
  | { kind: 'in-the-future'; newest: SnapshotEntry }
  | { kind: 'too-old'; newest: SnapshotEntry; days: number }
  | { kind: 'too-few'; newest: SnapshotEntry; found: number }
  | { kind: 'too-short'; newest: SnapshotEntry; oldest: SnapshotEntry; days: number };

/**
 * Chooses the surveys: the newest that can be trusted, and those before it that asked the same; as many as `surveys`, and
 * more where those do not span `minDays`. Only baselines count, made by this program on port 25, where mail servers deliver.
 *
 * An export holds for `maxAge` and `minDays` after its newest survey: one that is made as late as it may be holds as long
 * as servers had to be seen.
 * @param entries sorted. @param now in ms since 1970.
 */
export function chooseBasis(
  entries: readonly SnapshotEntry[],
  rules: BasisRules,
  now: number,
): Basis | NoBasis {
  const good = entries.filter(({ survey }) => isUsable(survey, rules));
  const newest = good.at(-1);
  if (newest === undefined) return { kind: 'none' };
  const at = Date.parse(newest.survey.startedAt);
  // A clock may be some hours wrong.
  if (at - now > DAY_MS) return { kind: 'in-the-future', newest };
  const age = (now - at) / DAY_MS;
  if (age > rules.maxAge) return { kind: 'too-old', newest, days: Math.floor(age) };
  const series = good.filter(({ survey }) => isSameSeries(survey, newest.survey));
  if (series.length < rules.surveys) return { kind: 'too-few', newest, found: series.length };
  const latestStart = at - rules.minDays * DAY_MS;
  const spanning = series.findLastIndex(
    ({ survey }) => Date.parse(survey.startedAt) <= latestStart + TOLERANCE_MS,
  );
  const [oldest] = series;
  if (spanning === -1 && oldest !== undefined) {
    const days = Math.floor((at - Date.parse(oldest.survey.startedAt)) / DAY_MS);
    return { kind: 'too-short', newest, oldest, days };
  }
  const first = Math.min(spanning, series.length - rules.surveys);
  const holdsUntil = at + (rules.maxAge + rules.minDays) * DAY_MS;
  return { kind: 'basis', entries: series.slice(first), holdsUntil };
}

/** A weekly run does not begin at the same second each time, and an hour of summer time is no hour of a survey. */
const TOLERANCE_MS = 6 * 3_600_000;

function isUsable(survey: SnapshotEntry['survey'], { vantage }: BasisRules): boolean {
  return (
    isBaseline(survey) &&
    !isImported(survey) &&
    survey.settings.port === 25 &&
    (vantage === undefined || survey.vantage === vantage)
  );
}
