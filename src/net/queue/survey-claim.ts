import type { Redis } from 'ioredis';
import { PREFIX } from './redis-client.ts';

/** The key that names the one survey that a Redis database is used for: a second one would not keep the limits of the first. */
const KEY = `${PREFIX}-survey`;

/** How long a claim lasts without its coordinator, in ms. */
export const CLAIM_MS = 30_000;

/** Does something with a key only while its value is the own one. */
const IF_OWN = (command: string) =>
  `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call(${command}) else return 0 end`;

/** The claim of one survey on the queue. */
export class SurveyClaim {
  readonly #redis: Redis;
  readonly #run: string;

  constructor(redis: Redis, run: string) {
    this.#redis = redis;
    this.#run = run;
  }

  /** Takes the claim, or keeps it; false where another survey has it. */
  async hold(): Promise<boolean> {
    const taken = await this.#redis.set(KEY, this.#run, 'PX', CLAIM_MS, 'NX');
    if (taken === 'OK') return true;
    const kept = await this.#redis.eval(
      ...([IF_OWN(`'pexpire', KEYS[1], ARGV[2]`), 1, KEY, this.#run, CLAIM_MS] as const),
    );
    return kept === 1;
  }

  /** Gives it up: workers end the connections of this survey. */
  async release(): Promise<void> {
    await this.#redis.eval(IF_OWN(`'del', KEYS[1]`), 1, KEY, this.#run);
  }
}

/** The survey that the queue is used for now; null for none. */
export function currentSurvey(redis: Redis): Promise<string | null> {
  return redis.get(KEY);
}
