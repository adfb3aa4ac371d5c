import { describe, expect, it } from 'vitest';
import {
  lastSeenWords,
  sinceSentence,
  sinceWords,
  spanWords,
} from '../../../src/report/history/since-words.ts';

const MOMENTS = ['2016-01-08', '2016-01-23', '2016-02-03', '2016-03-26'];
const BOUNDS = {
  by: 2,
  after: null,
  hint: null,
  until: 2,
  before: null,
  surveys: 1,
  firstAsked: false,
};

describe('since when', () => {
  it('is the first survey that observed the subject, not the first of all', () => {
    expect(sinceWords({ ...BOUNDS, by: 2 }, MOMENTS, 2)).toBe(
      'already in its first survey, 2016-02-03',
    );
  });

  it.each([
    { by: 0, after: null, hint: null, is: 'already in its first survey, 2016-01-08' },
    { by: 2, after: null, hint: null, is: 'since 2016-02-03 or earlier' },
    { by: 2, after: 1, hint: null, is: 'since 2016-02-03 (not yet on 2016-01-23)' },
    {
      by: 2,
      after: null,
      hint: 1,
      is: 'since 2016-02-03 (not yet on 2016-01-23, if it was reachable then)',
    },
    {
      by: 2,
      after: 0,
      hint: 1,
      is: 'since 2016-02-03 (not yet on 2016-01-23, if it was reachable then)',
    },
  ])('by $by, after $after with a hint at $hint: $is', ({ is, ...bounds }) => {
    expect(sinceWords({ ...BOUNDS, ...bounds }, MOMENTS, 0)).toBe(is);
  });

  it('is no news where the question was first asked', () => {
    const asked = { ...BOUNDS, firstAsked: true };
    expect(sinceWords(asked, MOMENTS, 0)).toBe('(first asked on 2016-02-03)');
    expect(sinceSentence(asked, MOMENTS, 0)).toBeNull();
  });

  it.each([
    { by: 0, after: null, is: 'Already so in its first survey, 2016-01-08' },
    { by: 2, after: 1, is: 'Since 2016-02-03 (not yet on 2016-01-23)' },
    { by: 2, after: null, is: 'Since 2016-02-03 or earlier' },
  ])('as a sentence, by $by: $is', ({ is, ...bounds }) => {
    expect(sinceSentence({ ...BOUNDS, ...bounds }, MOMENTS, 0)).toBe(is);
  });

  it.each([
    { until: 3, is: '' },
    { until: 1, is: '; last seen on 2016-01-23' },
  ])('until $until: "$is"', ({ until, is }) => {
    expect(lastSeenWords({ ...BOUNDS, until }, MOMENTS)).toBe(is);
  });

  it.each([
    { by: 1, until: 1, surveys: 1, is: 'on 2016-01-23' },
    { by: 3, until: 3, surveys: 1, is: 'on 2016-03-26' },
    { by: 0, until: 1, surveys: 2, is: 'on 2016-01-08 and 2016-01-23' },
    { by: 0, until: 2, surveys: 3, is: 'from 2016-01-08 to 2016-02-03' },
    { by: 0, until: 3, surveys: 4, is: 'in every survey since 2016-01-08' },
  ])('from $by to $until: $is', ({ is, ...bounds }) => {
    expect(spanWords({ ...BOUNDS, ...bounds }, MOMENTS)).toBe(is);
  });
});
