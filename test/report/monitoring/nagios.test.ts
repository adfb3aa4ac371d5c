import { describe, expect, it } from 'vitest';
import {
  nagiosFailure,
  nagiosResult,
  type NagiosChecks,
} from '../../../src/report/monitoring/nagios.ts';
import { surveyNumbers } from '../../../src/report/monitoring/survey-numbers.ts';
import { SURVEYED } from './monitoring-surveys.ts';

function checksOn(name: string, more: Partial<NagiosChecks> = {}): NagiosChecks {
  const { source, comparison } = SURVEYED[name] ?? {};
  if (source === undefined || comparison === undefined) throw new Error(`no survey ${name}`);
  return {
    numbers: surveyNumbers(source, comparison),
    newest: source.survey,
    critical: [],
    warning: [],
    age: { days: 3, most: null },
    ...more,
  };
}

/** A line of a plugin: text, and numbers as the guidelines have them. */
const LINE = /^MXTLS (?:OK|WARNING|CRITICAL|UNKNOWN) - [^|\p{C}]+ \|(?: [a-z_-]+=-?\d+;;;0)+$/u;

describe('the line of a check', () => {
  it.each(['changed', 'imported', 'empty'])('on %s is in the form of a plugin', (name) => {
    expect(nagiosResult(checksOn(name)).line).toMatch(LINE);
  });

  it('is what a person has read', async () => {
    const lines = [
      ...Object.keys(SURVEYED).map((name) => nagiosResult(checksOn(name))),
      nagiosResult(checksOn('changed', { critical: ['level:none'], warning: ['regression'] })),
      nagiosResult(checksOn('changed', { warning: ['problem:expired', 'regression'] })),
      nagiosResult(checksOn('changed', { age: { days: 9, most: 8 } })),
      nagiosFailure('results | has\nno \u001b[31msnapshot'),
    ];
    const text = lines.map(({ line }) => `${line}\n`).join('');
    await expect(text).toMatchFileSnapshot('expected/nagios.txt');
  });

  const LATER = { startedAt: '2016-02-13T03:00:00Z', degraded: ['dns-failing'] };
  it.each<{ more: Partial<NagiosChecks>; state: string; says: string }>([
    { more: {}, state: 'OK', says: 'nothing to report' },
    { more: { warning: ['problem:expired'] }, state: 'WARNING', says: 'found problem:expired' },
    {
      more: { warning: ['a'], critical: ['level:none'] },
      state: 'CRITICAL',
      says: 'found level:none',
    },
    {
      more: { critical: ['a'], newest: LATER },
      state: 'UNKNOWN',
      says: 'the survey of 2016-02-13 cannot be trusted (dns-failing)',
    },
    { more: { newest: { ...LATER, degraded: [] } }, state: 'OK', says: 'nothing to report' },
    { more: { age: { days: 8, most: 8 } }, state: 'OK', says: 'nothing to report' },
    {
      more: { critical: ['a'], age: { days: 9, most: 8 } },
      state: 'UNKNOWN',
      says: 'no survey that can be trusted for 9 days',
    },
  ])('says $state: $says', ({ more, state, says }) => {
    const result = nagiosResult(checksOn('changed', more));
    expect(result.state).toBe(state);
    expect(result.line.startsWith(`MXTLS ${state} - ${says}`)).toBe(true);
  });
});
