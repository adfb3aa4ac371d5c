import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import type { AttemptPool } from '../workers/attempt-pool.ts';
import type { QueueAddress } from './queue-address.ts';
import { queueName, QUEUE_OPTIONS, vantageText } from './queue-names.ts';
import type { QueuePackages } from './queue-packages.ts';
import { openRedis, reachRedis, redisOptions } from './redis-client.ts';
import { CLAIM_MS, SurveyClaim } from './survey-claim.ts';
import { clear, VantageQueue } from './vantage-queue.ts';

/** What a survey over a queue takes. */
export interface SurveyQueueOptions {
  address: QueueAddress;
  packages: QueuePackages;
  /** The vantages to survey from; null: that of workers that name none. */
  vantages: readonly (string | null)[];
  /** The connections at once in all. */
  concurrency: number;
  /** Takes lines for people about the queue and its workers. */
  warn: (message: string) => void;
  /** Called when the survey can no longer hold the queue, with why. */
  onLost: (reason: string) => void;
}

/** The queue of one survey. */
export interface SurveyQueue {
  /** The connections from one vantage. Closing it does nothing: the queue is closed as a whole. */
  poolOf(vantage: string | null): AttemptPool;
  /** Takes all jobs and keys from the server. */
  close(): Promise<void>;
}

/** `status`: 2 where another survey has the queue or it refuses us, 3 where there is no server. */
export type OpenedQueue =
  { kind: 'open'; queue: SurveyQueue } | { kind: 'failed'; status: 2 | 3; message: string };

/** How often the queue is looked after, and its claim renewed, in ms. */
const LOOK_MS = 2_000;
const RENEW_MS = CLAIM_MS / 3;

/** A survey of which the coordinator was killed has its claim for so long. */
const WAIT_MS = CLAIM_MS + 2_000;

/** How long the server has to take its keys back at the end, in ms. */
const CLOSE_MS = 3_000;

/** Messages about jobs that are shown at most. */
const MOST_WARNINGS = 20;

/** Opens the queue for one survey, the only one there at a time, and clears it of what a survey before left. */
export async function openSurveyQueue(options: SurveyQueueOptions): Promise<OpenedQueue> {
  const { address, packages, warn } = options;
  const reached = await reachRedis(address, packages);
  if (reached.kind !== 'reached') {
    return { kind: 'failed', status: reached.kind === 'absent' ? 3 : 2, message: reached.message };
  }
  const end = new AbortController();
  const redis = openRedis(address, packages, end.signal, warn);
  const run = randomUUID();
  const claim = new SurveyClaim(redis, run);
  if (!(await claimed(claim, options))) {
    end.abort();
    redis.disconnect();
    const message = `another survey uses the queue at ${address.shown}: wait for its end, or give each a database of its own, as in ${address.shown}/1`;
    return { kind: 'failed', status: 2, message };
  }
  const queue = new OpenQueue(options, { redis, run, claim, end });
  await queue.start();
  return { kind: 'open', queue };
}

async function claimed(claim: SurveyClaim, { warn }: SurveyQueueOptions): Promise<boolean> {
  const start = performance.now();
  if (await claim.hold()) return true;
  warn('another survey has the queue: waits whether it is still there');
  while (performance.now() - start < WAIT_MS) {
    await wait(1_000);
    if (await claim.hold()) return true;
  }
  return false;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What the queue of a survey is opened with. */
interface Started {
  redis: Redis;
  run: string;
  claim: SurveyClaim;
  /** Aborted at the end: connections that are lost then are not made anew. */
  end: AbortController;
}

class OpenQueue implements SurveyQueue {
  readonly #options: SurveyQueueOptions;
  readonly #redis: Redis;
  readonly #run: string;
  readonly #claim: SurveyClaim;
  readonly #end: AbortController;
  readonly #queues = new Map<string | null, VantageQueue>();
  readonly #said = new Set<string>();
  readonly #withoutWorkers = new Set<string | null>();
  #renewedAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(options: SurveyQueueOptions, { redis, run, claim, end }: Started) {
    this.#options = options;
    this.#redis = redis;
    this.#run = run;
    this.#claim = claim;
    this.#end = end;
  }

  async start(): Promise<void> {
    for (const vantage of this.#options.vantages) {
      await this.#clearLeftovers(vantage);
      const queue = new VantageQueue({
        ...{ ...this.#options, vantage, run: this.#run, end: this.#end.signal },
        warn: (message) => {
          this.#warnOnce(message);
        },
      });
      await queue.ready();
      this.#queues.set(vantage, queue);
    }
    this.#lookAgain();
  }

  poolOf(vantage: string | null): AttemptPool {
    const queue = this.#queues.get(vantage);
    if (queue === undefined) throw new Error(`no queue ${vantageText(vantage)}`);
    return {
      attempt: (request) => queue.attempt(request),
      close: () => Promise.resolve(),
    };
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    const queues = [...this.#queues.values()];
    const closing = (async () => {
      // First of all: workers end their connections by it.
      await this.#claim.release();
      await Promise.all(queues.map((queue) => queue.close()));
    })();
    await Promise.race([closing.catch(() => undefined), wait(CLOSE_MS)]);
    this.#end.abort();
    for (const queue of queues) queue.disconnect();
    this.#redis.disconnect();
  }

  /** What a survey that was killed left: its connections end by themselves, and its jobs are taken away. */
  async #clearLeftovers(vantage: string | null): Promise<void> {
    const { packages, address, warn } = this.#options;
    const connection = redisOptions(address, this.#end.signal);
    const queue = new packages.bullmq.Queue(queueName(vantage), { ...QUEUE_OPTIONS, connection });
    queue.on('error', () => undefined);
    if ((await queue.getActiveCount()) > 0) {
      warn('a survey before left open connections: waits for their end');
      await this.#untilNoneIsActive(queue);
    }
    await clear(queue);
    await queue.close();
  }

  /** Workers end the connections of a survey without a claim at once; those of a worker that was killed are gone. */
  async #untilNoneIsActive(queue: { getActiveCount(): Promise<number> }): Promise<void> {
    const start = performance.now();
    while (performance.now() - start < CLAIM_MS && (await queue.getActiveCount()) > 0) {
      await wait(500);
    }
  }

  #lookAgain(): void {
    if (this.#isClosing) return;
    this.#timer = setTimeout(() => {
      void this.#look().finally(() => {
        this.#lookAgain();
      });
    }, LOOK_MS);
  }

  async #look(): Promise<void> {
    try {
      if (performance.now() - this.#renewedAt > RENEW_MS) await this.#renew();
      for (const queue of this.#queues.values()) await queue.lookAfter();
      await this.#countAllWorkers();
    } catch (error) {
      // Without the server there is nothing to look at; what else there may be is told.
      if (!this.#isClosing) this.#warnOnce(String(error));
    }
  }

  async #renew(): Promise<void> {
    if (this.#isClosing) return;
    if (!(await this.#claim.hold())) {
      this.#options.onLost('another survey has taken the queue over');
      return;
    }
    this.#renewedAt = performance.now();
    for (const queue of this.#queues.values()) await queue.keepAlive(this.#redis);
  }

  async #countAllWorkers(): Promise<void> {
    const queues = [...this.#queues];
    if (queues.every(([, queue]) => queue.openJobs === 0)) return;
    for (const [vantage, queue] of queues) await this.#countWorkers(vantage, queue);
  }

  async #countWorkers(vantage: string | null, queue: VantageQueue): Promise<void> {
    const { address, warn } = this.#options;
    if (queue.isIdle) return;
    const count = await queue.workers();
    if (count === 0 && !this.#withoutWorkers.has(vantage)) {
      this.#withoutWorkers.add(vantage);
      const option = vantage === null ? '' : ` --vantage ${vantage}`;
      warn(
        `no worker ${vantageText(vantage)} takes jobs: waits for one, as of mxtls worker --queue ${address.shown}${option}`,
      );
    }
    if (count !== null && count > 0 && this.#withoutWorkers.delete(vantage)) {
      warn(
        `${count} ${count === 1 ? 'worker takes' : 'workers take'} jobs ${vantageText(vantage)}`,
      );
    }
  }

  #warnOnce(message: string): void {
    if (this.#said.has(message) || this.#said.size > MOST_WARNINGS) return;
    this.#said.add(message);
    const isLast = this.#said.size > MOST_WARNINGS;
    this.#options.warn(isLast ? 'more of the kind is not shown' : message);
  }
}
