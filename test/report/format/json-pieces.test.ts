import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prettyJson } from '../../../src/model/records/snapshot-text.ts';
import { jsonPieces } from '../../../src/report/format/json-pieces.ts';
import { listingOf } from '../../../src/report/format/listing.ts';

/** A value in which arrays became listings, at every depth. */
function lazy(value: unknown): unknown {
  if (Array.isArray(value)) {
    const made = value.map(lazy);
    return listingOf(made.length, (index) => made[index]);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, lazy(each)]));
}

it('a value with listings is written as one with arrays', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = prettyJson(value);
      expect([...jsonPieces(lazy(value))].join('')).toBe(text);
      expect([...jsonPieces(value)].join('')).toBe(text);
    }),
  );
});

it('items are made one by one', () => {
  let made = 0;
  const pieces = jsonPieces({ items: listingOf(1000, () => ++made) });
  for (const piece of pieces) if (piece === '2') break;
  expect(made).toBe(2);
});
