import { expect, it } from 'vitest';
import { Deadline, TIMEOUTS } from '../../src/net/deadline.ts';

it('has the documented timeouts, in ms', () => {
  expect(TIMEOUTS).toEqual({
    attempt: 120_000,
    connect: 20_000,
    greeting: 60_000,
    command: 30_000,
    handshake: 20_000,
    quit: 3_000,
  });
});

it('gives a phase its own time, or the rest of the whole', () => {
  expect(new Deadline(1_000_000).left(500)).toBe(500);
  expect(new Deadline(100).left(500)).toBeLessThanOrEqual(100);
  expect(new Deadline(-1).left(500)).toBe(0);
});

it('names the limit of a phase, not what is left of it', () => {
  expect(new Deadline(1_000_000).limit(500)).toEqual({ ms: 500, text: '500 ms' });
  expect(new Deadline(100).limit(500)).toMatchObject({ text: '100 ms for all' });
});
