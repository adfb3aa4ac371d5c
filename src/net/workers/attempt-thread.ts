import { Worker } from 'node:worker_threads';
import { errorDetail } from '../../model/system-error.ts';
import { notAttempted, type Attempted, type AttemptRequest } from '../smtp/make-attempt.ts';
import { receive, type FromThread, type ToThread } from './attempt-messages.ts';

const ENTRY = new URL('./attempt-worker.js', import.meta.url);

/**
 * Memory of a thread in MB: a hundred connections take some ten. Without limits each thread keeps several times as much in
 * garbage.
 */
const MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

/** One thread that makes connections. It keeps the process alive only while it has some under way. */
export class AttemptThread {
  readonly #worker = new Worker(ENTRY, { resourceLimits: MEMORY });
  readonly #asked = new Map<number, (attempted: Attempted) => void>();
  readonly #onOver: () => void;
  #nextId = 0;
  #trouble = 'ended';
  #hasEnded = false;

  /** @param onOver called once it was interrupted and has no open connection left, and when it ended. */
  constructor(onOver: () => void) {
    this.#onOver = onOver;
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => {
      if (message.kind === 'over') this.#onOver();
      else this.#settle(message);
    });
    this.#worker.on('error', (error) => {
      this.#trouble = errorDetail(error);
    });
    this.#worker.on('exit', () => {
      this.#end();
    });
  }

  /** The connections that it has under way. */
  get load(): number {
    return this.#asked.size;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Makes a connection. Where the thread ends before, that is a limit of this machine. */
  attempt(request: AttemptRequest): Promise<Attempted> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      if (this.#asked.size === 0) this.#worker.ref();
      this.#asked.set(id, resolve);
      this.#tell({ kind: 'attempt', id, request });
    });
  }

  /** Ends its connections before their time, with QUIT. */
  interrupt(): void {
    this.#tell({ kind: 'interrupt' });
  }

  /** Ends the thread with all that it does. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: ToThread): void {
    this.#worker.postMessage(message);
  }

  #settle({ id, attempted }: FromThread & { kind: 'attempted' }): void {
    const resolve = this.#asked.get(id);
    this.#asked.delete(id);
    if (this.#asked.size === 0) this.#worker.unref();
    receive(attempted);
    resolve?.(attempted);
  }

  #end(): void {
    this.#hasEnded = true;
    for (const resolve of this.#asked.values()) {
      resolve(notAttempted('local-limit', `a thread of the scanner: ${this.#trouble}`));
    }
    this.#asked.clear();
    this.#onOver();
  }
}
