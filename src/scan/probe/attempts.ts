import { isRefusal, type HelloAnswer, type ShownHello } from '../../net/tls/hello-answer.ts';
import { ALERT } from '../../net/tls/tls-numbers.ts';
import type { Handshake } from '../../net/tls/tls.ts';
import type { FailureCode } from '../../model/records/words.ts';
import type { Attempt, Purpose } from './probe.ts';

/** The purposes that decide the outcome of an endpoint: all other probes follow them. */
export const DECIDING: ReadonlySet<Purpose> = new Set(['outcome', 'diagnosis']);

/** Returns the attempts with one purpose, in their order. */
export function attemptsFor(attempts: readonly Attempt[], purpose: Purpose): Attempt[] {
  return attempts.filter(({ probe }) => probe.purpose === purpose);
}

/** Whether this machine was in the way of an attempt, and nothing in it is a fact about the host. */
export function isLost({ result }: Attempt): boolean {
  return isLostResult(result);
}

/** The same of the result of an attempt. */
export function isLostResult(result: Attempt['result']): boolean {
  return result.outcome === 'failed' && result.failure.code === 'local-limit';
}

/** Returns the attempts that this machine was not in the way of; all of them if there are no others. */
export function withoutLost(attempts: readonly Attempt[]): readonly Attempt[] {
  const others = attempts.filter((attempt) => !isLost(attempt));
  return others.length > 0 ? others : attempts;
}

/** Returns the answer to a ClientHello; null for an attempt with a handshake, or one that failed before. */
export function helloAnswerOf({ result }: Attempt): HelloAnswer | null {
  return result.outcome === 'hello' ? result.answer : null;
}

/** Returns the ServerHello of an attempt with the messages that follow it; null for none. */
export function serverHelloOf(attempt: Attempt): ShownHello | null {
  const answer = helloAnswerOf(attempt);
  return answer?.kind === 'server-hello' ? answer : null;
}

/** Whether the server accepted nothing in the offer of an attempt. */
export function isRefused(attempt: Attempt): boolean {
  const { result } = attempt;
  if (result.outcome === 'tls-failed') return REFUSALS.has(result.failure.code);
  const answer = helloAnswerOf(attempt);
  return answer !== null && isRefusal(answer);
}

/** Whether the server refused the versions of an attempt by the alert that means nothing else. */
export function isVersionRefused(attempt: Attempt): boolean {
  const { result } = attempt;
  if (result.outcome === 'tls-failed') return result.failure.code === 'no-shared-version';
  const answer = helloAnswerOf(attempt);
  return answer?.kind === 'alert' && answer.description === ALERT.protocolVersion;
}

/** Whether a fatal alert ended an attempt. */
export function isAlerted(attempt: Attempt): boolean {
  const { result } = attempt;
  if (result.outcome === 'tls-failed') return isAlert(result.failure.code);
  return helloAnswerOf(attempt)?.kind === 'alert' || serverHelloOf(attempt)?.alert != null;
}

/** How a handshake fails when the server accepts nothing in the offer. */
const REFUSALS: ReadonlySet<FailureCode> = new Set(['local-limit', 'no-shared-version']);

/**
 * Returns the last completed handshake that decides the outcome, even if the server broke off after it; null for none. Later
 * offers show more than earlier ones.
 */
export function handshakeOf(
  attempts: readonly Attempt[],
): { attempt: Attempt; handshake: Handshake } | null {
  const attempt = attemptsFor(attempts, 'outcome').findLast(
    ({ result }) => handshakeIn(result) !== null,
  );
  const handshake = attempt === undefined ? null : handshakeIn(attempt.result);
  return attempt === undefined || handshake === null ? null : { attempt, handshake };
}

/** Returns the completed handshake of a result; null for none. */
export function handshakeIn(result: Attempt['result']): Handshake | null {
  return result.outcome === 'tls' || result.outcome === 'tls-failed' ? result.handshake : null;
}

/** Returns the last ServerHello that a diagnosis of failed handshakes got; null for none. */
export function diagnosedHello(attempts: readonly Attempt[]): ShownHello | null {
  const hellos = attemptsFor(attempts, 'diagnosis').map(serverHelloOf);
  return hellos.findLast((hello) => hello !== null) ?? null;
}

/** Whether the TLS of an endpoint is known: only then its versions and the facts of depth `deep` are probed. */
export function isTlsKnown(attempts: readonly Attempt[]): boolean {
  return handshakeOf(attempts) !== null || diagnosedHello(attempts) !== null;
}

/** Whether the server rejected, deferred, dropped or left unanswered an attempt after its TLS was known: probing stops. */
export function shouldStop(attempts: readonly Attempt[]): boolean {
  const known = attempts.findIndex((_, index) => isTlsKnown(attempts.slice(0, index + 1)));
  return known >= 0 && attempts.slice(known + 1).some(isTurnedDown);
}

function isTurnedDown({ probe: { purpose }, result }: Attempt): boolean {
  // A server that is intolerant of TLS 1.3 still answers other hellos.
  if (result.outcome === 'hello') return result.answer.kind === 'none' && purpose !== 'tls13';
  if (result.outcome === 'tls-failed')
    return purpose !== 'outcome' && !isAlert(result.failure.code);
  return result.outcome !== 'tls';
}

function isAlert(code: FailureCode): boolean {
  return code === 'tls-alert' || REFUSALS.has(code);
}
