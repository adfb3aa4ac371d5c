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

  it('slows an operator down, each time twice as long, and never makes others wait', async () => {
    const limiter = createRateLimiter({ ...FREE, pauseMs: 40 });
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      const before = performance.now();
      limiter.slowDown('o', before);
      await limiter.connect({ address: `b${i}`, operator: 'other' }, () => Promise.resolve());
      await limiter.connect({ address: `a${i}`, operator: 'o' }, () => {
        waits.push(performance.now() - before);
        return Promise.resolve();
      });
    }
    // A timer may come a moment before its time.
    expect(waits.map((wait, i) => wait >= 40 * 2 ** i - 5)).toEqual([true, true, true]);
  });

  it('lets an operator wait for 60 pauses at most, and then connects', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const limiter = createRateLimiter({ ...FREE, pauseMs: 1_000 });
    for (let i = 0; i < 20; i++) limiter.slowDown('o', performance.now());
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

  it('makes fewer connections at once for a while after this machine ran out', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const limiter = createRateLimiter({ ...FREE, concurrency: 8 });
    let open = 0;
    const connect = (i: number) =>
      limiter.connect({ address: `a${i}`, operator: `o${i}` }, async () => {
        open++;
        await new Promise((resolve) => setTimeout(resolve, 5_000));
        open--;
      });
    const first = Promise.all(Array.from({ length: 8 }, (_, i) => connect(i)));
    limiter.ranOut();
    await vi.advanceTimersByTimeAsync(5_000);
    await first;
    const later = Promise.all(Array.from({ length: 20 }, (_, i) => connect(i + 8)));
    await vi.advanceTimersByTimeAsync(0);
    expect(open).toBe(5);
    await vi.advanceTimersByTimeAsync(60_000);
    await later;
    expect(open).toBe(0);
  });
});

describe('a visitor', () => {
  const visitor = (address: string, begin: () => void) => ({ address, operator: 'o', begin });

  it('has its address for itself until it leaves', async () => {
    const limiter = createRateLimiter(FREE);
    const seen: string[] = [];
    const two = visitor('a', () => {
      seen.push('second begins');
      limiter.leave(two);
    });
    // Comes between two connections of the first.
    const three = visitor('a', () => {
      seen.push('third begins');
      limiter.leave(three);
    });
    const one = visitor('a', () => {
      const make = (word: string) => () => Promise.resolve(seen.push(word));
      void limiter
        .connect(one, make('first'))
        .then(() => {
          limiter.visit(three);
          return limiter.connect(one, make('first again'));
        })
        .then(() => {
          limiter.leave(one);
        });
    });
    limiter.visit(one);
    limiter.visit(two);
    await vi.waitFor(() => {
      expect(seen).toEqual(['first', 'first again', 'second begins', 'third begins']);
    });
  });

  it('that makes no connection costs its operator and its address nothing', () => {
    const limiter = createRateLimiter({ concurrency: 1, perOperator: 1, pauseMs: 60_000 });
    let begun = 0;
    for (let i = 0; i < 50; i++) {
      const each = visitor(`a${i % 3}`, () => {
        begun++;
        limiter.leave(each);
      });
      limiter.visit(each);
    }
    expect(begun).toBe(50);
  });
});
