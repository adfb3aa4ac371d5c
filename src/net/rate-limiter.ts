import pLimit, { type LimitFunction } from 'p-limit';

/** The manners of a run. */
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

/** Lets connections happen: one at a time to an address with a pause between, a few to an operator, so many in all. */
export interface RateLimiter {
  connect<T>(at: Destination, connection: () => Promise<T>): Promise<T>;
  /** Says that an operator puts us off: its next connections wait, each time twice as long, until it is welcoming again. */
  backOff(operator: string): void;
  resetBackOff(operator: string): void;
}

/** What is waited for an operator that puts us off, in pauses: at first, and at most. */
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

/** Makes the pace of one run. What waits for its address or operator takes no place of the whole run. */
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
      // The next one waits for this one, however it ended.
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

/** Waits for an instant of the monotonic clock; not at all for one that is past. */
async function until(instant: number): Promise<void> {
  const left = instant - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
