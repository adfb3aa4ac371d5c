import type { Interruption } from '../interruption.ts';
import { notAttempted, type MakeAttempt } from '../smtp/make-attempt.ts';
import { AttemptThread } from './attempt-thread.ts';

/** What a pool takes. */
export interface AttemptPoolOptions {
  /** Threads, at least 1. Each is started when there is a connection for it. */
  threads: number;
  /** Raised: no connection is made, and open dialogues end with QUIT; it is over when the threads have none left. */
  interruption?: Interruption | undefined;
}

/** Threads that make the connections of a run. */
export interface AttemptPool {
  /**
   * Makes one connection in the thread that has the fewest under way. A thread that fails is replaced, and its connections
   * are a limit of this machine.
   */
  attempt: MakeAttempt;
  /** Ends the threads, also with connections under way. */
  close(): Promise<void>;
}

/** Makes a pool of threads. They connect to the addresses themselves, as `dialDirectly` does. */
export function createAttemptPool({ threads, interruption }: AttemptPoolOptions): AttemptPool {
  const slots = new Array<AttemptThread | undefined>(threads).fill(undefined);
  let isClosed = false;
  const start = (): AttemptThread => {
    let stays: (() => void) | undefined = undefined;
    const thread = new AttemptThread(() => stays?.());
    stays = interruption?.whenRaised(() => {
      thread.interrupt();
    });
    return thread;
  };
  const pick = (): AttemptThread => {
    let best = 0;
    for (const [index, thread] of slots.entries()) {
      if (loadOf(thread) < loadOf(slots[best])) best = index;
    }
    const known = slots[best];
    if (known?.hasEnded === false) return known;
    const thread = start();
    slots[best] = thread;
    return thread;
  };
  return {
    async attempt(request) {
      if (interruption?.isRaised) return notAttempted('closed', 'interrupted');
      if (isClosed) return notAttempted('closed', 'the run is over');
      return pick().attempt(request);
    },
    async close() {
      isClosed = true;
      await Promise.all(slots.map((thread) => thread?.close()));
    },
  };
}

function loadOf(thread: AttemptThread | undefined): number {
  return thread === undefined || thread.hasEnded ? 0 : thread.load;
}
