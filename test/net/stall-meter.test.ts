import { describe, expect, it } from 'vitest';
import { StallMeter } from '../../src/net/stall-meter.ts';

/** Keeps this thread busy. */
function stall(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('the meter of stalls', () => {
  it('measures one that is over, and one that lasts until the end', async () => {
    const meter = new StallMeter();
    const over = meter.start();
    await turn();
    stall(300);
    await turn();
    // A stall is seen but for the interval of the meter.
    expect(over()).toBeGreaterThanOrEqual(200);
    const lasting = meter.start();
    stall(300);
    expect(lasting()).toBeGreaterThanOrEqual(200);
  });

  it('measures for each window what lies in it', async () => {
    const meter = new StallMeter();
    const before = meter.start();
    stall(400);
    const startedAt = performance.now();
    const after = meter.start();
    await turn();
    expect(before()).toBeGreaterThanOrEqual(300);
    expect(after()).toBeLessThanOrEqual(performance.now() - startedAt + 1);
  });
});
