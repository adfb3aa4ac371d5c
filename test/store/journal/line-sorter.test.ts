import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openScratch } from '../../../src/store/journal/scratch.ts';
import { tempFolder } from '../../temp-folder.ts';

const key = fc.string({ unit: 'binary', maxLength: 3 });
const line = fc.record({ key, second: key, text: fc.string().map((text) => JSON.stringify(text)) });

/** Limits that make a run of each few lines, and those that make none. */
const SMALL = { sort: 1_000, table: 50 };
const LARGE = { sort: 1 << 20, table: 1 << 20 };

describe('a line sorter', () => {
  it('sorts by both keys, and leaves equal ones as they were added', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 60 }),
        fc.constantFrom(SMALL, LARGE),
        (lines, limits) => {
          const scratch = openScratch(null, limits);
          const sorter = scratch.sorter();
          for (const each of lines) sorter.add(each.key, each.second, each.text);
          const expected = lines.toSorted(
            (a, b) => order(a.key, b.key) || order(a.second, b.second),
          );
          expect([...sorter.sorted()]).toEqual(expected);
          expect([...sorter.sorted()]).toEqual(expected);
          scratch.close();
        },
      ),
    );
  });

  it('has files without a name, which nothing has to clean up', () => {
    const folder = tempFolder();
    const scratch = openScratch(folder, SMALL);
    const sorter = scratch.sorter();
    for (let n = 0; n < 100; n++) sorter.add(String(n % 10), String(n), '{}');
    expect([...sorter.sorted()]).toHaveLength(100);
    expect(readdirSync(folder)).toEqual([]);
    scratch.close();
  });

  it('throws the error of the system where its folder is not there', () => {
    const sorter = openScratch('/nowhere/at/all', { sort: 0, table: 0 }).sorter();
    expect(() => {
      sorter.add('a', '', '{}');
    }).toThrow('ENOENT');
  });
});

describe('a line table', () => {
  it('gives its lines in order, and each by its key', () => {
    const keys = fc.uniqueArray(key).map((each) => each.sort(order));
    fc.assert(
      fc.property(keys, key, fc.constantFrom(SMALL, LARGE), (sorted, other, limits) => {
        const scratch = openScratch(null, limits);
        const table = scratch.table();
        const texts = sorted.map((each) => JSON.stringify([each]));
        for (const [index, each] of sorted.entries()) {
          table.add(each, texts[index] ?? '');
          expect(table.find(each)).toBe(texts[index]);
        }
        expect(Array.from(table.lines(), ({ text }) => text)).toEqual(texts);
        expect(sorted.map((each) => table.find(each))).toEqual(texts);
        if (!sorted.includes(other)) expect(table.find(other)).toBeNull();
        expect(table.length).toBe(sorted.length);
        scratch.close();
      }),
    );
  });
});

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
