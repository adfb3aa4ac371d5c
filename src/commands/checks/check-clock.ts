import { checkOf, type Check } from '../../model/output/check.ts';
import { RELEASED } from '../../model/version.ts';

/** Clocks differ by minutes from one machine to the next, and results folders are copied. */
const TOLERANCE_MS = 10 * 60_000;

const YEAR_MS = 365.25 * 86_400_000;

/**
 * So many years after its release a program is taken to be out of date by mistake of the clock: the longest that a
 * distribution is maintained in the usual way is five years, and some of them begin with a package that is not new.
 */
const MOST_YEARS = 8;

/** A survey so long before now is no evidence that the clock runs on from it. */
const RECENT_YEARS = 1;

/** What the clock is compared with. */
export interface ClockEvidence {
  now: Date;
  /** When the newest survey of the results folder ended, and its file; null where there is none. */
  newest: { finishedAt: string; file: string } | null;
}

const of = checkOf('clock');

/**
 * Checks the clock, by which certificates are judged and snapshots are named. It is wrong before this version was released,
 * and before the newest survey. It is taken to be wrong many years after the release, unless a survey was made within the
 * year before: who surveys each week with an old version has that evidence, and a clock that jumps ahead does not.
 */
export function checkClock({ now, newest }: ClockEvidence): Check {
  const says = `the clock of this machine says ${instantOf(now)}`;
  const released = Date.parse(RELEASED);
  if (Number.isNaN(now.getTime()))
    return of('failed', 'the clock of this machine gives no date', SET);
  if (now.getTime() < released) {
    return of('failed', `${says}, which is before this program was made`, SET);
  }
  const last = newest === null ? null : Date.parse(newest.finishedAt);
  if (newest !== null && last !== null && now.getTime() < last - TOLERANCE_MS) {
    return of(
      'failed',
      `${says}, which is before the end of the survey in ${newest.file}, ${newest.finishedAt}`,
      `${SET}; if that survey was made with a wrong clock, move its file away`,
    );
  }
  const hasRecent = last !== null && now.getTime() - last < RECENT_YEARS * YEAR_MS;
  if (now.getTime() > released + MOST_YEARS * YEAR_MS && !hasRecent) {
    return of(
      'failed',
      `${says}, more than ${MOST_YEARS} years after this version of mxtls was made (${RELEASED})`,
      `${SET}; if it is right, install a newer version of mxtls`,
    );
  }
  return of('ok', says);
}

const SET = 'set the clock of this machine, as by NTP';

/** The instant in UTC to the second; years beyond 9999 as ISO 8601 has them. */
function instantOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : `${date.toISOString().replace(/\.\d+Z$/, '')}Z`;
}
