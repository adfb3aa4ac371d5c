import { describe, expect, it } from 'vitest';
import {
  atLeastSince,
  lastSeenWords,
  sinceWords,
  spanWords,
} from '../../../src/report/history/since-words.ts';

const MOMENTS = ['2016-01-08', '2016-01-23', '2016-02-03', '2016-03-26'];
const BOUNDS = { by: 2, after: null, hint: null, until: 2, before: null, surveys: 1 };

describe('since when', () => {
  it.each([
    { after: null, hint: null, is: 'since 2016-02-03 or before' },
    { after: 1, hint: null, is: 'since between 2016-01-23 and 2016-02-03' },
    {
      after: null,
      hint: 1,
      is: 'since between 2016-01-23 and 2016-02-03 (if reachable on 2016-01-23)',
    },
    {
      after: 0,
      hint: 1,
      is: 'since between 2016-01-23 and 2016-02-03 (if reachable on 2016-01-23)',
    },
  ])('after $after with a hint at $hint: $is', ({ is, ...bounds }) => {
    expect(sinceWords({ ...BOUNDS, ...bounds }, MOMENTS)).toBe(is);
  });

  it.each([
    { until: 3, is: '' },
    { until: 1, is: ', last seen 2016-01-23' },
  ])('until $until: "$is"', ({ until, is }) => {
    expect(lastSeenWords({ ...BOUNDS, until }, MOMENTS)).toBe(is);
  });

  it('is at the least since it was first seen', () => {
    expect(atLeastSince({ ...BOUNDS, after: 1 }, MOMENTS)).toBe('at least since 2016-02-03');
  });

  it.each([
    { by: 1, until: 1, surveys: 1, is: '2016-01-23' },
    { by: 3, until: 3, surveys: 1, is: '2016-03-26' },
    { by: 0, until: 1, surveys: 2, is: '2016-01-08 and 2016-01-23' },
    { by: 0, until: 2, surveys: 3, is: '2016-01-08 to 2016-02-03' },
    { by: 0, until: 3, surveys: 4, is: 'in every survey since 2016-01-08' },
  ])('from $by to $until: $is', ({ is, ...bounds }) => {
    expect(spanWords({ ...BOUNDS, ...bounds }, MOMENTS)).toBe(is);
  });
});
