import { classOf } from '../../model/records/endpoint.ts';
import { FIRST_PROBE } from './outcome-probes.ts';
import { handshakeOf, attemptsFor, serverHelloOf } from './attempts.ts';
import { isWorthAnotherPass } from './merge-results.ts';
import type { Attempt, Purpose, Probe } from './probe.ts';

/** Looks that say of an endpoint that it is worse than before; nobody is to be told so by one moment of it. */
export interface PendingConfirmation {
  /** All attempts until it came up, the unconfirmed among them. */
  before: readonly Attempt[];
  unconfirmed: ReadonlySet<Attempt>;
  /** What is asked again. */
  probe: Probe;
}

/** The purposes that an endpoint's answer comes by: everything else is asked after it. */
const ANSWERING: ReadonlySet<Purpose> = new Set(['outcome', 'diagnosis']);

/**
 * Finds which attempts say that an endpoint got worse, to ask again what they asked: the answer as a whole, or the one attempt
 * after it that was the first to say so.
 * @param attempts at least one; they regress.
 */
export function pendingConfirmationOf(
  attempts: readonly Attempt[],
  regresses: (attempts: readonly Attempt[]) => boolean,
): PendingConfirmation {
  const answer = attempts.filter(({ probe }) => ANSWERING.has(probe.purpose));
  if (answer.length > 0 && regresses(answer)) {
    return {
      before: attempts,
      unconfirmed: new Set(answer.filter(isConclusive)),
      probe: answeringLook(answer)?.probe ?? FIRST_PROBE,
    };
  }
  const length = attempts.findIndex((_, index) => regresses(attempts.slice(0, index + 1))) + 1;
  const suspect = attempts[length - 1] ?? attempts[0];
  return {
    before: attempts,
    unconfirmed: new Set(suspect === undefined ? [] : [suspect]),
    probe: suspect?.probe ?? FIRST_PROBE,
  };
}

/** The attempt that an endpoint's answer stands on. */
function answeringLook(answer: readonly Attempt[]): Attempt | undefined {
  const handshake = handshakeOf(answer)?.attempt;
  const shown = attemptsFor(answer, 'diagnosis').findLast(
    (attempt) => serverHelloOf(attempt) !== null,
  );
  return handshake ?? shown ?? attemptsFor(answer, 'outcome').at(-1);
}

/** Whether a second opinion was hindered by something that another time may not meet. */
export function isInconclusive(attempts: readonly Attempt[]): boolean {
  return (
    !attempts.some(isConclusive) &&
    attempts.every((attempt) => attempt.result.outcome === 'hello' || isTransient(attempt))
  );
}

/** Whether an attempt was put off, timed out or was cut off. */
export function isTransient({ result }: Attempt): boolean {
  return result.outcome !== 'hello' && isWorthAnotherPass(result);
}

/** Whether an attempt told something of its server. */
export function isConclusive({ result }: Attempt): boolean {
  return result.outcome === 'hello' ? result.answer.kind !== 'none' : classOf(result) !== 'unknown';
}
