import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NameTable, NumberColumn } from '../../../src/model/names/name-table.ts';
import { SeenDomains } from '../../../src/model/names/seen-domains.ts';

it('numbers names in the order in which they come', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), (names) => {
      const table = new NameTable();
      const distinct = [...new Set(names)];
      expect(names.map((name) => table.add(name))).toEqual(
        names.map((name) => distinct.indexOf(name)),
      );
      expect(table.size).toBe(distinct.length);
      expect(names.map((name) => table.find(name))).toEqual(
        names.map((name) => distinct.indexOf(name)),
      );
      expect(table.find('none of them')).toBe(-1);
    }),
  );
});

it('tells 200,000 names apart that differ little, in some 30 bytes each', () => {
  const before = process.memoryUsage().arrayBuffers;
  const seen = new SeenDomains();
  const count = 200_000;
  const isNew = (n: number): boolean => seen.add(`d${n}.gr`, { list: 0, line: n }).first === null;
  for (let n = 0; n < count; n++) if (!isNew(n)) throw new Error(`d${n}.gr was seen before`);
  expect(seen.size).toBe(count);
  expect(seen.add('d199999.gr', { list: 1, line: 1 }).first).toEqual({ list: 0, line: 199_999 });
  expect((process.memoryUsage().arrayBuffers - before) / count).toBeLessThan(40);
});

it('a column is 0 where nothing was set', () => {
  const column = new NumberColumn();
  column.set(100_000, 7);
  expect([column.get(0), column.get(100_000), column.get(99_999), column.get(1e7)]).toEqual([
    0, 7, 0, 0,
  ]);
});
