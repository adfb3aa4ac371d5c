import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, type TestContext } from 'vitest';

/** A row of docs/what-goes-wrong.md: what happens, and what mxtls does then. Both are Markdown of one line. */
export interface Row {
  case: string;
  does: string;
}

/**
 * A case with the scenario that makes it, under its number in the catalogue of faults. The page is made from these calls
 * (`npm run docs`), so that their texts have to be literals.
 */
export function fault(
  number: number,
  row: Row,
  scenario: (test: TestContext) => void | Promise<void>,
): void {
  it(`${number}: ${row.case}`, scenario);
}

/** A case that cannot be made here, or must not be: `does` says why. */
export function withoutScenario(number: number, row: Row): void {
  it(`${number}: ${row.case}: no scenario`, () => {
    expect(row.does).not.toBe('');
  });
}

/** A further case, which the catalogue does not have and which these tests hold: `net/dns/dns`. */
export function heldBy(tests: readonly string[], row: Row): void {
  it(`${row.case}: ${tests.join(', ')}`, () => {
    const files = tests.map((name) => join(import.meta.dirname, '..', `${name}.test.ts`));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
}
