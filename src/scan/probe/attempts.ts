import { isRefusal, type HelloAnswer } from '../../net/tls/hello-answer.ts';
import type { Handshake } from '../../net/tls/handshake.ts';
import type { FailureCode } from '../../model/records/words.ts';
import type { Attempt, Purpose } from './probe.ts';

/** Looks of one purpose, in their order. */
export function attemptsFor(attempts: readonly Attempt[], purpose: Purpose): Attempt[] {
  return attempts.filter(({ probe }) => probe.purpose === purpose);
}

/** What a server answered to a hello; null where it was a handshake, or did not come so far. */
export function helloAnswerOf({ result }: Attempt): HelloAnswer | null {
  return result.outcome === 'hello' ? result.answer : null;
}

/** The ServerHello that an attempt got, with what came behind it. */
export function serverHelloOf(
  attempt: Attempt,
): Extract<HelloAnswer, { kind: 'server-hello' }> | null {
  const answer = helloAnswerOf(attempt);
  return answer?.kind === 'server-hello' ? answer : null;
}

/** Whether an attempt got the answer that nothing of its offer suits. */
export function isRefused(attempt: Attempt): boolean {
  const { result } = attempt;
  if (result.outcome === 'tls-failed') return REFUSALS.has(result.failure.code);
  const answer = helloAnswerOf(attempt);
  return answer !== null && isRefusal(answer);
}

/** What a handshake that likes nothing in an offer ends with. */
const REFUSALS: ReadonlySet<FailureCode> = new Set(['local-limit', 'no-shared-version']);

/** The handshake that stands for an endpoint, with its attempt: the last one, as later ones are made where they tell more. */
export function handshakeOf(
  attempts: readonly Attempt[],
): { attempt: Attempt; offer: string; handshake: Handshake } | null {
  const attempt = attemptsFor(attempts, 'outcome').findLast(
    ({ result }) => result.outcome === 'tls',
  );
  if (attempt?.result.outcome !== 'tls') return null;
  const { action } = attempt.probe;
  return {
    attempt,
    offer: action.kind === 'handshake' ? action.offer : '',
    handshake: attempt.result.handshake,
  };
}

/** Where no handshake came about: what a hello showed of why. */
export function diagnosedHello(
  attempts: readonly Attempt[],
): Extract<HelloAnswer, { kind: 'server-hello' }> | null {
  return (
    attemptsFor(attempts, 'diagnosis')
      .map(serverHelloOf)
      .findLast((shown) => shown !== null) ?? null
  );
}

/** Whether an endpoint showed what its TLS is: from then on, probes ask for more. */
export function isTlsKnown(attempts: readonly Attempt[]): boolean {
  return handshakeOf(attempts) !== null || diagnosedHello(attempts) !== null;
}

/** Whether something after the answer says that further probes are not welcome: put off, cut off, silence. */
export function shouldStop(attempts: readonly Attempt[]): boolean {
  const from = attempts.findIndex((_, index) => isTlsKnown(attempts.slice(0, index + 1)));
  return from >= 0 && attempts.slice(from + 1).some(refusesProbes);
}

function refusesProbes(attempt: Attempt): boolean {
  const {
    probe: { purpose },
    result,
  } = attempt;
  // A server that chokes on TLS 1.3 has no less to say to other hellos.
  if (result.outcome === 'hello') return result.answer.kind === 'none' && purpose !== 'tls13';
  if (result.outcome === 'tls-failed')
    return purpose !== 'outcome' && !isAlert(result.failure.code);
  return result.outcome !== 'tls';
}

function isAlert(code: FailureCode): boolean {
  return code === 'tls-alert' || REFUSALS.has(code);
}
