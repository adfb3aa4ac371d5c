import type { Interruption } from '../interruption.ts';
import { notAttempted, type MakeAttempt } from '../smtp/make-attempt.ts';
import { AttemptProcess } from './attempt-process.ts';

/** Which processes make the connections of a run. */
export interface WorkerUse {
  /** Processes beside this one; 0: all connections are made in this one. Each is started when there is a connection for it. */
  workers: number;
  /** The connections that are made in this process before the others are used: one costs as much as hundreds of them. */
  firstHere: number;
}

/**
 * Node 20 does not free the issuers of a chain that is read as it was sent (`X509Certificate` takes them out of the chain of
 * OpenSSL and copies them): some kB a connection, which only the end of a process gives back.
 */
const LIFE = 5_000;

/** What a pool takes. */
export interface AttemptPoolOptions extends WorkerUse {
  /** Makes the connections of this process. */
  here: MakeAttempt;
  /** How many connections a worker makes before another one replaces it. */
  life?: number | undefined;
  /** Raised: no connection is made, and open dialogues end with QUIT; it is over when the workers have none left. */
  interruption?: Interruption | undefined;
}

/** Processes that make the connections of a run. */
export interface AttemptPool {
  /**
   * Makes one connection in the worker that has the fewest under way. A worker that fails is replaced, and its connections
   * are a limit of this machine; so is one that has made many, once it has none under way.
   */
  attempt: MakeAttempt;
  /** Ends the workers, also with connections under way. */
  close(): Promise<void>;
}

/** Makes a pool of workers. They connect to the addresses themselves, as `dialDirectly` does. */
export function createAttemptPool(options: AttemptPoolOptions): AttemptPool {
  const { workers, here, firstHere, life = LIFE, interruption } = options;
  const slots = new Array<AttemptProcess | undefined>(workers).fill(undefined);
  const running = new Set<AttemptProcess>();
  let made = 0;
  let isClosed = false;
  const start = (): AttemptProcess => {
    let stays: (() => void) | undefined = undefined;
    const worker = new AttemptProcess(life, () => {
      stays?.();
      if (worker.hasEnded) running.delete(worker);
    });
    stays = interruption?.whenRaised(() => {
      worker.interrupt();
    });
    running.add(worker);
    return worker;
  };
  const pick = (): AttemptProcess => {
    let best = 0;
    for (const [index, worker] of slots.entries()) {
      if (loadOf(worker) < loadOf(slots[best])) best = index;
    }
    const known = slots[best];
    if (known?.isSpent === false) return known;
    known?.retire();
    const worker = start();
    slots[best] = worker;
    return worker;
  };
  return {
    async attempt(request) {
      if (isClosed) return notAttempted('closed', 'the run is over');
      const isHere = workers === 0 || made++ < firstHere || interruption?.isRaised === true;
      return isHere ? here(request) : pick().attempt(request);
    },
    async close() {
      isClosed = true;
      await Promise.all(Array.from(running, (worker) => worker.close()));
    },
  };
}

function loadOf(worker: AttemptProcess | undefined): number {
  return worker === undefined || worker.isSpent ? 0 : worker.load;
}
