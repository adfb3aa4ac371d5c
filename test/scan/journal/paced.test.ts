import { describe, expect, it } from 'vitest';
import { paced } from '../../../src/scan/journal/paced.ts';

describe('items in batches', () => {
  it.each([0, 1, 511, 512, 513, 1_024, 1_500])('are all %d items, in order', async (count) => {
    const items = Array.from({ length: count }, (_, index) => index);
    const found: number[] = [];
    for await (const batch of paced(items)) found.push(...batch);
    expect(found).toEqual(items);
  });

  it('let the event loop turn between two batches', async () => {
    let turns = 0;
    const count = (): void => {
      turns++;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    const seen: number[] = [];
    for await (const batch of paced(new Array<null>(2_000).fill(null))) {
      expect(batch.length).toBeLessThanOrEqual(512);
      seen.push(turns);
    }
    clearImmediate(immediate);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
