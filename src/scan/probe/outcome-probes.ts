import { offerFor } from './feasible-offer.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { Failure } from '../../model/records/failure.ts';
import { ALERT } from '../../net/tls/tls-numbers.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { answerOf, isRefused, looksFor, shownBy } from './attempts.ts';
import { PLAINTEXT_LOOKS } from './merge-results.ts';
import {
  handshakeQuestion,
  helloQuestion,
  USUAL_GROUPS,
  type Look,
  type Question,
} from './probe.ts';

/** What every pass begins with. */
export const FIRST: Question = handshakeQuestion('answer', 'certificate', true);

/** What speaks against a server counts when it was seen this often. */
const BROKEN_LOOKS = 2;

const ANONYMOUS = /_anon_/;

/**
 * What to ask until an endpoint has shown what its TLS is; null where the last look is all that there is to get in this
 * pass. What speaks against a server is asked a second time before it counts; what a better hour might answer is left to a
 * later pass.
 */
export function answerQuestion(looks: readonly Look[]): Question | null {
  const last = looks.at(-1);
  if (last === undefined) return FIRST;
  const { purpose, sni } = last.question;
  if (purpose === 'answer') return afterHandshake(last, looks);
  if (purpose === 'why') return afterWhy(last);
  // A server that does well with a small hello of TLS 1.3 is asked as at first.
  return purpose === 'tls13' && shownBy(last) !== null ? { ...FIRST, sni } : null;
}

function afterHandshake({ question, seen }: Look, looks: readonly Look[]): Question | null {
  if (seen.outcome === 'hello') return null;
  if (seen.outcome === 'tls') return afterTls(question, looks);
  if (seen.outcome === 'plaintext') {
    const plain = looks.filter((each) => each.seen.outcome === 'plaintext').length;
    const told = looks.some((each) => each.seen.outcome === 'tls');
    return plain < PLAINTEXT_LOOKS && !told ? FIRST : null;
  }
  if (seen.outcome === 'tls-failed') {
    const other = otherHello(seen.failure, question, looks);
    if (other !== null) return other;
  }
  if (classOf(seen) !== 'broken') return null;
  const broken = looks.filter(
    (each) => each.seen.outcome !== 'hello' && classOf(each.seen) === 'broken',
  );
  return broken.length < BROKEN_LOOKS ? question : null;
}

/** A server that took the small hello alone is asked by another small one whether it is TLS 1.3 that it chokes on. */
function afterTls({ ask, sni }: Question, looks: readonly Look[]): Question | null {
  if (ask.offer !== 'small' || looksFor(looks, 'tls13').length > 0) return null;
  return helloQuestion('tls13', { version: 'TLSv1.3', groups: ['X25519', 'P-256'] }, sni, isCommon);
}

/** The suites of a small hello: those of TLS 1.3, and what servers of TLS 1.2 have nearly all. */
function isCommon({ name }: { name: string }): boolean {
  return /^TLS_(AES|CHACHA|ECDHE_\w+_WITH_AES_\d+_GCM|RSA_WITH_AES_\d+_(GCM|CBC_SHA$))/.test(name);
}

/** What a server that may only choke on a hello does when it gets one: it is asked once with a smaller one (RFC 8446 §D). */
const CHOKES: ReadonlySet<FailureCode> = new Set(['reset', 'closed', 'timeout', 'tls-alert']);

/** What else a server can be asked that did not take a handshake as it was offered; null where that was done. */
function otherHello({ code, detail }: Failure, asked: Question, looks: readonly Look[]) {
  const { ask, sni } = asked;
  if (detail.endsWith('_UNRECOGNIZED_NAME') && sni) return { ...asked, sni: false };
  if (code === 'local-limit' && looksFor(looks, 'why').length === 0) {
    return helloQuestion('why', { version: 'TLSv1.3', groups: ALL_GROUPS }, sni, isNamed);
  }
  // Without the list of versions that came with TLS 1.3, a server of SSL 3.0 can say so (RFC 5246 §E.1).
  if (code === 'no-shared-version' && looksFor(looks, 'why').length === 0) {
    return helloQuestion('why', { version: 'TLSv1.2' }, sni, isNamed);
  }
  const isSmall = (each: Look) => each.question.ask.offer === 'small';
  return CHOKES.has(code) && ask.offer === 'certificate' && !looks.some(isSmall)
    ? handshakeQuestion('answer', 'small', sni)
    : null;
}

const ALL_GROUPS = [...USUAL_GROUPS, 'X25519MLKEM768', 'SecP256r1MLKEM768'] as const;

function isNamed({ name }: { name: string }): boolean {
  return !ANONYMOUS.test(name);
}

/** A hello showed what the server takes: what a handshake can do is done now. One that liked nothing may be anonymous. */
function afterWhy(look: Look): Question | null {
  const { sni, ask } = look.question;
  const shown = shownBy(look);
  if (shown !== null) {
    const offer = offerFor(shown);
    return offer === null ? null : handshakeQuestion('answer', offer, sni);
  }
  const answer = answerOf(look);
  if (!isRefused(look) || ask.kind !== 'hello' || ask.offer.version !== 'TLSv1.3') return null;
  if (answer?.kind === 'alert' && answer.description === ALERT.protocolVersion) return null;
  return helloQuestion('why', { version: 'TLSv1.2' }, sni, (suite) => !isNamed(suite));
}
