import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const TEXT = readFileSync(join(ROOT, 'docs', 'what-goes-wrong.md'), 'utf8');

/** The cells of each row of a case: not of the head of a table, nor of the line below it. */
const ROWS = TEXT.split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(([first = '']) => first !== 'case' && !/^-+$/.test(first));

/** What the third cell may be: names of tests, or a dash where the second says why there is none. */
const TESTS = /^(–|`[\w/-]+`(, `[\w/-]+`)*)$/;

describe('docs/what-goes-wrong.md', () => {
  it('has the cases', () => {
    expect(ROWS.length).toBeGreaterThan(100);
  });

  it.each(ROWS.map((cells) => [cells[0] ?? '', cells] as const))('%s', (_, cells) => {
    const [, what = '', tests = ''] = cells;
    expect(cells).toHaveLength(3);
    expect(what).not.toBe('');
    expect(tests).toMatch(TESTS);
    const names = [...tests.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !existsSync(join(ROOT, 'test', `${name}.test.ts`)))).toEqual([]);
  });
});
