import { offerFor } from './feasible-offer.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { Failure } from '../../model/records/failure.ts';
import { ALERT } from '../../net/tls/tls-numbers.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { helloAnswerOf, isRefused, attemptsFor, serverHelloOf } from './attempts.ts';
import { PLAINTEXT_ATTEMPTS } from './merge-results.ts';
import { handshakeProbe, helloProbe, USUAL_GROUPS, type Attempt, type Probe } from './probe.ts';

/** The probe that every pass begins with. */
export const FIRST_PROBE: Probe = handshakeProbe('outcome', 'certificate', true);

/** A server counts as broken only after it failed this often. */
const BROKEN_ATTEMPTS = 2;

const ANONYMOUS = /_anon_/;

/**
 * Returns the next probe to decide the outcome of an endpoint; null when this pass can find out no more. A fault of the
 * server is probed a second time before it counts; a transient failure is left to a later pass.
 */
export function outcomeProbe(attempts: readonly Attempt[]): Probe | null {
  const last = attempts.at(-1);
  if (last === undefined) return FIRST_PROBE;
  const { purpose, sni } = last.probe;
  if (purpose === 'outcome') return afterHandshake(last, attempts);
  if (purpose === 'diagnosis') return afterDiagnosis(last);
  // A server that accepts a small hello of TLS 1.3 may not tolerate a large one: the first probe is repeated.
  return purpose === 'tls13' && serverHelloOf(last) !== null ? { ...FIRST_PROBE, sni } : null;
}

function afterHandshake({ probe, result }: Attempt, attempts: readonly Attempt[]): Probe | null {
  if (result.outcome === 'hello') return null;
  if (result.outcome === 'tls') return afterTls(probe, attempts);
  if (result.outcome === 'plaintext') {
    const plain = attempts.filter((each) => each.result.outcome === 'plaintext').length;
    const hasTls = attempts.some((each) => each.result.outcome === 'tls');
    return plain < PLAINTEXT_ATTEMPTS && !hasTls ? FIRST_PROBE : null;
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

/** Probes a server that accepted only the small hello with a small hello of TLS 1.3: is it intolerant of the version? */
function afterTls({ action, sni }: Probe, attempts: readonly Attempt[]): Probe | null {
  if (action.offer !== 'small' || attemptsFor(attempts, 'tls13').length > 0) return null;
  return helloProbe('tls13', { version: 'TLSv1.3', groups: ['X25519', 'P-256'] }, sni, isCommon);
}

/** The suites of a small hello: those of TLS 1.3, and those that nearly all servers of TLS 1.2 support. */
function isCommon({ name }: { name: string }): boolean {
  return /^TLS_(AES|CHACHA|ECDHE_\w+_WITH_AES_\d+_GCM|RSA_WITH_AES_\d+_(GCM|CBC_SHA$))/.test(name);
}

/** How a server fails that is intolerant of a hello: it is probed once with a smaller one (RFC 8446 appendix D). */
const INTOLERANT: ReadonlySet<FailureCode> = new Set(['reset', 'closed', 'timeout', 'tls-alert']);

/** Returns a probe with another hello for a server whose handshake failed; null if that was tried. */
function otherHello({ code, detail }: Failure, failed: Probe, attempts: readonly Attempt[]) {
  const { action, sni } = failed;
  if (detail.endsWith('_UNRECOGNIZED_NAME') && sni) return { ...failed, sni: false };
  if (code === 'local-limit' && attemptsFor(attempts, 'diagnosis').length === 0) {
    return helloProbe('diagnosis', { version: 'TLSv1.3', groups: ALL_GROUPS }, sni, isNamed);
  }
  // A server of SSL 3.0 answers a hello that has no supported_versions extension (RFC 5246 appendix E.1).
  if (code === 'no-shared-version' && attemptsFor(attempts, 'diagnosis').length === 0) {
    return helloProbe('diagnosis', { version: 'TLSv1.2' }, sni, isNamed);
  }
  const isSmall = (each: Attempt) => each.probe.action.offer === 'small';
  return INTOLERANT.has(code) && action.offer === 'certificate' && !attempts.some(isSmall)
    ? handshakeProbe('outcome', 'small', sni)
    : null;
}

const ALL_GROUPS = [...USUAL_GROUPS, 'X25519MLKEM768', 'SecP256r1MLKEM768'] as const;

/** Whether a suite authenticates the server by a certificate. */
function isNamed({ name }: { name: string }): boolean {
  return !ANONYMOUS.test(name);
}

/** A handshake follows if this client supports what the server chose. If the server refused all, anonymous suites are left. */
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
