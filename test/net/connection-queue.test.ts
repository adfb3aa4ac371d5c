import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionQueue } from '../../src/net/connection-queue.ts';
import type { RateLimits } from '../../src/net/queue-places.ts';

interface Row {
  address: string;
  operator: string;
  /** Its connections, by how long each takes in ms. */
  takes: readonly number[];
  /** Whether each of them is too fast for the operator, or shows that this machine runs out of sockets. */
  isTooFast?: boolean;
  runsOut?: boolean;
}

interface Made extends Row {
  /** How many connections it has made. */
  made: number;
}

/** One connection that was made. */
interface Connection {
  address: string;
  operator: string;
  from: number;
  to: number;
}

/** A queue with a clock of its own, which goes to the next instant at which something happens. */
class Simulation {
  readonly connections: Connection[] = [];
  readonly finished: Row[] = [];
  now = 0;
  readonly #queue: ConnectionQueue<Made, Made>;
  readonly #visitors: ReadonlySet<Made>;
  #open: { at: number; each: Made }[] = [];

  constructor(limits: RateLimits, visitors: readonly Row[], singles: readonly Row[]) {
    this.#queue = new ConnectionQueue(limits);
    this.#visitors = new Set(visitors.map((each) => ({ ...each, made: 0 })));
    for (const each of this.#visitors) this.#queue.enter(each, 0);
    for (const each of singles) this.#queue.claim({ ...each, made: 0 }, 0);
  }

  run(): this {
    do this.#connect();
    while (this.#goOn());
    return this;
  }

  #connect(): void {
    for (;;) {
      const turn = this.#queue.next(this.now);
      if (turn === null) return;
      const each = turn.kind === 'visitor' ? turn.visitor : turn.claim;
      const { address, operator } = each;
      const to = this.now + (each.takes[each.made++] ?? 0);
      this.connections.push({ address, operator, from: this.now, to });
      this.#open.push({ at: to, each });
    }
  }

  /** Goes to the next instant; false if there is none. */
  #goOn(): boolean {
    const next = this.#queue.nextAt(this.now) ?? Infinity;
    const soonest = Math.min(next, ...this.#open.map(({ at }) => at));
    if (soonest === Infinity) return false;
    this.now = Math.max(this.now, soonest);
    const ended = this.#open.filter(({ at }) => at <= this.now);
    this.#open = this.#open.filter(({ at }) => at > this.now);
    for (const { each } of ended) this.#end(each);
    return true;
  }

  #end(each: Made): void {
    if (each.isTooFast) this.#queue.slowDown(each.operator, this.now, this.now);
    if (each.runsOut) this.#queue.ranOut(this.now);
    this.#queue.ended(each, this.now);
    if (each.made < each.takes.length) {
      this.#queue.claim(each, this.now);
      return;
    }
    this.finished.push(each);
    if (this.#visitors.has(each)) this.#queue.left(each, this.now);
  }
}

/** Runs visitors, and single connections beside them, to their end. */
function run(limits: RateLimits, visitors: readonly Row[], singles: readonly Row[] = []) {
  return new Simulation(limits, visitors, singles).run();
}

/** The most connections at once among those that a function puts together. */
function mostAtOnce(connections: readonly Connection[], of: (one: Connection) => string): number {
  const changes = connections.flatMap((one) => [
    { key: of(one), at: one.from, by: 1 },
    { key: of(one), at: one.to, by: -1 },
  ]);
  // An end makes room for a start of the same instant.
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  const open = new Map<string, number>();
  let most = 0;
  for (const { key, by } of changes) {
    const count = (open.get(key) ?? 0) + by;
    open.set(key, count);
    most = Math.max(most, count);
  }
  return most;
}

function shortestPause(connections: readonly Connection[]): number {
  const last = new Map<string, number>();
  let shortest = Infinity;
  for (const { address, from, to } of connections) {
    shortest = Math.min(shortest, from - (last.get(address) ?? -Infinity));
    last.set(address, to);
  }
  return shortest;
}

const row = fc.record({
  address: fc.integer({ min: 0, max: 12 }).map((n) => `a${n}`),
  operator: fc.integer({ min: 0, max: 5 }).map((n) => `o${n}`),
  takes: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 }),
  isTooFast: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
  runsOut: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
});
const limits = fc.record({
  concurrency: fc.integer({ min: 1, max: 6 }),
  perOperator: fc.integer({ min: 1, max: 3 }),
  pauseMs: fc.constantFrom(0, 1, 100, 1_000),
});

describe('whatever the connections and how long they take', () => {
  it('all limits are kept and everything is finished', () => {
    fc.assert(
      fc.property(
        limits,
        fc.array(row, { maxLength: 40 }),
        fc.array(row, { maxLength: 10 }),
        (given, visitors, singles) => {
          const { connections, finished } = run(given, visitors, singles);
          expect(finished).toHaveLength(visitors.length + singles.length);
          expect(connections).toHaveLength(
            [...visitors, ...singles].reduce((sum, { takes }) => sum + takes.length, 0),
          );
          expect(mostAtOnce(connections, ({ address }) => address)).toBeLessThanOrEqual(1);
          expect(mostAtOnce(connections, ({ operator }) => operator)).toBeLessThanOrEqual(
            given.perOperator,
          );
          expect(mostAtOnce(connections, () => '')).toBeLessThanOrEqual(given.concurrency);
          expect(shortestPause(connections)).toBeGreaterThanOrEqual(given.pauseMs);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const rows = (count: number, operator: string, takes: readonly number[]): Row[] =>
  Array.from({ length: count }, (_, i) => ({ address: `${operator}-${i}`, operator, takes }));

describe('the order', () => {
  it('begins with the operator that has the most left', () => {
    const visitors = [...rows(2, 'small', [10]), ...rows(9, 'big', [10]), ...rows(5, 'mid', [10])];
    const given = { concurrency: 1, perOperator: 1, pauseMs: 0 };
    const order = run(given, visitors).connections.map(({ operator }) => operator);
    expect(order.slice(0, 4)).toEqual(['big', 'big', 'big', 'big']);
    expect(order.indexOf('mid')).toBeLessThan(order.indexOf('small'));
  });

  it('ends when the longest queue does, however many short ones there are', () => {
    const short = Array.from({ length: 200 }, (_, i) => rows(1, `o${i}`, [100])).flat();
    const given = { concurrency: 10, perOperator: 2, pauseMs: 0 };
    // 2 at a time of 80: 4,000 ms; the short ones fit beside them.
    expect(run(given, [...short, ...rows(80, 'big', [100])]).now).toBe(4_000);
  });

  it('finishes what has begun, and opens no more visitors than a window', () => {
    const given = { concurrency: 5, perOperator: 5, pauseMs: 1_000 };
    const { connections } = run(given, rows(100, 'big', [10, 10, 10]));
    const begun = new Map<string, number>();
    let most = 0;
    for (const { address } of connections) {
      begun.set(address, (begun.get(address) ?? 0) + 1);
      if (begun.get(address) === 3) begun.delete(address);
      most = Math.max(most, begun.size);
    }
    expect(most).toBeLessThanOrEqual(20);
    expect(most).toBeGreaterThan(5);
  });

  it('does not let a slow operator hold up others', () => {
    const slow = rows(20, 'slow', [30_000]);
    const quick = Array.from({ length: 100 }, (_, i) => rows(1, `o${i}`, [100])).flat();
    const given = { concurrency: 10, perOperator: 2, pauseMs: 0 };
    const { connections } = run(given, [...slow, ...quick]);
    const others = connections.filter(({ operator }) => operator !== 'slow');
    expect(Math.max(...others.map(({ to }) => to))).toBeLessThan(2_000);
  });
});

describe('many visitors at one address, of many operators', () => {
  it('have it for themselves until they leave', () => {
    const visitors = Array.from({ length: 60 }, (_, i) => ({
      address: 'one',
      operator: `o${i}`,
      takes: [5, 5, 5],
    }));
    const given = { concurrency: 50, perOperator: 4, pauseMs: 10 };
    const order = run(given, visitors).connections.map(({ operator }) => operator);
    const changes = order.filter((operator, i) => operator !== order[i - 1]);
    expect(changes).toHaveLength(60);
  });

  it('are all asked, one after another', () => {
    const visitors = Array.from({ length: 500 }, (_, i) => ({
      address: 'one',
      operator: `o${i % 170}`,
      takes: [1, 1],
    }));
    const given = { concurrency: 50, perOperator: 4, pauseMs: 10 };
    const { finished, connections } = run(given, visitors);
    expect([finished.length, connections.length]).toEqual([500, 1_000]);
  });
});
