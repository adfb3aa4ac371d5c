import type { Job, Queue, QueueEvents } from 'bullmq';
import type { Redis } from 'ioredis';
import { notAttempted, type Attempted, type AttemptRequest } from '../smtp/make-attempt.ts';
import { jobData, type QueueJob } from './job-text.ts';
import type { QueueAddress } from './queue-address.ts';
import { KEPT_S, KEYS_MS, LOCK_MS, queueName, QUEUE_OPTIONS } from './queue-names.ts';
import type { QueuePackages } from './queue-packages.ts';
import { redisFault, redisOptions } from './redis-client.ts';
import { readResult, type ReadResult } from './result-text.ts';

/** What a queue takes. */
export interface VantageQueueOptions {
  address: QueueAddress;
  packages: QueuePackages;
  vantage: string | null;
  /** The survey that the jobs are of. */
  run: string;
  /** Aborted when the server is not waited for any more. */
  end: AbortSignal;
  /** How many jobs there are at once at most. */
  concurrency: number;
  /** Takes what is wrong with the queue, a line each; the same line comes once. */
  warn: (message: string) => void;
}

/** A job that waits for its result. */
interface OpenJob {
  request: AttemptRequest;
  settle: (attempted: Attempted) => void;
  addedAt: number;
  /** When the queue had lost it; null while it has it. */
  missingSince: number | null;
}

/** Events of a job that the stream of the queue keeps: added, waiting, active, completed. */
const EVENTS_A_JOB = 4;

/** How many jobs that are over are read at once. */
const BATCH = 200;

/** After this time without a result a job is looked for, in ms. */
const LOOK_AFTER_MS = 10_000;

/**
 * The connections of a survey from one vantage, each a job of BullMQ. A job has its worker's lock; where that worker is killed,
 * another one takes it. Only the result of a worker that holds the lock counts, so that each job has one result.
 */
export class VantageQueue {
  readonly #options: VantageQueueOptions;
  readonly #queue: Queue<QueueJob>;
  readonly #events: QueueEvents;
  readonly #open = new Map<string, OpenJob>();
  #added = 0;
  #isClosed = false;

  constructor(options: VantageQueueOptions) {
    this.#options = options;
    const { packages, address, vantage, concurrency, end } = options;
    const { Queue, QueueEvents } = packages.bullmq;
    const name = queueName(vantage);
    const connection = redisOptions(address, end);
    const events = { maxLen: EVENTS_A_JOB * (concurrency + BATCH) };
    this.#queue = new Queue(name, { ...QUEUE_OPTIONS, connection, streams: { events } });
    this.#events = new QueueEvents(name, { ...QUEUE_OPTIONS, connection, autorun: false });
    // What fails by the connection is told by the connection of the claim, and waits.
    this.#queue.on('error', () => undefined);
    this.#events.on('error', () => undefined);
    this.#events.on('completed', ({ jobId, returnvalue }) => {
      void this.#take(jobId, returnvalue);
    });
    this.#events.on('failed', ({ jobId, failedReason }) => {
      void this.#fail(jobId, failedReason);
    });
    void this.#listen();
  }

  /** The jobs that have no result yet. */
  get openJobs(): number {
    return this.#open.size;
  }

  /** Whether all jobs have their results. Before its first job a queue waits: another vantage may have all turns. */
  get isIdle(): boolean {
    return this.#added > 0 && this.#open.size === 0;
  }

  async ready(): Promise<void> {
    await Promise.all([this.#queue.waitUntilReady(), this.#events.waitUntilReady()]);
  }

  /** Hands out one connection; gives its result, from whichever worker. Never rejects. */
  attempt(request: AttemptRequest): Promise<Attempted> {
    if (this.#isClosed) return Promise.resolve(notAttempted('closed', 'the run is over'));
    const id = `${this.#options.run}-${this.#added++}`;
    return new Promise((settle) => {
      this.#open.set(id, { request, settle, addedAt: performance.now(), missingSince: null });
      void this.#add(id, request);
    });
  }

  /** How many workers wait for jobs; null where the server does not say. */
  async workers(): Promise<number | null> {
    try {
      return await this.#queue.getWorkersCount();
    } catch {
      // A server may forbid CLIENT LIST.
      return null;
    }
  }

  /** Looks for results whose event was missed, and for jobs that the server has lost. */
  async lookAfter(): Promise<void> {
    const over = await this.#queue.getJobs(['completed', 'failed'], 0, BATCH - 1);
    for (const job of over as (Job<QueueJob> | undefined)[]) {
      if (job?.id === undefined) continue;
      if (job.failedReason) await this.#fail(job.id, job.failedReason);
      else await this.#take(job.id, job.returnvalue);
    }
    const now = performance.now();
    const late = Array.from(this.#open).filter(([, { addedAt }]) => now - addedAt > LOOK_AFTER_MS);
    // There may be hundreds, and a far server must not hold up the claim.
    await Promise.all(late.map(([id, job]) => this.#find(id, job)));
  }

  /** Lets the keys of this queue expire where nobody renews this. */
  async keepAlive(redis: Redis): Promise<void> {
    const names = ['wait', 'active', 'events', 'meta', 'completed', 'failed', 'stalled', 'id'];
    for (const name of [...names, ...this.#open.keys()]) {
      await redis.pexpire(this.#queue.toKey(name), KEYS_MS);
    }
  }

  /** Gives up what has no result, and takes all of the queue from the server. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { settle } of this.#open.values()) {
      settle(notAttempted('closed', 'the run is over'));
    }
    this.#open.clear();
    await clear(this.#queue);
    await Promise.all([this.#queue.close(), this.#events.close()]);
  }

  /** Lets go of the server without a word: it does not answer. */
  disconnect(): void {
    this.#isClosed = true;
    // It waits for a connection, which may never come.
    void Promise.allSettled([this.#queue.disconnect(), this.#events.disconnect()]);
  }

  async #add(id: string, request: AttemptRequest): Promise<void> {
    const keep = { age: KEPT_S };
    try {
      await this.#queue.add('connection', jobData(this.#options.run, request), {
        ...{ jobId: id, removeOnComplete: keep, removeOnFail: keep },
      });
    } catch (error) {
      // It is found missing, and added again.
      if (!this.#isClosed) this.#options.warn(redisFault(this.#options.address, error));
    }
  }

  /** Reads events until the end. A stranger's event that cannot be read ends the reading: what it missed is looked for. */
  async #listen(): Promise<void> {
    while (!this.#isClosed) {
      try {
        await this.#events.run();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  async #take(id: string, value: unknown): Promise<void> {
    const job = this.#open.get(id);
    this.#open.delete(id);
    job?.settle(this.#attemptedBy(readResult(value), job.request));
    await this.#remove(id);
  }

  async #fail(id: string, reason: string): Promise<void> {
    const job = this.#open.get(id);
    this.#open.delete(id);
    job?.settle(this.#refused(`a job failed: ${reason}`));
    await this.#remove(id);
  }

  async #remove(id: string): Promise<void> {
    try {
      await this.#queue.remove(id);
    } catch {
      // It expires, or the next look finds it.
    }
  }

  #attemptedBy(result: ReadResult, { action }: AttemptRequest): Attempted {
    switch (result.kind) {
      case 'refused':
        return this.#refused(result.reason);
      case 'invalid':
        return this.#refused(`its result is none: ${result.reason}`);
      case 'left':
        return elsewhere('left', result.reason);
      case 'attempted':
        break;
    }
    const { attempted, lostAnswer } = result;
    const { outcome } = attempted.result;
    const isOther =
      action.kind === 'hello' ? outcome === 'tls' || outcome === 'tls-failed' : outcome === 'hello';
    if (isOther) return this.#refused(`its result is of another question: ${outcome}`);
    if (lostAnswer === null) return attempted;
    return { ...attempted, elsewhere: { kind: 'lost-answer', detail: lostAnswer } };
  }

  #refused(reason: string): Attempted {
    const { vantage, warn } = this.#options;
    const detail = `a worker${vantage === null ? '' : ` at ${vantage}`}: ${reason}`;
    warn(detail);
    return elsewhere('refused', detail);
  }

  /** Adds a job anew that the server lost: a worker that still has it knows by then that it has lost its lock. */
  async #find(id: string, job: OpenJob): Promise<void> {
    const state = await this.#queue.getJobState(id);
    if (state !== 'unknown') {
      job.missingSince = null;
      return;
    }
    const now = performance.now();
    job.missingSince ??= now;
    if (now - job.missingSince < LOCK_MS || !this.#open.has(id)) return;
    job.missingSince = null;
    await this.#add(id, job.request);
  }
}

function elsewhere(kind: 'refused' | 'left', detail: string): Attempted {
  return { ...notAttempted('local-limit', detail), elsewhere: { kind, detail } };
}

/** Takes all of a queue from the server: its jobs, and its own keys. */
export async function clear(queue: Queue): Promise<void> {
  // Only a queue that is paused can be taken away.
  await queue.pause();
  await queue.obliterate({ force: true });
}
