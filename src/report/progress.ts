import type { ClassCounts } from '../model/records/mail-domain.ts';
import { ENDPOINT_CLASSES } from '../model/records/words.ts';
import { spanOf } from './format/dates.ts';

/** How far a survey has come: `done` of `total` endpoints after `elapsedMs`, and their outcomes so far. */
export interface ProgressState {
  done: number;
  total: number;
  elapsedMs: number;
  counts: ClassCounts;
  /** The pass over the endpoints: from the second on, open results are asked again. */
  pass?: number;
}

/** One line for a terminal, cut to `width` columns: `312/5000 6% 41/s 1m54s left  tls 201 plaintext 40 ...`. */
export function progressLine(state: ProgressState, width: number): string {
  const { done, total, counts, pass = 1 } = state;
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const parts = [...(pass > 1 ? [`pass ${pass}`] : []), `${done}/${total}`, `${percent}%`];
  const outcomes = ENDPOINT_CLASSES.map((word) => `${word} ${counts[word]}`).join(' ');
  return `${[...parts, ...rateText(state)].join(' ')}  ${outcomes}`.slice(0, Math.max(0, width));
}

/** Rate and time left; nothing before the first result, nor in later passes, which mostly wait. */
function rateText({ done, total, elapsedMs, pass = 1 }: ProgressState): string[] {
  if (done === 0 || elapsedMs <= 0 || pass > 1) return [];
  const perSecond = (done * 1000) / elapsedMs;
  const rate = perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0);
  const left = Math.ceil((total - done) / perSecond);
  return [`${rate}/s`, ...(done < total ? [`${spanOf(left)} left`] : [])];
}
