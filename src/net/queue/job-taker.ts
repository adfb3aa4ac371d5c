import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { readJob, type RemoteRequest } from './job-text.ts';
import type { QueueAddress } from './queue-address.ts';
import { LOCK_MS, MOST_LOST, QUEUE_OPTIONS, queueName, STALLED_CHECK_MS } from './queue-names.ts';
import type { QueuePackages } from './queue-packages.ts';
import { openRedis, redisOptions } from './redis-client.ts';
import { resultText, type JobResult } from './result-text.ts';
import { currentSurvey } from './survey-claim.ts';

/** What a taker of jobs takes. */
export interface JobTakerOptions {
  address: QueueAddress;
  packages: QueuePackages;
  vantage: string | null;
  /** How many connections it makes at once. */
  concurrency: number;
  /** Makes a connection, or refuses it. Never rejects. */
  make: (request: RemoteRequest) => Promise<JobResult>;
  /**
   * Called when connections are no longer wanted, or may be made by another worker by now: all that are open are ended at once.
   */
  onLost: () => void;
  warn: (message: string) => void;
}

/** Takes jobs from the queue of its vantage. */
export interface JobTaker {
  /** Fulfilled once it is connected and waits for jobs. */
  ready: Promise<void>;
  /** Takes no more jobs; fulfilled once the results of those it has are stored. */
  close(): Promise<void>;
}

/** How often it is checked whether the connections are still wanted, in ms. */
const CHECK_MS = 500;

/** A lock is taken for lost so long before it is, in ms: another worker may take the job at its end. */
const MARGIN_MS = 3_000;

/** Starts to take jobs. */
export function takeJobs(options: JobTakerOptions): JobTaker {
  return new Taker(options);
}

/** A job that is under way, and when its lock was last known to be held, as an instant of `performance.now()`. */
interface Held {
  run: string;
  lockedAt: number;
  /** Whether its connection was ended for that it is not wanted, or may be another worker's. */
  isLost: boolean;
}

class Taker implements JobTaker {
  readonly #options: JobTakerOptions;
  readonly #redis: Redis;
  readonly #end = new AbortController();
  readonly #worker: Worker<unknown, string>;
  readonly #held = new Map<string, Held>();
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;
  readonly ready: Promise<void>;

  constructor(options: JobTakerOptions) {
    this.#options = options;
    const { address, packages, vantage, concurrency, warn } = options;
    this.#redis = openRedis(address, packages, this.#end.signal, warn);
    this.#worker = new packages.bullmq.Worker(queueName(vantage), (job) => this.#process(job), {
      ...{ ...QUEUE_OPTIONS, connection: redisOptions(address, this.#end.signal), concurrency },
      ...{ lockDuration: LOCK_MS, stalledInterval: STALLED_CHECK_MS, maxStalledCount: MOST_LOST },
      // After a failure of the server the next job is asked for soon.
      runRetryDelay: 1_000,
    });
    // What fails by the connection is told by the other connection; a job that is gone is nobody's any more.
    this.#worker.on('error', () => undefined);
    this.#worker.on('locksRenewed', ({ jobIds }) => {
      const now = performance.now();
      for (const id of jobIds) {
        const held = this.#held.get(id);
        if (held !== undefined) held.lockedAt = now;
      }
    });
    this.#worker.on('lockRenewalFailed', (jobIds) => {
      this.#loseAll((_, id) => jobIds.includes(id));
    });
    this.#timer = setInterval(() => {
      void this.#check();
    }, CHECK_MS);
    this.ready = this.#worker.waitUntilReady().then(() => undefined);
  }

  async close(): Promise<void> {
    await this.#worker.close();
    this.#end.abort();
    clearInterval(this.#timer);
    this.#redis.disconnect();
  }

  async #process({ id = '', data }: Job<unknown>): Promise<string> {
    const read = readJob(data);
    if (read.kind === 'invalid') {
      return resultText({ kind: 'refused', reason: `no job: ${read.reason}` });
    }
    const { run, request } = read.job;
    const held = { run, lockedAt: performance.now(), isLost: false };
    this.#held.set(id, held);
    try {
      return resultText(await this.#made(held, request));
    } finally {
      this.#held.delete(id);
    }
  }

  /** A job of a survey that is over, or whose coordinator was killed, is not carried out: nobody keeps its limits. */
  async #made(held: Held, request: RemoteRequest): Promise<JobResult> {
    const isWanted = (await currentSurvey(this.#redis)) === held.run;
    if (!isWanted) return { kind: 'left', reason: 'its survey is over' };
    if (held.isLost) return { kind: 'left', reason: 'the worker lost its lock' };
    return this.#options.make(request);
  }

  async #check(): Promise<void> {
    if (this.#held.size === 0) return;
    const now = performance.now();
    this.#loseAll(({ lockedAt }) => now - lockedAt > LOCK_MS - MARGIN_MS);
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const run = await currentSurvey(this.#redis);
      this.#loseAll((each) => each.run !== run);
    } catch {
      // Only at the end, when the connection is given up.
    } finally {
      this.#isAsking = false;
    }
  }

  /** Ends all connections where one of them is lost: what befell its lock befalls those of the others. */
  #loseAll(isLost: (held: Held, id: string) => boolean): void {
    const held = Array.from(this.#held).filter(([, each]) => !each.isLost);
    if (!held.some(([id, each]) => isLost(each, id))) return;
    for (const [, each] of held) each.isLost = true;
    this.#options.onLost();
  }
}
