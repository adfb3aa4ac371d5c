import pLimit, { type LimitFunction } from 'p-limit';

/** The manners of a run. */
export interface PaceOptions {
  /** Connections at once in all. */
  concurrency: number;
  /** Connections at once to the hosts of one operator. */
  perOperator: number;
  /** Between two connections to one address, in ms. */
  pauseMs: number;
}

/** Lets connections happen: one at a time to an address with a pause between, a few to an operator, so many in all. */
export interface Pace {
  connect<T>(at: { address: string; operator: string }, connection: () => Promise<T>): Promise<T>;
}

interface Turn {
  over: Promise<unknown>;
  endedAt: number;
}

/** Makes the pace of one run. What waits for its address or operator takes no place of the whole run. */
export function createPace({ concurrency, perOperator, pauseMs }: PaceOptions): Pace {
  const all = pLimit(concurrency);
  const operators = new Map<string, LimitFunction>();
  const turns = new Map<string, Turn>();

  const operatorLimit = (operator: string): LimitFunction => {
    const known = operators.get(operator);
    if (known !== undefined) return known;
    const limit = pLimit(perOperator);
    operators.set(operator, limit);
    return limit;
  };

  return {
    async connect({ address, operator }, connection) {
      const before = turns.get(address);
      const turn: Turn = { over: Promise.resolve(), endedAt: 0 };
      const result = waitFor(before, pauseMs)
        .then(() => operatorLimit(operator)(() => all(connection)))
        .finally(() => {
          turn.endedAt = performance.now();
        });
      // The next one waits for this one, however it ended.
      turn.over = result.catch(() => undefined);
      turns.set(address, turn);
      return result;
    },
  };
}

async function waitFor(before: Turn | undefined, pauseMs: number): Promise<void> {
  if (before === undefined) return;
  await before.over;
  const left = before.endedAt + pauseMs - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
