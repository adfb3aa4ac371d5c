import { LEVELS } from '../../model/records/words.ts';
import { dayOf } from '../format/dates.ts';
import { counted } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { daysUntil } from './moments.ts';
import type { Watched } from './prometheus.ts';
import type { SurveyNumbers } from './survey-numbers.ts';

/** The states of a check by their status (Monitoring Plugins Development Guidelines, plugin return codes). */
export const NAGIOS_STATUS = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;
type NagiosState = keyof typeof NAGIOS_STATUS;

/** What a check looks for. */
export interface NagiosChecks extends Watched {
  /** The words that were found, as `level:none`. */
  critical: readonly string[];
  warning: readonly string[];
  /** How old the survey is, and how old it may be, in days; null: as old as it will. */
  age: { days: number; most: number | null };
}

/** The result of a check. */
export interface NagiosResult {
  state: NagiosState;
  /** `MXTLS WARNING - ... | ...`, without the end of the line. */
  line: string;
}

const REASON_CHARACTERS = 200;

/** The result of a check on a survey: its state, what decided it, and numbers. What is not known is UNKNOWN before all else. */
export function nagiosResult(checks: NagiosChecks): NagiosResult {
  const { state, reason } = decided(checks);
  const { survey } = checks.numbers;
  // What a survey that cannot be trusted counted is for no graph.
  if (survey.degraded.length > 0) return { state, line: headOf(state, reason) };
  const { tls, endpoints, unknown } = survey.counts;
  const numbers = `TLS on ${tls} of ${endpoints} addresses, ${unknown} unknown`;
  const text = `${reason}; survey of ${survey.date}: ${numbers}`;
  return { state, line: `${headOf(state, text)} | ${perfdata(checks)}` };
}

/** The result of a check that could not be made. */
export function nagiosFailure(reason: string): NagiosResult {
  return { state: 'UNKNOWN', line: headOf('UNKNOWN', reason) };
}

/** A pipe begins the numbers, and a newline more output. */
function headOf(state: NagiosState, text: string): string {
  return `MXTLS ${state} - ${escapeShort(text, 1_000).replaceAll('|', '/')}`;
}

function decided({ numbers, newest, critical, warning, age }: NagiosChecks): {
  state: NagiosState;
  reason: string;
} {
  const { degraded, startedAt } = numbers.survey;
  if (degraded.length > 0) return distrusted({ degraded, startedAt });
  if (newest.startedAt > startedAt && newest.degraded.length > 0) return distrusted(newest);
  if (age.most !== null && age.days > age.most) {
    return {
      state: 'UNKNOWN',
      reason: `no survey that can be trusted for ${counted(age.days, 'day')}`,
    };
  }
  if (critical.length > 0) return { state: 'CRITICAL', reason: `found ${critical.join(', ')}` };
  if (warning.length > 0) return { state: 'WARNING', reason: `found ${warning.join(', ')}` };
  return { state: 'OK', reason: 'nothing to report' };
}

function distrusted({ degraded, startedAt }: Watched['newest']): {
  state: NagiosState;
  reason: string;
} {
  const reasons = escapeShort(degraded.join(', '), REASON_CHARACTERS);
  return {
    state: 'UNKNOWN',
    reason: `the survey of ${dayOf(startedAt)} cannot be trusted (${reasons})`,
  };
}

/** Numbers as the guidelines have them: `'label'=value[UOM];[warn];[crit];[min];[max]`, empty ends left out. */
function perfdata({ numbers, age }: NagiosChecks): string {
  const { tls, plaintext, broken, unknown, domains } = numbers.survey.counts;
  const end = numbers.categories
    .flatMap(({ nextEnd }) => nextEnd ?? [])
    .reduce<string | null>((a, b) => (a === null || b < a ? b : a), null);
  const values: readonly (readonly [string, number | null])[] = [
    ...Object.entries({ tls, plaintext, broken, unknown, domains }),
    ...LEVELS.map((level) => [`level_${level}`, levelCount(numbers, level)] as const),
    ['regressions', numbers.changes && numbers.changes.regression],
    ['certificate_days', end === null ? null : daysUntil(end, numbers.survey.startedAt)],
    ['age_days', age.days],
  ];
  return values
    .flatMap(([label, value]) => (value === null ? [] : [`${label}=${value};;;0`]))
    .join(' ');
}

function levelCount({ categories }: SurveyNumbers, level: (typeof LEVELS)[number]): number {
  return categories.reduce((sum, { levels }) => sum + (levels.get(level) ?? 0), 0);
}
