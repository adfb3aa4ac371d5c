import { ConnectionQueue, type Turn } from './connection-queue.ts';
import type { Destination, RateLimits } from './queue-places.ts';

export type { Destination, RateLimits };

/** One that makes several connections to an address, and has the address for itself until it leaves. */
export interface Visitor extends Destination {
  /** Called at its turn. The first connection made before this returns is part of the turn. Never throws. */
  begin(): void;
}

/** Makes connections wait for their turn: one at a time to an address with a pause between, some to an operator and in all. */
export interface RateLimiter {
  connect<T>(at: Destination, connection: () => Promise<T>): Promise<T>;
  /** Takes a visitor: it begins when its address, its operator and this machine have room for it. */
  visit(visitor: Visitor): void;
  leave(visitor: Visitor): void;
  /** A connection that started at an instant of `performance.now()` was too fast for an operator. */
  slowDown(operator: string, startedAt: number): void;
  /** An operator took a connection without complaint. */
  speedUp(operator: string): void;
  /** This machine ran out of sockets or ports. */
  ranOut(): void;
}

/** A connection that waits for its turn. */
interface Claim extends Destination {
  begin: () => void;
}

/** Makes the rate limiter of one run: a {@link ConnectionQueue} with a clock. */
export function createRateLimiter(limits: RateLimits): RateLimiter {
  const queue = new ConnectionQueue<Visitor, Claim>(limits);
  const timer = createTimer(takeTurns);
  /** The visitor that is beginning, until it makes its first connection. */
  let beginning: Visitor | null = null;
  let isTaking = false;

  function takeTurns(): void {
    // A turn may end within itself; the loop that gave it goes on.
    if (isTaking) return;
    isTaking = true;
    for (let turn = queue.next(performance.now()); turn !== null;) {
      give(turn);
      turn = queue.next(performance.now());
    }
    isTaking = false;
    timer.set(queue.nextAt(performance.now()));
  }

  function give(turn: Turn<Visitor, Claim>): void {
    if (turn.kind === 'claim') {
      turn.claim.begin();
      return;
    }
    const { visitor } = turn;
    beginning = visitor;
    visitor.begin();
    if (endBeginning() !== null) queue.unused(visitor, performance.now());
  }

  function endBeginning(): Visitor | null {
    const visitor = beginning;
    beginning = null;
    return visitor;
  }

  async function run<T>(at: Destination, connection: () => Promise<T>): Promise<T> {
    try {
      return await connection();
    } finally {
      queue.ended(at, performance.now());
      takeTurns();
    }
  }

  return {
    connect({ address, operator }, connection) {
      if (beginning?.address === address) {
        endBeginning();
        return run({ address, operator }, connection);
      }
      return new Promise((resolve) => {
        const begin = (): void => {
          resolve(run({ address, operator }, connection));
        };
        queue.claim({ address, operator, begin }, performance.now());
        takeTurns();
      });
    },
    visit(visitor) {
      queue.enter(visitor, performance.now());
      takeTurns();
    },
    leave(visitor) {
      queue.left(visitor, performance.now());
      takeTurns();
    },
    slowDown(operator, startedAt) {
      queue.slowDown(operator, startedAt, performance.now());
    },
    speedUp(operator) {
      queue.speedUp(operator);
    },
    ranOut() {
      queue.ranOut(performance.now());
    },
  };
}

/** One timer, set anew for each instant of `performance.now()`. */
function createTimer(onTime: () => void): { set: (at: number | null) => void } {
  let timer: NodeJS.Timeout | undefined;
  let setFor: number | null = null;
  const ring = (): void => {
    setFor = null;
    onTime();
  };
  return {
    set(at) {
      if (at === setFor) return;
      setFor = at;
      clearTimeout(timer);
      if (at !== null) timer = setTimeout(ring, Math.max(0, at - performance.now()));
    },
  };
}
