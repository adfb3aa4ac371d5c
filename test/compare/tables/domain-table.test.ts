import { expect, it } from 'vitest';
import { DomainTable } from '../../../src/compare/tables/domain-table.ts';
import { makeDomain } from '../../model/make-records.ts';

it('keeps the name, the provider and the places of a domain once, however often it is added', () => {
  const table = new DomainTable();
  const added = [
    { domain: 'a.gr', category: null, provider: null, places: { before: 3, after: 70_000 } },
    { domain: 'a.gr', category: null, provider: null, places: { before: 3, after: 70_000 } },
    { domain: 'é.gr', category: 'Commercial', provider: 'OTE', places: { before: 4, after: 0 } },
    { domain: 'z.gr', category: 'Commercial', provider: 'OTE', places: { before: 9, after: 1 } },
  ];
  const rows = added.map(({ places, ...domain }) => table.add(makeDomain(domain), places));
  expect(rows).toEqual([0, 0, 1, 2]);
  const found = rows.map((row) => {
    return { domain: table.name(row), ...table.group(row), places: table.places(row) };
  });
  expect(found).toEqual(added);
});
