import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const TEST = join(import.meta.dirname, '..');
const PAGE = readFileSync(join(TEST, '../docs/what-goes-wrong.md'), 'utf8');

/** The rows of the tables: the case, and what stands in the column of its test. */
const ROWS = PAGE.split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| case '))
  .map((line) => {
    const cells = line.split(/(?<!\\) \| /).map((cell) => cell.replace(/^\| | \|$/g, ''));
    return { name: cells[0] ?? '', tests: cells[2] ?? '' };
  });

it('is a page of many cases', () => {
  expect(ROWS.length).toBeGreaterThan(120);
});

it.each(ROWS)('$name: its tests are there, or none is named', ({ tests }) => {
  const named = Array.from(tests.matchAll(/`([^`]+)`/g), ([, test = '']) => test);
  expect(named.length > 0 || tests === '–').toBe(true);
  const files = named.map((test) => (test === 'peers' ? 'peers/peers' : test));
  expect(files.filter((file) => !existsSync(join(TEST, `${file}.test.ts`)))).toEqual([]);
});
