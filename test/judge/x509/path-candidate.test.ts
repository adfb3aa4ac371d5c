import { expect, it } from 'vitest';
import { isInDate } from '../../../src/judge/x509/path-candidate.ts';

const FROM = Date.parse('2026-11-01T00:00:00Z');
const TO = Date.parse('2026-11-30T23:59:59Z');

it.each([
  ['2026-10-31T23:59:59.999Z', false],
  ['2026-11-01T00:00:00Z', true],
  ['2026-11-30T23:59:59Z', true],
  ['2026-11-30T23:59:59.999Z', true],
  ['2026-12-01T00:00:00Z', false],
])('the dates of a certificate include both ends, to the second: %s is %s', (at, expected) => {
  expect(isInDate({ validity: [FROM, TO] }, new Date(at))).toBe(expected);
});

it('dates that cannot be read include no instant', () => {
  expect(isInDate({ validity: [NaN, TO] }, new Date(TO))).toBe(false);
  expect(isInDate({ validity: [FROM, NaN] }, new Date(FROM))).toBe(false);
});
