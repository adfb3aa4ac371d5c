import { expect, it } from 'vitest';
import { sortedRecords, tlsaText, type TlsaRecord } from '../../src/model/tlsa.ts';

it.each([
  [0, ''],
  [1, '00'],
  [64, '00'.repeat(64)],
  [65, `${'00'.repeat(64)}…`],
  [60_000, `${'00'.repeat(64)}…`],
])('%d bytes of data are kept to 128 hex digits', (bytes, hex) => {
  expect(tlsaText({ usage: 3, selector: 0, matchingType: 255, data: Buffer.alloc(bytes) })).toBe(
    `3 0 255 ${hex}`,
  );
});

it('puts records in one order, each once, distinguished to their last byte', () => {
  const long = Buffer.alloc(100);
  const other = Buffer.concat([long.subarray(1), Buffer.from([1])]);
  const record = (usage: number, data: Buffer): TlsaRecord => ({
    usage,
    selector: 1,
    matchingType: 0,
    data,
  });
  const records = [record(3, other), record(2, long), record(3, long), record(3, other)];
  const sorted = [record(2, long), record(3, long), record(3, other)];
  expect(sortedRecords(records)).toEqual(sorted);
  expect(sortedRecords(records.toReversed())).toEqual(sorted);
});
