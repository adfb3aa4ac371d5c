import { classOf } from '../../model/records/endpoint.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import {
  STAGES,
  type EndpointClass,
  type FailureCode,
  type Stage,
} from '../../model/records/words.ts';

/** How good it is to be told so: of two results that differ, the better one is recorded. */
const RANK = { tls: 3, broken: 2, plaintext: 1, unknown: 0 } satisfies Record<
  EndpointClass,
  number
>;

/** A server is said not to offer STARTTLS only after it was asked this often. */
export const PLAINTEXT_ATTEMPTS = 2;

/**
 * Makes one merged of all that were made of an endpoint in a run, in their order. What was told goes before what
 * was not; told otherwise at different times, the better is taken, with the note `isInconsistent`. What speaks against a
 * server and was result only once proves nothing: then what hindered the second attempt is the outcome.
 * @param results at least one.
 */
export function mergeResults(results: readonly AttemptResult[]): AttemptResult {
  const attempts = results.filter((each) => each.outcome === 'plaintext').length;
  const counted = results.filter(
    (each) =>
      !isLoneFault(each, results) &&
      (each.outcome !== 'plaintext' || attempts >= PLAINTEXT_ATTEMPTS || isConclusive(results)),
  );
  const best = (counted.length > 0 ? counted : results).reduce((a, b) => (isBetter(a, b) ? a : b));
  return isInconsistent(results) ? { ...best, notes: [...best.notes, 'inconsistent'] } : best;
}

/** Broken was result once, and all other attempts were hindered: no second one bore it out. */
function isLoneFault(merged: AttemptResult, results: readonly AttemptResult[]): boolean {
  const told = results.filter((each) => classOf(each) !== 'unknown').length;
  return classOf(merged) === 'broken' && told === 1 && results.length > 1;
}

/** Something better than plaintext was told. */
function isConclusive(results: readonly AttemptResult[]): boolean {
  return results.some((each) => RANK[classOf(each)] > RANK.plaintext);
}

/** Whether `a` says more than the later `b`; as good ones: the one that got further, then the later one. */
function isBetter(a: AttemptResult, b: AttemptResult): boolean {
  const worth = RANK[classOf(a)] - RANK[classOf(b)];
  return worth !== 0 ? worth > 0 : reached(a) > reached(b);
}

function isInconsistent(results: readonly AttemptResult[]): boolean {
  const told = results.filter((each) => classOf(each) !== 'unknown');
  return new Set(told.map((each) => each.outcome)).size > 1;
}

function reached(merged: AttemptResult): number {
  return STAGES.indexOf(stageOf(merged));
}

function stageOf(merged: AttemptResult): Stage {
  switch (merged.outcome) {
    case 'tls':
      return 'handshake';
    case 'tls-failed':
    case 'failed':
      return merged.failure.stage;
    case 'plaintext':
    case 'stripped':
      return 'ehlo';
    case 'refused-starttls':
    case 'rejected':
    case 'deferred':
      return merged.reply.stage;
  }
}

/** The failures that another time may not meet. */
const TRANSIENT: ReadonlySet<FailureCode> = new Set(['timeout', 'reset', 'closed', 'local-limit']);

/** Whether a later pass may tell what could not be told now: put off, timed out, cut off, or STARTTLS missed only once. */
export function isWorthAnotherPass(merged: AttemptResult): boolean {
  switch (merged.outcome) {
    case 'deferred':
      return true;
    case 'refused-starttls':
      return merged.reply.code < 500;
    case 'failed':
      return TRANSIENT.has(merged.failure.code);
    case 'tls-failed':
      // A handshake outside what this client speaks is so at any time.
      return merged.failure.code !== 'local-limit' && TRANSIENT.has(merged.failure.code);
    case 'plaintext':
    case 'tls':
    case 'stripped':
    case 'rejected':
      return false;
  }
}
