import { offerFor } from './feasible-offer.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { Failure } from '../../model/records/failure.ts';
import { ALERT } from '../../net/tls/tls-numbers.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { helloAnswerOf, isRefused, attemptsFor, serverHelloOf } from './attempts.ts';
import { PLAINTEXT_ATTEMPTS } from './merge-results.ts';
import { handshakeProbe, helloProbe, USUAL_GROUPS, type Attempt, type Probe } from './probe.ts';

/** What every pass begins with. */
export const FIRST_PROBE: Probe = handshakeProbe('outcome', 'certificate', true);

/** What speaks against a server counts when it was result this often. */
const BROKEN_ATTEMPTS = 2;

const ANONYMOUS = /_anon_/;

/**
 * What to action until an endpoint has shown what its TLS is; null where the last attempt is all that there is to get in this
 * pass. What speaks against a server is asked a second time before it counts; what a better hour might answer is left to a
 * later pass.
 */
export function outcomeProbe(attempts: readonly Attempt[]): Probe | null {
  const last = attempts.at(-1);
  if (last === undefined) return FIRST_PROBE;
  const { purpose, sni } = last.probe;
  if (purpose === 'outcome') return afterHandshake(last, attempts);
  if (purpose === 'diagnosis') return afterDiagnosis(last);
  // A server that does well with a small hello of TLS 1.3 is asked as at first.
  return purpose === 'tls13' && serverHelloOf(last) !== null ? { ...FIRST_PROBE, sni } : null;
}

function afterHandshake({ probe, result }: Attempt, attempts: readonly Attempt[]): Probe | null {
  if (result.outcome === 'hello') return null;
  if (result.outcome === 'tls') return afterTls(probe, attempts);
  if (result.outcome === 'plaintext') {
    const plain = attempts.filter((each) => each.result.outcome === 'plaintext').length;
    const told = attempts.some((each) => each.result.outcome === 'tls');
    return plain < PLAINTEXT_ATTEMPTS && !told ? FIRST_PROBE : null;
  }
  if (result.outcome === 'tls-failed') {
    const other = otherHello(result.failure, probe, attempts);
    if (other !== null) return other;
  }
  if (classOf(result) !== 'broken') return null;
  const broken = attempts.filter(
    (each) => each.result.outcome !== 'hello' && classOf(each.result) === 'broken',
  );
  return broken.length < BROKEN_ATTEMPTS ? probe : null;
}

/** A server that took the small hello alone is asked by another small one whether it is TLS 1.3 that it chokes on. */
function afterTls({ action, sni }: Probe, attempts: readonly Attempt[]): Probe | null {
  if (action.offer !== 'small' || attemptsFor(attempts, 'tls13').length > 0) return null;
  return helloProbe('tls13', { version: 'TLSv1.3', groups: ['X25519', 'P-256'] }, sni, isCommon);
}

/** The suites of a small hello: those of TLS 1.3, and what servers of TLS 1.2 have nearly all. */
function isCommon({ name }: { name: string }): boolean {
  return /^TLS_(AES|CHACHA|ECDHE_\w+_WITH_AES_\d+_GCM|RSA_WITH_AES_\d+_(GCM|CBC_SHA$))/.test(name);
}

/** What a server that may only choke on a hello does when it gets one: it is asked once with a smaller one (RFC 8446 §D). */
const CHOKES: ReadonlySet<FailureCode> = new Set(['reset', 'closed', 'timeout', 'tls-alert']);

/** What else a server can be asked that did not take a handshake as it was offered; null where that was done. */
function otherHello({ code, detail }: Failure, asked: Probe, attempts: readonly Attempt[]) {
  const { action, sni } = asked;
  if (detail.endsWith('_UNRECOGNIZED_NAME') && sni) return { ...asked, sni: false };
  if (code === 'local-limit' && attemptsFor(attempts, 'diagnosis').length === 0) {
    return helloProbe('diagnosis', { version: 'TLSv1.3', groups: ALL_GROUPS }, sni, isNamed);
  }
  // Without the list of versions that came with TLS 1.3, a server of SSL 3.0 can say so (RFC 5246 §E.1).
  if (code === 'no-shared-version' && attemptsFor(attempts, 'diagnosis').length === 0) {
    return helloProbe('diagnosis', { version: 'TLSv1.2' }, sni, isNamed);
  }
  const isSmall = (each: Attempt) => each.probe.action.offer === 'small';
  return CHOKES.has(code) && action.offer === 'certificate' && !attempts.some(isSmall)
    ? handshakeProbe('outcome', 'small', sni)
    : null;
}

const ALL_GROUPS = [...USUAL_GROUPS, 'X25519MLKEM768', 'SecP256r1MLKEM768'] as const;

function isNamed({ name }: { name: string }): boolean {
  return !ANONYMOUS.test(name);
}

/** A hello showed what the server takes: what a handshake can do is done now. One that liked nothing may be anonymous. */
function afterDiagnosis(attempt: Attempt): Probe | null {
  const { sni, action } = attempt.probe;
  const shown = serverHelloOf(attempt);
  if (shown !== null) {
    const offer = offerFor(shown);
    return offer === null ? null : handshakeProbe('outcome', offer, sni);
  }
  const answer = helloAnswerOf(attempt);
  if (!isRefused(attempt) || action.kind !== 'hello' || action.offer.version !== 'TLSv1.3')
    return null;
  if (answer?.kind === 'alert' && answer.description === ALERT.protocolVersion) return null;
  return helloProbe('diagnosis', { version: 'TLSv1.2' }, sni, (suite) => !isNamed(suite));
}
