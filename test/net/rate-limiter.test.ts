import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRateLimiter, type RateLimits } from '../../src/net/rate-limiter.ts';

/** Runs connections, each a few turns of the event loop long, and counts how many there were at once. */
async function run(options: RateLimits, at: { address: string; operator: string }[]) {
  const limiter = createRateLimiter(options);
  const open: typeof at = [];
  const most = { all: 0, address: 0, operator: 0 };
  const times: number[] = [];
  await Promise.all(
    at.map((each) =>
      limiter.connect(each, async () => {
        times.push(performance.now());
        open.push(each);
        most.all = Math.max(most.all, open.length);
        most.address = Math.max(
          most.address,
          open.filter(({ address }) => address === each.address).length,
        );
        most.operator = Math.max(
          most.operator,
          open.filter(({ operator }) => operator === each.operator).length,
        );
        await new Promise((resolve) => setTimeout(resolve, 5));
        open.splice(open.indexOf(each), 1);
      }),
    ),
  );
  return { ...most, times };
}

const FREE = { concurrency: 100, perOperator: 100, pauseMs: 0 };
const many = (count: number, address: string, operator: string) =>
  Array.from({ length: count }, (_, i) => ({
    address: address.replace('*', String(i)),
    operator: operator.replace('*', String(i)),
  }));

describe('the rate limiter', () => {
  it('makes one connection at a time to an address', async () => {
    const most = await run(FREE, many(6, 'same', 'o*'));
    expect(most).toMatchObject({ all: 1, address: 1 });
  });

  it('makes a few connections at a time to an operator', async () => {
    const most = await run({ ...FREE, perOperator: 4 }, many(20, 'a*', 'same'));
    expect(most).toMatchObject({ all: 4, operator: 4 });
  });

  it('makes so many connections at a time in all', async () => {
    const most = await run({ ...FREE, concurrency: 7 }, many(30, 'a*', 'o*'));
    expect(most.all).toBe(7);
  });

  it('does not count connections that wait for one operator', async () => {
    const at = [...many(10, 'a*', 'same'), ...many(10, 'b*', 'o*')];
    const most = await run({ ...FREE, concurrency: 11, perOperator: 1 }, at);
    expect(most.all).toBe(11);
  });

  it('pauses between two connections to one address', async () => {
    const { times } = await run({ ...FREE, pauseMs: 60 }, many(3, 'same', 'same'));
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThan(59);
  });

  it('goes on after a connection that failed', async () => {
    const limiter = createRateLimiter(FREE);
    const at = { address: 'a', operator: 'o' };
    const broken = limiter.connect(at, () => Promise.reject(new Error('broken')));
    const next = limiter.connect(at, () => Promise.resolve('fine'));
    await expect(broken).rejects.toThrow('broken');
    await expect(next).resolves.toBe('fine');
  });

  it('backs off an operator, each time twice as long', async () => {
    const limiter = createRateLimiter({ ...FREE, pauseMs: 40 });
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      const before = performance.now();
      limiter.backOff('o');
      await limiter.connect({ address: `a${i}`, operator: 'o' }, () => {
        waits.push(performance.now() - before);
        return Promise.resolve();
      });
    }
    // A timer may come a moment before its time.
    expect(waits.map((wait, i) => wait >= 40 * 2 ** i - 5)).toEqual([true, true, true]);
  });

  it('resets the back-off of an operator, and never makes others wait', async () => {
    const limiter = createRateLimiter({ ...FREE, pauseMs: 60_000 });
    limiter.backOff('o');
    await limiter.connect({ address: 'b', operator: 'other' }, () => Promise.resolve());
    const quick = createRateLimiter({ ...FREE, pauseMs: 30 });
    for (let i = 0; i < 5; i++) quick.backOff('o');
    const start = performance.now();
    await quick.connect({ address: 'a', operator: 'o' }, () => Promise.resolve());
    quick.resetBackOff('o');
    quick.backOff('o');
    const before = performance.now();
    await quick.connect({ address: 'b', operator: 'o' }, () => Promise.resolve());
    expect(performance.now() - before).toBeLessThan(before - start);
  });

  it('lets an operator wait for 60 pauses at most, and then connects', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const limiter = createRateLimiter({ ...FREE, pauseMs: 1_000 });
    for (let i = 0; i < 20; i++) limiter.backOff('o');
    let isConnected = false;
    const connected = limiter.connect({ address: 'a', operator: 'o' }, () => {
      isConnected = true;
      return Promise.resolve();
    });
    await vi.advanceTimersByTimeAsync(59_999);
    expect(isConnected).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await connected;
    expect(isConnected).toBe(true);
  });
});
