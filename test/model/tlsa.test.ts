import { expect, it } from 'vitest';
import { tlsaText } from '../../src/model/tlsa.ts';

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
