import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { IdSet } from '../../src/model/id-set.ts';

const idOf = (n: number) => createHash('sha256').update(String(n)).digest('hex');

describe('a set of ids', () => {
  it('has what was added, and says whether it was new, as it grows', () => {
    const set = new IdSet();
    for (let n = 0; n < 5_000; n++) {
      expect([set.has(idOf(n)), set.add(idOf(n)), set.add(idOf(n))]).toEqual([false, true, false]);
    }
    for (let n = 0; n < 10_000; n++) expect(set.has(idOf(n))).toBe(n < 5_000);
  });
});
