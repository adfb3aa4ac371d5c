import { describe, expect, it } from 'vitest';
import type { Depth } from '../../../src/model/records/words.ts';
import { forecastRun } from '../../../src/scan/schedule/forecast.ts';
import { jobsOf, probeWorld } from './probing-world.ts';

const LIMITS = { concurrency: 100, perOperator: 4, pauseMs: 1_000 };
const OPTIONS = { rateLimits: LIMITS, depth: 'standard', passes: 1, passDelayMs: 300_000 } as const;

describe('a run is forecast', () => {
  it.each<[Depth, { usual: number; most: number }]>([
    ['quick', { usual: 10, most: 60 }],
    ['standard', { usual: 30, most: 60 }],
    ['deep', { usual: 80, most: 140 }],
  ])('to take so many connections at depth %s', (depth, connections) => {
    const jobs = jobsOf('a.example', 10);
    expect(forecastRun(jobs, { ...OPTIONS, depth }).connections).toEqual(connections);
  });

  it('with the versions of many hosts at one address asked once', () => {
    const jobs = jobsOf('pool.example', 30, '192.0.2.1');
    expect(forecastRun(jobs, { ...OPTIONS, depth: 'deep' }).connections).toEqual({
      usual: 8 + 29,
      most: 14 + 29 * 6,
    });
  });

  it('to take nothing where there is nothing to ask', () => {
    expect(forecastRun([], OPTIONS)).toEqual({
      connections: { usual: 0, most: 0 },
      seconds: { least: 0, most: 0 },
      longest: null,
    });
  });

  it('to end with its longest queue, and to wait for its passes', () => {
    const many = Array.from({ length: 500 }, (_, i) => jobsOf(`o${i}.example`, 1)).flat();
    const jobs = [...many, ...jobsOf('big.example', 400)];
    const one = forecastRun(jobs, OPTIONS);
    expect(one.longest).toEqual({ operator: 'big.example', addresses: 400 });
    // 1,200 connections of 0.3 s, four at a time.
    expect(one.seconds.least).toBeGreaterThanOrEqual(90);
    expect(one.seconds.least).toBeLessThan(100);
    const three = forecastRun(jobs, { ...OPTIONS, passes: 3 });
    expect(three.seconds.most - one.seconds.most).toBe(2 * 300 + 2 * 20);
  });

  it('to take as long as it does where all servers answer as it assumes', async () => {
    const jobs = [...jobsOf('big.example', 100), ...jobsOf('one.example', 10, '192.0.2.1')];
    const { ms } = await probeWorld(jobs, () => 'tls', { ...LIMITS, takesMs: 300 });
    const { seconds } = forecastRun(jobs, { ...OPTIONS, depth: 'quick' });
    expect(Math.abs(seconds.least * 1_000 - ms)).toBeLessThan(1_100);
  });
});
