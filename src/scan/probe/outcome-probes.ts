import { lackingFor, offerFor } from './feasible-offer.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import { awaitsTls, classOf } from '../../model/records/endpoint.ts';
import type { FailureCode } from '../../model/records/words.ts';
import {
  attemptsFor,
  diagnosedHello,
  handshakeOf,
  isAlerted,
  isRefused,
  isVersionRefused,
  serverHelloOf,
} from './attempts.ts';
import { PLAINTEXT_ATTEMPTS } from './merge-results.ts';
import {
  FINITE_FIELDS,
  formProbe,
  handshakeProbe,
  helloProbe,
  isAnonymousOffer,
  type Attempt,
  type Probe,
} from './probe.ts';

/** The probe that every pass begins with. */
export const FIRST_PROBE: Probe = handshakeProbe('outcome', 'certificate', true);

/** A server counts as broken only after it failed this often. */
const BROKEN_ATTEMPTS = 2;

/**
 * Returns the next probe to decide the outcome of an endpoint; null when this pass can find out no more. A fault of the
 * server is probed a second time before it counts; a transient failure is left to a later pass.
 */
export function outcomeProbe(attempts: readonly Attempt[]): Probe | null {
  const last = attempts.at(-1);
  if (last === undefined) return FIRST_PROBE;
  const { purpose, sni } = last.probe;
  if (purpose === 'outcome') return afterHandshake(last, attempts);
  if (purpose === 'diagnosis') return afterDiagnosis(last, attempts);
  return purpose === 'tls13' ? afterTls13(serverHelloOf(last), sni) : null;
}

/** A server that accepts a small hello of TLS 1.3 may not tolerate a large one: the first probe is repeated. */
function afterTls13(shown: ShownHello | null, sni: boolean): Probe | null {
  return shown !== null && lackingFor(shown) === null ? { ...FIRST_PROBE, sni } : null;
}

function afterHandshake(last: Attempt, attempts: readonly Attempt[]): Probe | null {
  const { probe, result } = last;
  if (result.outcome === 'hello') return null;
  if (result.outcome === 'tls') return afterTls(probe, attempts);
  if (result.outcome === 'plaintext') {
    const plain = attempts.filter((each) => each.result.outcome === 'plaintext').length;
    const hasTls = attempts.some((each) => each.result.outcome === 'tls');
    return plain < PLAINTEXT_ATTEMPTS && !hasTls ? FIRST_PROBE : null;
  }
  if (result.outcome === 'tls-failed' && handshakeOf(attempts) === null) {
    if (result.failure.detail.endsWith('_UNRECOGNIZED_NAME') && probe.sni) {
      return { ...probe, sni: false };
    }
    const other = otherForm(last, attempts);
    if (other !== null) return other;
  }
  return confirmation(last, attempts);
}

/** Repeats the probe that showed a fault of the server, if it showed it once. */
function confirmation({ probe, result }: Attempt, attempts: readonly Attempt[]): Probe | null {
  const isBroken = ({ result: each }: Attempt) =>
    each.outcome !== 'hello' && classOf(each) === 'broken';
  if (result.outcome === 'hello' || classOf(result) !== 'broken') return null;
  // Where TLS comes first, the bytes in its place are the evidence, and only the answer to a hello shows them.
  if (awaitsTls(result) && result.failure.code === 'malformed') {
    return formProbe('diagnosis', 'TLSv1.3', 'ordinary', probe.sni);
  }
  return attempts.filter(isBroken).length < BROKEN_ATTEMPTS ? probe : null;
}

/** Probes a server that accepted only the small hello with a small hello of TLS 1.3: is it intolerant of the version? */
function afterTls({ action, sni }: Probe, attempts: readonly Attempt[]): Probe | null {
  if (action.offer !== 'small' || attemptsFor(attempts, 'tls13').length > 0) return null;
  return smallHello13('tls13', sni);
}

/** ECDSA on the three usual curves, Ed25519, Ed448, RSA-PSS for both kinds of key, RSA. */
const SMALL_SIGNATURES = [0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0809, 0x0401];

/** A small hello of TLS 1.3, with its finite-field groups too, as none of its suites uses them up to TLS 1.2. */
function smallHello13(purpose: 'tls13' | 'diagnosis', sni: boolean): Probe {
  const groups = ['X25519', 'P-256', ...FINITE_FIELDS] as const;
  // One scheme for each kind of key, so that the hello stays below 256 bytes.
  return helloProbe(
    purpose,
    { version: 'TLSv1.3', groups, signatures: SMALL_SIGNATURES },
    sni,
    isCommon,
  );
}

/** The suites of a small hello: those of TLS 1.3, and those that nearly all servers of TLS 1.2 support. */
function isCommon({ name }: { name: string }): boolean {
  return /^TLS_(AES_\d+_GCM|CHACHA|ECDHE_\w+_WITH_AES_\d+_GCM|RSA_WITH_AES_\d+_(GCM|CBC_SHA$))/.test(
    name,
  );
}

/**
 * What a server is offered that fails on the first hello. `whole`: everything that comes with a certificate, in a hello whose
 * answer shows what the server needs; `small`: a handshake up to TLS 1.2 for servers that are intolerant of the version or
 * size of the first (RFC 8446 appendix D); `finite-field`: the groups of TLS 1.3 that are left, for a server without lower
 * versions; then the anonymous suites, by a handshake and, as its finite-field groups may have any size, by a hello.
 */
const FORMS = ['whole', 'small', 'finite-field', 'anonymous', 'anonymous-hello'] as const;
export type Form = (typeof FORMS)[number];

/** The same for a server that does not say that nothing suits it: it may not tolerate the hello. */
const SMALL_FIRST: readonly Form[] = ['small', 'whole', ...FORMS.slice(2)];

/** How a server fails that may be intolerant of a hello. */
const INTOLERANT: ReadonlySet<FailureCode> = new Set(['reset', 'closed', 'timeout', 'tls-alert']);
const REFUSING: ReadonlySet<FailureCode> = new Set(['local-limit', 'no-shared-version']);

/**
 * Returns the probe with the next form for a server that failed; null if no other form changes the result. Only an alert, or
 * a failure that a smaller hello may mend, leads to another form.
 */
function otherForm(last: Attempt, attempts: readonly Attempt[]): Probe | null {
  const first = firstFailure(attempts);
  if (first === null || isSettled(last, attempts)) return null;
  const { code, sni } = first;
  const order = REFUSING.has(code) ? FORMS : SMALL_FIRST;
  const next = order.find(
    (form) => !attempts.some((attempt) => formOf(attempt) === form) && isLeft(form, attempts, code),
  );
  if (next === undefined || (next !== 'small' && !isAlerted(last))) return null;
  return probeFor(next, sni, code);
}

/** Whether a form may still suit a server: anonymous suites only if nothing else does, as they end in TLS 1.2. */
function isLeft(form: Form, attempts: readonly Attempt[], code: FailureCode): boolean {
  const isOnly13 = attempts.some((each) => formOf(each) === 'small' && isVersionRefused(each));
  if (form === 'finite-field') return isOnly13;
  if (form === 'whole' || form === 'small') return true;
  return !isOnly13 && refusesNames(attempts, code);
}

/** Returns how the last handshake with the first offer failed, if another form may succeed; null otherwise. */
function firstFailure(attempts: readonly Attempt[]): { code: FailureCode; sni: boolean } | null {
  const last = attempts.findLast(({ probe }) => probe.action.offer === FIRST_PROBE.action.offer);
  if (last?.result.outcome !== 'tls-failed') return null;
  const { code } = last.result.failure;
  return REFUSING.has(code) || INTOLERANT.has(code) ? { code, sni: last.probe.sni } : null;
}

/** Whether a server said what it chooses, or that it has no version up to TLS 1.2: other forms would show no more. */
function isSettled(last: Attempt, attempts: readonly Attempt[]): boolean {
  const shown = diagnosedHello(attempts);
  if (shown !== null) return shown.alert === null;
  const { action } = last.probe;
  return action.kind === 'hello' && action.offer.version === 'TLSv1.2' && isVersionRefused(last);
}

/** Whether anonymous suites are left: the server said that nothing else suits it. */
function refusesNames(attempts: readonly Attempt[], code: FailureCode): boolean {
  const isRefusedWhole = attemptsFor(attempts, 'diagnosis').some(isRefused);
  return diagnosedHello(attempts) === null && (code === 'local-limit' || isRefusedWhole);
}

function probeFor(form: Form, sni: boolean, code: FailureCode): Probe {
  switch (form) {
    case 'whole':
      // A server of SSL 3.0 answers a hello that has no supported_versions extension (RFC 5246 appendix E.1).
      return formProbe(
        'diagnosis',
        code === 'no-shared-version' ? 'TLSv1.2' : 'TLSv1.3',
        'named',
        sni,
      );
    case 'small':
      // A server may refuse a name that it does not know, and many senders send none.
      return handshakeProbe('outcome', 'small', sni && !REFUSING.has(code));
    case 'finite-field':
      return smallHello13('diagnosis', sni);
    case 'anonymous':
      return handshakeProbe('outcome', 'anonymous', sni);
    case 'anonymous-hello':
      return formProbe('diagnosis', 'TLSv1.2', 'anonymous', sni);
  }
}

/** Returns the form that a probe offered after the first; null for another probe. */
export function formOf({ probe: { purpose, action } }: Attempt): Form | null {
  if (action.kind === 'handshake') return FORMS.find((form) => form === action.offer) ?? null;
  if (purpose !== 'diagnosis') return null;
  if (isAnonymousOffer(action.offer)) return 'anonymous-hello';
  return action.offer.groups.includes('ffdhe8192') ? 'finite-field' : 'whole';
}

/** A handshake follows if this client supports what the server chose. */
function afterDiagnosis(last: Attempt, attempts: readonly Attempt[]): Probe | null {
  const { sni, action } = last.probe;
  const shown = serverHelloOf(last);
  if (shown === null || shown.alert !== null) return otherForm(last, attempts);
  const offer = offerFor(shown);
  if (offer === null || action.kind !== 'hello') return null;
  const isUpTo12 = offer === 'rare' && action.offer.version === 'TLSv1.2';
  return handshakeProbe('outcome', isUpTo12 ? 'small' : offer, sni);
}
