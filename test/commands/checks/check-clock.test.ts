import { describe, expect, it } from 'vitest';
import { checkClock } from '../../../src/commands/checks/check-clock.ts';
import { RELEASED } from '../../../src/model/version.ts';

/** A survey that ended then. */
function survey(finishedAt: string) {
  return { finishedAt, file: 'results/a.json' };
}

describe('the check of the clock', () => {
  it.each([
    { now: '1970-01-01T00:00:10Z', newest: null, outcome: 'failed' },
    { now: '2026-10-31T23:59:59Z', newest: null, outcome: 'failed' },
    { now: '2026-11-01T00:00:00Z', newest: null, outcome: 'ok' },
    { now: '2026-11-23T03:00:00Z', newest: '2026-11-16T05:00:00Z', outcome: 'ok' },
    // Two machines, minutes apart.
    { now: '2026-11-23T02:55:00Z', newest: '2026-11-23T03:00:00Z', outcome: 'ok' },
    { now: '2026-11-23T02:45:00Z', newest: '2026-11-23T03:00:00Z', outcome: 'failed' },
    { now: '2026-11-23T03:00:00Z', newest: '2036-01-01T00:00:00Z', outcome: 'failed' },
    // Nothing was surveyed for years, or ever.
    { now: '2033-11-23T03:00:00Z', newest: '2026-11-16T05:00:00Z', outcome: 'ok' },
    { now: '2034-10-01T00:00:00Z', newest: null, outcome: 'ok' },
    { now: '2034-12-01T00:00:00Z', newest: null, outcome: 'failed' },
    { now: '2036-01-01T00:00:00Z', newest: null, outcome: 'failed' },
    { now: '2036-01-01T00:00:00Z', newest: '2026-11-16T05:00:00Z', outcome: 'failed' },
    // An old version that surveys each week.
    { now: '2036-01-01T00:00:00Z', newest: '2035-12-25T05:00:00Z', outcome: 'ok' },
  ])('at $now, with a survey of $newest, it is $outcome', ({ now, newest, outcome }) => {
    const check = checkClock({
      now: new Date(now),
      newest: newest === null ? null : survey(newest),
    });
    expect(check.outcome).toBe(outcome);
    expect(check.evidence).toContain(`the clock of this machine says ${now}`);
    expect(check.advice !== null).toBe(outcome === 'failed');
  });

  it('names the file of the survey that is later', () => {
    const newest = survey('2036-01-01T00:00:00Z');
    const { evidence, advice } = checkClock({ now: new Date('2026-11-23T03:00:00Z'), newest });
    expect(evidence).toContain('the survey in results/a.json, 2036-01-01T00:00:00Z');
    expect(advice).toContain('move its file away');
  });

  it.each([new Date(NaN), new Date('+012026-01-01T00:00:00Z')])('refuses the date %s', (now) => {
    expect(checkClock({ now, newest: null }).outcome).toBe('failed');
  });

  it('knows when this version was made', () => {
    expect(RELEASED).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(Date.parse(RELEASED)).toBeLessThanOrEqual(Date.now());
  });
});
