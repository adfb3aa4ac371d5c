import { expect, it } from 'vitest';
import { dayOf, daysAfter, distance, nextSurvey } from '../../../src/report/format/dates.ts';

const NOW = '2026-11-23T03:00:00Z';

it.each([
  ['2026-11-23T02:00:00Z', 'today'],
  ['2026-11-24T03:00:00Z', 'in 1 day'],
  ['2027-01-02T03:00:00Z', 'in 40 days'],
  ['2027-01-22T03:00:00Z', 'in 60 days'],
  ['2027-01-23T03:00:00Z', 'in 2 months'],
  ['2027-02-22T03:00:00Z', 'in 2 months'],
  ['2026-08-01T03:00:00Z', '3 months ago'],
  ['2025-11-20T03:00:00Z', '1 year ago'],
  ['2025-02-20T03:00:00Z', '21 months ago'],
  ['2021-02-11T09:30:20Z', '5 years ago'],
  ['9999-12-31T23:59:59Z', 'in 7973 years'],
])('%s is %s', (instant, text) => {
  expect(distance(instant, NOW)).toBe(text);
});

it('takes the day from the instant as it is written', () => {
  expect(dayOf('2026-11-23T23:59:59Z')).toBe('2026-11-23');
});

it.each([
  ['2026-11-23T03:00:00Z', 30, '2026-12-23T03:00:00Z'],
  ['2028-02-28T23:59:59Z', 1, '2028-02-29T23:59:59Z'],
  ['2026-12-31T03:00:00Z', 1, '2027-01-01T03:00:00Z'],
])('%s and %i days are %s', (instant, days, later) => {
  expect(daysAfter(instant, days)).toBe(later);
});

it.each([
  ['a week, without others', [], '2026-11-30T03:00:00Z'],
  ['the same interval', ['2026-11-20T02:00:00Z'], '2026-11-26T04:00:00Z'],
  ['a month', ['2026-10-23T03:00:00Z'], '2026-12-24T03:00:00Z'],
  [
    'the usual interval, after a pause',
    ['2025-11-09T03:00:00Z', '2025-11-16T03:00:00Z', '2025-11-23T03:00:00Z'],
    '2026-11-30T03:00:00Z',
  ],
  ['a quarter at most', ['2025-11-23T03:00:00Z'], '2027-02-23T03:00:00Z'],
  ['a week, made again on the day', ['2026-11-23T02:00:00Z'], '2026-11-30T03:00:00Z'],
  [
    'the one that is there',
    ['2026-11-16T03:00:00Z', '2026-11-23T04:00:00Z', '2026-12-01T03:00:00Z'],
    '2026-12-01T03:00:00Z',
  ],
])('the next survey is %s', (_, surveys, next) => {
  expect(nextSurvey(NOW, surveys)).toBe(next);
});
