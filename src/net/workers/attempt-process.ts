import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { errorDetail } from '../../model/system-error.ts';
import { notAttempted, type Attempted, type AttemptRequest } from '../smtp/make-attempt.ts';
import { receive, type FromWorker, type ToWorker } from './attempt-messages.ts';

const ENTRY = fileURLToPath(new URL('./attempt-worker.js', import.meta.url));

/** Memory of a worker in MB: a hundred connections take some ten. Without limits it keeps several times as much in garbage. */
const MEMORY = ['--max-old-space-size=256', '--max-semi-space-size=4'];

/** One process that makes connections. It keeps this one alive only while it has some under way. */
export class AttemptProcess {
  readonly #child = fork(ENTRY, {
    serialization: 'advanced',
    // Not those of this process: with `-e` a worker would be the program once more, and start workers without end.
    execArgv: MEMORY,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  readonly #waiting = new Map<number, (attempted: Attempted) => void>();
  readonly #ended: Promise<void>;
  readonly #onOver: () => void;
  readonly #life: number;
  #asked = 0;
  #trouble = 'ended';
  #hasEnded = false;
  #isRetired = false;

  /**
   * @param life how many connections it makes at most.
   * @param onOver called once it was interrupted and has no open connection left, and when it ended.
   */
  constructor(life: number, onOver: () => void) {
    this.#life = life;
    this.#onOver = onOver;
    this.#child.unref();
    this.#child.channel?.unref();
    this.#child.on('message', (message: FromWorker) => {
      this.#hear(message);
    });
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#end();
        resolve();
      };
      this.#child.on('exit', end);
      this.#child.on('error', (error) => {
        this.#trouble = errorDetail(error);
        // One that could not be started has no end.
        if (this.#child.pid === undefined) end();
      });
    });
  }

  /** The connections that it has under way. */
  get load(): number {
    return this.#waiting.size;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether it takes no further connection: it ended, or has made as many as one may. */
  get isSpent(): boolean {
    return this.#hasEnded || this.#asked >= this.#life;
  }

  /** Makes a connection. Where the process ends before, that is a limit of this machine. */
  attempt(request: AttemptRequest): Promise<Attempted> {
    const id = this.#asked++;
    return new Promise((resolve) => {
      if (this.#waiting.size === 0) this.#child.channel?.ref();
      this.#waiting.set(id, resolve);
      this.#tell({ kind: 'attempt', id, request });
    });
  }

  /** Ends its connections before their time, with QUIT. */
  interrupt(): void {
    this.#tell({ kind: 'interrupt' });
  }

  /** Ends the process once it has no connection under way. */
  retire(): void {
    this.#isRetired = true;
    if (this.#waiting.size === 0) this.#leave();
  }

  /** Ends the process with all that it does. */
  async close(): Promise<void> {
    this.#leave();
    // Nothing else may keep this process alive until then.
    this.#child.ref();
    if (!this.#hasEnded) await this.#ended;
  }

  #leave(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #tell(message: ToWorker): void {
    // What fails is followed by its end.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case 'over':
        this.#onOver();
        return;
      case 'ends':
        this.#trouble = message.detail;
        return;
      case 'attempted':
        this.#settle(message.id, message.attempted);
    }
  }

  #settle(id: number, attempted: Attempted): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    receive(attempted);
    resolve?.(attempted);
    if (this.#waiting.size > 0) return;
    this.#child.channel?.unref();
    if (this.#isRetired) this.#leave();
  }

  #end(): void {
    this.#hasEnded = true;
    for (const resolve of this.#waiting.values()) {
      resolve(notAttempted('local-limit', `a worker of the scanner: ${this.#trouble}`));
    }
    this.#waiting.clear();
    this.#onOver();
  }
}
