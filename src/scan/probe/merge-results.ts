import { classOf } from '../../model/records/endpoint.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import {
  STAGES,
  type EndpointClass,
  type FailureCode,
  type Stage,
} from '../../model/records/words.ts';

/** Of two results that differ, the one of the higher rank is recorded. */
const RANK = { tls: 3, broken: 2, plaintext: 1, unknown: 0 } satisfies Record<
  EndpointClass,
  number
>;

/** A server counts as one without STARTTLS only after so many attempts. */
export const PLAINTEXT_ATTEMPTS = 2;

/**
 * Merges the results of all attempts at an endpoint in a run, in their order. A known result is better than an unknown one;
 * of different known results the better is recorded, with the note `inconsistent`. A fault that was seen once is not
 * confirmed: then the failure of the other attempt is recorded.
 * @param results at least one.
 */
export function mergeResults(results: readonly AttemptResult[]): AttemptResult {
  const plaintext = results.filter((each) => each.outcome === 'plaintext').length;
  const counted = results.filter(
    (each) =>
      !isUnconfirmedFault(each, results) &&
      (each.outcome !== 'plaintext' || plaintext >= PLAINTEXT_ATTEMPTS || showsStarttls(results)),
  );
  const best = (counted.length > 0 ? counted : results).reduce((a, b) => (isBetter(a, b) ? a : b));
  return isInconsistent(results) ? { ...best, notes: [...best.notes, 'inconsistent'] } : best;
}

/** Whether a result is broken and the only known one: no other attempt confirms it. */
function isUnconfirmedFault(result: AttemptResult, results: readonly AttemptResult[]): boolean {
  return classOf(result) === 'broken' && knownOf(results).length === 1;
}

function showsStarttls(results: readonly AttemptResult[]): boolean {
  return results.some((each) => RANK[classOf(each)] > RANK.plaintext);
}

/** Whether `a` is better than the later `b`; of equal rank, the one that got further is, then the later one. */
function isBetter(a: AttemptResult, b: AttemptResult): boolean {
  const difference = RANK[classOf(a)] - RANK[classOf(b)];
  return difference !== 0 ? difference > 0 : reached(a) > reached(b);
}

function isInconsistent(results: readonly AttemptResult[]): boolean {
  return new Set(knownOf(results).map((each) => each.outcome)).size > 1;
}

function knownOf(results: readonly AttemptResult[]): AttemptResult[] {
  return results.filter((each) => classOf(each) !== 'unknown');
}

function reached(result: AttemptResult): number {
  return STAGES.indexOf(stageOf(result));
}

function stageOf(result: AttemptResult): Stage {
  switch (result.outcome) {
    case 'tls':
      return 'handshake';
    case 'tls-failed':
    case 'failed':
      return result.failure.stage;
    case 'plaintext':
    case 'stripped':
      return 'ehlo';
    case 'refused-starttls':
    case 'rejected':
    case 'deferred':
      return result.reply.stage;
  }
}

/** Failures that may be gone in a later pass. */
const TRANSIENT: ReadonlySet<FailureCode> = new Set(['timeout', 'reset', 'closed', 'local-limit']);

/** Whether a later pass may show more: the attempt was deferred, timed out or was cut off. */
export function isWorthAnotherPass(result: AttemptResult): boolean {
  switch (result.outcome) {
    case 'deferred':
      return true;
    case 'refused-starttls':
      return result.reply.code < 500;
    case 'failed':
      return TRANSIENT.has(result.failure.code);
    case 'tls-failed':
      // A handshake that this client does not support fails at any time.
      return result.failure.code !== 'local-limit' && TRANSIENT.has(result.failure.code);
    case 'plaintext':
    case 'tls':
    case 'stripped':
    case 'rejected':
      return false;
  }
}
