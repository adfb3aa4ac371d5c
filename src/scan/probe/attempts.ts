import { isRefusal, type HelloAnswer } from '../../net/tls/hello-answer.ts';
import type { Handshake } from '../../net/tls/handshake.ts';
import type { FailureCode } from '../../model/records/words.ts';
import type { Look, Purpose } from './probe.ts';

/** Looks of one purpose, in their order. */
export function looksFor(looks: readonly Look[], purpose: Purpose): Look[] {
  return looks.filter(({ question }) => question.purpose === purpose);
}

/** What a server answered to a hello; null where it was a handshake, or did not come so far. */
export function answerOf({ seen }: Look): HelloAnswer | null {
  return seen.outcome === 'hello' ? seen.answer : null;
}

/** The ServerHello that a look got, with what came behind it. */
export function shownBy(look: Look): Extract<HelloAnswer, { kind: 'server-hello' }> | null {
  const answer = answerOf(look);
  return answer?.kind === 'server-hello' ? answer : null;
}

/** Whether a look got the answer that nothing of its offer suits. */
export function isRefused(look: Look): boolean {
  const { seen } = look;
  if (seen.outcome === 'tls-failed') return REFUSALS.has(seen.failure.code);
  const answer = answerOf(look);
  return answer !== null && isRefusal(answer);
}

/** What a handshake that likes nothing in an offer ends with. */
const REFUSALS: ReadonlySet<FailureCode> = new Set(['local-limit', 'no-shared-version']);

/** The handshake that stands for an endpoint, with its look: the last one, as later ones are made where they tell more. */
export function handshakeOf(
  looks: readonly Look[],
): { look: Look; offer: string; handshake: Handshake } | null {
  const look = looksFor(looks, 'answer').findLast(({ seen }) => seen.outcome === 'tls');
  if (look?.seen.outcome !== 'tls') return null;
  const { ask } = look.question;
  return {
    look,
    offer: ask.kind === 'handshake' ? ask.offer : '',
    handshake: look.seen.handshake,
  };
}

/** Where no handshake came about: what a hello showed of why. */
export function whyShown(
  looks: readonly Look[],
): Extract<HelloAnswer, { kind: 'server-hello' }> | null {
  return (
    looksFor(looks, 'why')
      .map(shownBy)
      .findLast((shown) => shown !== null) ?? null
  );
}

/** Whether an endpoint showed what its TLS is: from then on, probes ask for more. */
export function isAnswered(looks: readonly Look[]): boolean {
  return handshakeOf(looks) !== null || whyShown(looks) !== null;
}

/** Whether something after the answer says that further questions are not welcome: put off, cut off, silence. */
export function isUnwelcome(looks: readonly Look[]): boolean {
  const from = looks.findIndex((_, index) => isAnswered(looks.slice(0, index + 1)));
  return from >= 0 && looks.slice(from + 1).some(turnsAway);
}

function turnsAway(look: Look): boolean {
  const {
    question: { purpose },
    seen,
  } = look;
  // A server that chokes on TLS 1.3 has no less to say to other hellos.
  if (seen.outcome === 'hello') return seen.answer.kind === 'none' && purpose !== 'tls13';
  if (seen.outcome === 'tls-failed') return purpose !== 'answer' && !isAlert(seen.failure.code);
  return seen.outcome !== 'tls';
}

function isAlert(code: FailureCode): boolean {
  return code === 'tls-alert' || REFUSALS.has(code);
}
