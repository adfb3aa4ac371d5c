import { classOf } from '../../model/records/endpoint.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import {
  STAGES,
  type EndpointClass,
  type FailureCode,
  type Stage,
} from '../../model/records/words.ts';

/** How good it is to be told so: of two observations that differ, the better one is recorded. */
const WORTH = { tls: 3, broken: 2, plaintext: 1, unknown: 0 } satisfies Record<
  EndpointClass,
  number
>;

/** A server is said not to offer STARTTLS only after it was asked this often. */
export const PLAINTEXT_LOOKS = 2;

/**
 * Makes one observation of all that were made of an endpoint in a run, in their order. What was told goes before what
 * was not; told otherwise at different times, the better is taken, with the note `varied`. What speaks against a
 * server and was seen only once proves nothing: then what hindered the second look is the outcome.
 * @param observations at least one.
 */
export function mergeObservations(observations: readonly AttemptResult[]): AttemptResult {
  const looks = observations.filter((each) => each.outcome === 'plaintext').length;
  const counted = observations.filter(
    (each) =>
      !isLoneFault(each, observations) &&
      (each.outcome !== 'plaintext' || looks >= PLAINTEXT_LOOKS || isTold(observations)),
  );
  const best = (counted.length > 0 ? counted : observations).reduce((a, b) =>
    isBetter(a, b) ? a : b,
  );
  return varied(observations) ? { ...best, notes: [...best.notes, 'inconsistent'] } : best;
}

/** Broken was seen once, and all other looks were hindered: no second one bore it out. */
function isLoneFault(observation: AttemptResult, observations: readonly AttemptResult[]): boolean {
  const told = observations.filter((each) => classOf(each) !== 'unknown').length;
  return classOf(observation) === 'broken' && told === 1 && observations.length > 1;
}

/** Something better than plaintext was told. */
function isTold(observations: readonly AttemptResult[]): boolean {
  return observations.some((each) => WORTH[classOf(each)] > WORTH.plaintext);
}

/** Whether `a` says more than the later `b`; as good ones: the one that got further, then the later one. */
function isBetter(a: AttemptResult, b: AttemptResult): boolean {
  const worth = WORTH[classOf(a)] - WORTH[classOf(b)];
  return worth !== 0 ? worth > 0 : reached(a) > reached(b);
}

function varied(observations: readonly AttemptResult[]): boolean {
  const told = observations.filter((each) => classOf(each) !== 'unknown');
  return new Set(told.map((each) => each.outcome)).size > 1;
}

function reached(observation: AttemptResult): number {
  return STAGES.indexOf(stageOf(observation));
}

function stageOf(observation: AttemptResult): Stage {
  switch (observation.outcome) {
    case 'tls':
      return 'handshake';
    case 'tls-failed':
    case 'failed':
      return observation.failure.stage;
    case 'plaintext':
    case 'stripped':
      return 'ehlo';
    case 'refused-starttls':
    case 'rejected':
    case 'deferred':
      return observation.reply.stage;
  }
}

/** The failures that another time may not meet. */
const PASSING: ReadonlySet<FailureCode> = new Set(['timeout', 'reset', 'closed', 'local-limit']);

/** Whether a later pass may tell what could not be told now: put off, timed out, cut off, or STARTTLS missed only once. */
export function isWorthAnotherPass(observation: AttemptResult): boolean {
  switch (observation.outcome) {
    case 'deferred':
      return true;
    case 'refused-starttls':
      return observation.reply.code < 500;
    case 'failed':
      return PASSING.has(observation.failure.code);
    case 'tls-failed':
      // A handshake outside what this client speaks is so at any time.
      return observation.failure.code !== 'local-limit' && PASSING.has(observation.failure.code);
    case 'plaintext':
    case 'tls':
    case 'stripped':
    case 'rejected':
      return false;
  }
}
