import { describe, expect, it } from 'vitest';
import { chooseBasis, type BasisRules } from '../../../src/compare/export/choose-basis.ts';
import type { Survey } from '../../../src/model/records/survey.ts';
import { makeSnapshot } from '../../model/make-records.ts';

const RULES: BasisRules = { surveys: 4, minDays: 21, maxAge: 14 };
const LISTS = [{ file: 'domains/gr.txt', sha256: 'b'.repeat(64), domains: 1 }];

type Days = readonly (number | [number, Partial<Survey>])[];

/** Surveys that began on these days of November 2026, at 03:00. */
function entriesOn(days: Days) {
  return days.map((each) => {
    const [day, overrides] = typeof each === 'number' ? [each, {}] : each;
    const startedAt = new Date(Date.UTC(2026, 10, day, 3)).toISOString().replace('.000', '');
    const date = startedAt.slice(0, 10);
    const survey: Partial<Survey> = { date, startedAt, lists: LISTS, ...overrides };
    return { file: `${date}.json`, ...makeSnapshot({ survey }) };
  });
}

function chosen(days: Days, rules: Partial<BasisRules> = {}, now = '2026-11-24T00:00:00Z') {
  const made = chooseBasis(entriesOn(days), { ...RULES, ...rules }, Date.parse(now));
  if (made.kind !== 'basis') return made.kind;
  return made.entries.map(({ survey }) => Number(survey.date.slice(8))).join(' ');
}

const DEGRADED = { degraded: ['dns-failing'] };
const IMPORTED = { scanner: { mxtls: '0.1.0', node: null, openssl: null, roots: null } };
const ON_587 = { settings: { depth: 'standard', port: 587, passes: 3 } } as const;
const DEEP = { settings: { depth: 'deep', port: 25, passes: 3 } } as const;
const FROM_ATHENS = { vantage: 'athens' };
const OTHER_LISTS = { lists: [{ ...LISTS[0], file: 'domains/de.txt' }] as Survey['lists'] };

describe('the surveys of an export', () => {
  it.each<[string, Days, string]>([
    ['are the last four', [1, 2, 9, 16, 23], '2 9 16 23'],
    ['are as many as it takes to span 21 days', [1, 2, 3, 20, 21, 22, 23], '2 3 20 21 22 23'],
    ['are no degraded one', [2, 9, 16, [20, DEGRADED], 23], '2 9 16 23'],
    ['are those before a degraded one', [2, 9, 16, 23, [24, DEGRADED]], '2 9 16 23'],
    ['are no ad-hoc one', [2, 9, 16, [20, { lists: [] }], 23], '2 9 16 23'],
    ['are no imported one', [2, 9, 16, [20, IMPORTED], 23], '2 9 16 23'],
    ['are none on another port', [2, 9, 16, [20, ON_587], 23], '2 9 16 23'],
    ['are none from elsewhere', [2, 9, 16, [20, FROM_ATHENS], 23], '2 9 16 23'],
    ['are none of other depth', [2, 9, 16, [20, DEEP], 23], '2 9 16 23'],
    ['are none of other lists', [2, 9, 16, [20, OTHER_LISTS], 23], '2 9 16 23'],
    [
      'may be a little closer than 21 days',
      [[2, { startedAt: '2026-11-02T05:00:00Z' }], 9, 16, 23],
      '2 9 16 23',
    ],
    ['are not there', [], 'none'],
    ['are degraded', [[23, DEGRADED]], 'none'],
    ['are too few', [2, 16, 23], 'too-few'],
    ['are too few of the newest series', [2, 9, 16, [23, DEEP]], 'too-few'],
    ['are too close together', [10, 15, 20, 23], 'too-short'],
    ['are too old', [1, 2, 3, 9], 'too-old'],
    ['are ahead', [2, 9, 16, 30], 'in-the-future'],
  ])('%s', (_, days, expected) => {
    expect(chosen(days)).toBe(expected);
  });

  it('are of a vantage point that is named', () => {
    const days: Days = [
      [1, FROM_ATHENS],
      [8, FROM_ATHENS],
      [15, FROM_ATHENS],
      [22, FROM_ATHENS],
      23,
    ];
    expect(chosen(days, { vantage: 'athens' })).toBe('1 8 15 22');
    expect(chosen(days, { vantage: 'berlin' })).toBe('none');
  });

  it('may be told to be others', () => {
    expect(chosen([20, 23], { surveys: 2, minDays: 3 })).toBe('20 23');
    expect(chosen([1, 2, 3, 9], { maxAge: 15, minDays: 8 })).toBe('1 2 3 9');
  });

  it('hold for the highest age and the least span after the newest', () => {
    const made = chooseBasis(entriesOn([2, 9, 16, 23]), RULES, Date.parse('2026-12-01T00:00:00Z'));
    expect(made.kind === 'basis' && new Date(made.holdsUntil).toISOString()).toBe(
      '2026-12-28T03:00:00.000Z',
    );
  });
});
