/** What is checked of this machine before a survey, in the order in which `mxtls doctor` prints it. */
export const CHECK_NAMES = [
  'clock',
  'resolver',
  'dnssec',
  'outbound-port',
  'ipv6',
  'results',
  'open-files',
  'ehlo',
  'ptr',
  'dnsbl',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/**
 * What came of a check. `warning`: a survey can be made, and something is to be improved. `failed`: no survey made from here
 * could be trusted. `unknown`: it could not be found out, which speaks neither for nor against this machine.
 */
export const CHECK_OUTCOMES = ['ok', 'warning', 'failed', 'unknown'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

/** One check of this machine. Texts are plain, without a final full stop, and may hold foreign words. */
export interface Check {
  check: CheckName;
  outcome: CheckOutcome;
  /** What was seen. */
  evidence: string;
  /** What to do about it; null where there is nothing to do. */
  advice: string | null;
}

/** Makes the checks of one name. */
export function checkOf(check: CheckName) {
  return (outcome: CheckOutcome, evidence: string, advice: string | null = null): Check => ({
    check,
    outcome,
    evidence,
    advice,
  });
}
