import { expect, it } from 'vitest';
import { Deadline, TIMEOUTS } from '../../src/net/deadline.ts';

it('keeps the patience that was promised, in ms', () => {
  expect(TIMEOUTS).toEqual({
    attempt: 120_000,
    connect: 20_000,
    greeting: 60_000,
    command: 30_000,
    handshake: 20_000,
    quit: 3_000,
  });
});

it('leaves a phase its time, or what is left of all', () => {
  expect(new Deadline(1_000_000).left(500)).toBe(500);
  expect(new Deadline(100).left(500)).toBeLessThanOrEqual(100);
  expect(new Deadline(-1).left(500)).toBe(0);
});
