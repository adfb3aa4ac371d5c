import type { Interruption } from '../interruption.ts';
import { notAttempted, type MakeAttempt } from '../smtp/make-attempt.ts';
import { AttemptThread } from './attempt-thread.ts';

/** Which threads make the connections of a run. */
export interface ThreadUse {
  /** Threads beside this one; 0: all connections are made in this thread. Each is started when there is a connection for it. */
  threads: number;
  /** The connections that are made in this thread before the others are used: a thread costs as much as hundreds of them. */
  firstHere: number;
}

/** What a pool takes. */
export interface AttemptPoolOptions extends ThreadUse {
  /** Makes the connections of this thread. */
  here: MakeAttempt;
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
export function createAttemptPool(options: AttemptPoolOptions): AttemptPool {
  const { threads, here, firstHere, interruption } = options;
  const slots = new Array<AttemptThread | undefined>(threads).fill(undefined);
  let made = 0;
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
      if (isClosed) return notAttempted('closed', 'the run is over');
      const isHere = threads === 0 || made++ < firstHere || interruption?.isRaised === true;
      return isHere ? here(request) : pick().attempt(request);
    },
    async close() {
      isClosed = true;
      for (const thread of slots) await thread?.close();
    },
  };
}

function loadOf(thread: AttemptThread | undefined): number {
  return thread === undefined || thread.hasEnded ? 0 : thread.load;
}
