import { join } from 'node:path';
import { expect, it } from 'vitest';
import { faultParts, faultsPage } from './faults-page.ts';

/** How many faults the catalogue has. */
const FAULTS = 146;

const rows = faultParts().flatMap(({ rows }) => rows);

it('has each fault of the catalogue once', () => {
  const numbers = rows.flatMap(({ number }) => number ?? []);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: FAULTS }, (_, index) => index + 1),
  );
});

it.each(rows)('$number $case: has both texts, in one line', ({ case: what, does }) => {
  expect(what).toMatch(/^[^\n]+$/);
  expect(does).toMatch(/^[^\n]+$/);
});

it('is docs/what-goes-wrong.md', async () => {
  const page = join(import.meta.dirname, '../../docs/what-goes-wrong.md');
  await expect(faultsPage()).toMatchFileSnapshot(page);
});
