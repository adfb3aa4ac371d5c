import { expect, it } from 'vitest';
import { FoundTable } from '../../../src/compare/tables/found-table.ts';

it('gives what was found of a host, and where its endpoints stand', () => {
  const table = new FoundTable<{ words: string[] }>();
  const runs = {
    before: { place: 3, count: 2 },
    after: { place: 70_000, count: 0 },
  };
  table.add('a.gr', { words: ['lost'] }, runs);
  table.add('b.gr', { words: [] }, { before: runs.after, after: runs.before });
  table.add('c.gr', { words: ['lost'] }, runs);
  expect(['a.gr', 'b.gr', 'c.gr', 'd.gr'].map((host) => table.of(host))).toEqual([
    { words: ['lost'] },
    { words: [] },
    { words: ['lost'] },
    undefined,
  ]);
  expect(table.run('c.gr', 'before')).toEqual({ place: 3, count: 2 });
  expect(table.run('b.gr', 'before')).toEqual({ place: 70_000, count: 0 });
  expect(table.run('d.gr', 'after')).toEqual({ place: 0, count: 0 });
});

it('keeps what is the same once', () => {
  const table = new FoundTable<{ words: string[] }>();
  const runs = { before: { place: 0, count: 1 }, after: { place: 0, count: 1 } };
  table.add('a.gr', { words: ['lost'] }, runs);
  table.add('b.gr', { words: ['lost'] }, runs);
  expect(table.of('b.gr')).toBe(table.of('a.gr'));
});
