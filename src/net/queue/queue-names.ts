import { PREFIX } from './redis-client.ts';

/** The vantage of a survey or worker that names none. */
const ANY = 'default';

/** A name that a vantage of a queue may have: it is part of keys, and of command lines. */
export function isVantageName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(text);
}

/** The name of the queue of a vantage. */
export function queueName(vantage: string | null): string {
  return `jobs-${vantage ?? ANY}`;
}

/** How messages call a vantage. */
export function vantageText(vantage: string | null): string {
  return vantage === null ? 'without a vantage' : `of the vantage ${vantage}`;
}

/** How jobs are locked, in ms: a worker that is killed loses its jobs to the others after this time, one that is busy never. */
export const LOCK_MS = 15_000;
export const STALLED_CHECK_MS = 5_000;

/** How many workers may be lost over one job until it is given up. */
export const MOST_LOST = 25;

/** How long a job that is over stays where its coordinator does not take it away, in s, and how long the keys of a dead one. */
export const KEPT_S = 3_600;
export const KEYS_MS = 86_400_000;

/** What every part of a queue is made with. */
export const QUEUE_OPTIONS = { prefix: PREFIX } as const;
