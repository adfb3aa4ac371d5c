import pLimit, { type LimitFunction } from 'p-limit';

/** The limits of a run. */
export interface RateLimits {
  /** Connections at once in all. */
  concurrency: number;
  /** Connections at once to the hosts of one operator. */
  perOperator: number;
  /** Between two connections to one address, in ms. */
  pauseMs: number;
}

/** Where a connection goes, and who runs the host there. */
interface Destination {
  address: string;
  operator: string;
}

/** Makes connections wait for their turn: one at a time to an address with a pause between, some to an operator and in all. */
export interface RateLimiter {
  connect<T>(at: Destination, connection: () => Promise<T>): Promise<T>;
  /** Makes the next connections to an operator wait; each wait is twice the last, up to 60 pauses. */
  backOff(operator: string): void;
  resetBackOff(operator: string): void;
}

/** The first and the longest wait of a back-off, in pauses. */
const FIRST_BACK_OFF = 1;
const LAST_BACK_OFF = 60;

interface Turn {
  over: Promise<unknown>;
  endedAt: number;
}

interface Operator {
  limit: LimitFunction;
  backOffMs: number;
  readyAt: number;
}

/** Makes the rate limiter of one run. A connection that waits for its address or operator does not count in all. */
export function createRateLimiter({ concurrency, perOperator, pauseMs }: RateLimits): RateLimiter {
  const all = pLimit(concurrency);
  const operators = new Map<string, Operator>();
  const turns = new Map<string, Turn>();

  const operatorOf = (name: string): Operator => {
    const known = operators.get(name);
    if (known !== undefined) return known;
    const operator = { limit: pLimit(perOperator), backOffMs: 0, readyAt: 0 };
    operators.set(name, operator);
    return operator;
  };

  return {
    connect({ address, operator: name }, connection) {
      const operator = operatorOf(name);
      const before = turns.get(address);
      const turn: Turn = { over: Promise.resolve(), endedAt: 0 };
      const result = waitFor(before, pauseMs)
        .then(() =>
          operator.limit(async () => {
            await until(operator.readyAt);
            return all(connection);
          }),
        )
        .finally(() => {
          turn.endedAt = performance.now();
        });
      // The next connection waits for this one, even if it fails.
      turn.over = result.catch(() => undefined);
      turns.set(address, turn);
      return result;
    },
    backOff(name) {
      const operator = operatorOf(name);
      const next = operator.backOffMs === 0 ? FIRST_BACK_OFF * pauseMs : operator.backOffMs * 2;
      operator.backOffMs = Math.min(next, LAST_BACK_OFF * pauseMs);
      operator.readyAt = performance.now() + operator.backOffMs;
    },
    resetBackOff(name) {
      operatorOf(name).backOffMs = 0;
    },
  };
}

async function waitFor(before: Turn | undefined, pauseMs: number): Promise<void> {
  if (before === undefined) return;
  await before.over;
  await until(before.endedAt + pauseMs);
}

/** Waits until an instant of `performance.now()`. */
async function until(instant: number): Promise<void> {
  const left = instant - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
