import { describe, expect, it } from 'vitest';
import { OperatorPace } from '../../src/net/operator-pace.ts';

const PAUSE = 1_000;

/** Connects to an operator that takes one connection in each `limitMs`; gives the connections that were too fast, by turn. */
function connectTo(limitMs: (turn: number) => number, turns: number) {
  const pace = new OperatorPace(PAUSE);
  const tooFast: number[] = [];
  const intervals: number[] = [];
  let now = 0;
  let takenAt = -Infinity;
  for (let turn = 0; turn < turns; turn++) {
    now = Math.max(now + 1, pace.readyAt);
    pace.start(now);
    if (now - takenAt < limitMs(turn)) {
      tooFast.push(turn);
      pace.slowDown(now, now);
    } else {
      takenAt = now;
      pace.speedUp();
    }
    intervals.push(pace.intervalMs);
  }
  return { tooFast, intervals };
}

describe('the pace of an operator', () => {
  it('is free until a connection is too fast', () => {
    expect(connectTo(() => 0, 10)).toEqual({ tooFast: [], intervals: Array(10).fill(0) });
  });

  it('doubles, and no further than 60 pauses', () => {
    const { intervals } = connectTo(() => Infinity, 10);
    // The first connection is taken.
    expect(intervals).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60, 60].map((n) => n * PAUSE));
  });

  it('is learned: few connections in many are too fast', () => {
    const { tooFast } = connectTo(() => 30_000, 300);
    expect(tooFast.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(tooFast.length).toBeLessThan(15);
  });

  it('shrinks slowly when the operator takes more, and does not return to zero at once', () => {
    const { intervals } = connectTo((turn) => (turn < 50 ? 30_000 : 0), 400);
    expect(intervals[51]).toBeGreaterThan(20_000);
    expect(intervals.at(-1)).toBeLessThan(15_000);
  });

  it('does not double for connections that started before it did', () => {
    const pace = new OperatorPace(PAUSE);
    for (let i = 0; i < 4; i++) pace.slowDown(5, 10 + i);
    expect(pace.intervalMs).toBe(PAUSE);
    pace.slowDown(10, 20);
    expect(pace.intervalMs).toBe(2 * PAUSE);
  });

  it('does not count a connection that was not made', () => {
    const pace = new OperatorPace(PAUSE);
    pace.slowDown(0, 0);
    pace.start(1_000);
    pace.takeBack();
    expect(pace.readyAt).toBe(1_000);
  });
});
