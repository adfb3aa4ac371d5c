import { classOf } from '../../model/records/endpoint.ts';
import { attemptsFor, DECIDING, handshakeOf, serverHelloOf } from './attempts.ts';
import { isWorthAnotherPass } from './merge-results.ts';
import { FIRST_PROBE } from './outcome-probes.ts';
import type { Attempt, Probe } from './probe.ts';

/** Attempts that show an endpoint worse than in the survey before, to be confirmed by a later attempt. */
export interface PendingConfirmation {
  /** All attempts until then, with the unconfirmed ones. */
  before: readonly Attempt[];
  unconfirmed: ReadonlySet<Attempt>;
  /** The probe that is made again. */
  probe: Probe;
}

/**
 * Finds the attempts that show a regression, and the probe that confirms them: all that decide the outcome, or else the
 * first attempt after them that shows it.
 * @param attempts at least one; they regress.
 */
export function pendingConfirmationOf(
  attempts: readonly Attempt[],
  regresses: (attempts: readonly Attempt[]) => boolean,
): PendingConfirmation {
  const deciding = attempts.filter(({ probe }) => DECIDING.has(probe.purpose));
  if (deciding.length > 0 && regresses(deciding)) {
    return {
      before: attempts,
      unconfirmed: new Set(deciding.filter(isConclusive)),
      probe: decidingAttempt(deciding)?.probe ?? FIRST_PROBE,
    };
  }
  const length = attempts.findIndex((_, index) => regresses(attempts.slice(0, index + 1))) + 1;
  const unconfirmed = attempts[length - 1] ?? attempts[0];
  return {
    before: attempts,
    unconfirmed: new Set(unconfirmed === undefined ? [] : [unconfirmed]),
    probe: unconfirmed?.probe ?? FIRST_PROBE,
  };
}

/** Returns the attempt that the outcome of an endpoint rests on. */
function decidingAttempt(attempts: readonly Attempt[]): Attempt | undefined {
  const handshake = handshakeOf(attempts)?.attempt;
  const hello = attemptsFor(attempts, 'diagnosis').findLast(
    (attempt) => serverHelloOf(attempt) !== null,
  );
  return handshake ?? hello ?? attemptsFor(attempts, 'outcome').at(-1);
}

/** Whether no attempt was conclusive, for transient reasons only: a later pass may confirm. */
export function isInconclusive(attempts: readonly Attempt[]): boolean {
  return (
    !attempts.some(isConclusive) &&
    attempts.every((attempt) => attempt.result.outcome === 'hello' || isTransient(attempt))
  );
}

/** Whether an attempt was deferred, timed out or was cut off. */
export function isTransient({ result }: Attempt): boolean {
  return result.outcome !== 'hello' && isWorthAnotherPass(result);
}

/** Whether an attempt showed a fact about the server. */
export function isConclusive({ result }: Attempt): boolean {
  return result.outcome === 'hello' ? result.answer.kind !== 'none' : classOf(result) !== 'unknown';
}
