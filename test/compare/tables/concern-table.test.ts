import { expect, it } from 'vitest';
import { ConcernTable } from '../../../src/compare/tables/concern-table.ts';
import { plainConcerns } from '../../../src/model/output/change.ts';
import { makeDomain } from '../../model/make-records.ts';

const WIND = { category: 'Commercial', provider: 'WIND' };
const OTE = { category: 'Commercial', provider: 'OTE' };
const ALONE = { category: null, provider: null };

function filled(): ConcernTable {
  const table = new ConcernTable();
  const added = [
    { domain: 'a.gr', ...WIND, changes: [0, 1] },
    { domain: 'b.gr', ...ALONE, changes: [1] },
    { domain: 'é.gr', ...OTE, changes: [1, 0] },
    { domain: 'z.gr', ...WIND, changes: [1] },
  ];
  for (const { changes, ...domain } of added) {
    for (const change of changes) table.add(change, makeDomain(domain));
  }
  return table;
}

it('lists the domains of a change by provider, both in the order in which they came', () => {
  const table = filled();
  expect(plainConcerns({ concerns: table.concerns(0) })).toEqual([
    { ...WIND, domains: ['a.gr'] },
    { ...OTE, domains: ['é.gr'] },
  ]);
  expect(plainConcerns({ concerns: table.concerns(1) })).toEqual([
    { ...WIND, domains: ['a.gr', 'z.gr'] },
    { ...ALONE, domains: ['b.gr'] },
    { ...OTE, domains: ['é.gr'] },
  ]);
  expect(table.concerns(2)).toEqual([]);
});

it('gives the levels that changed with a change, and no others', () => {
  const table = filled();
  const down = { domain: 'z.gr', before: 'enforced', after: 'none' } as const;
  const up = { domain: 'zz.gr', before: 'none', after: 'encrypted' } as const;
  table.addLevel(1, down);
  table.addLevel(0, up);
  table.addLevel(1, up);
  expect([0, 1, 2].map((change) => table.levels(change))).toEqual([[up], [down, up], []]);
  expect(table.concerns(1)[0]?.domains).toEqual(['a.gr', 'z.gr']);
});
