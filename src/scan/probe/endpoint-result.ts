import {
  awaitsTls,
  classOf,
  type CertificateKey,
  type Versions,
} from '../../model/records/endpoint.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import { isCertificateAlert } from '../../net/tls/tls-error.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import type { Depth, Note } from '../../model/records/words.ts';
import { deepAnswersOf, keyKind, type DeepAnswers } from './deep-answers.ts';
import {
  helloAnswerOf,
  handshakeOf,
  attemptsFor,
  serverHelloOf,
  diagnosedHello,
  handshakeIn,
  isAlerted,
  isRefused,
} from './attempts.ts';
import { lackingFor } from './feasible-offer.ts';
import { mergeResults } from './merge-results.ts';
import { withRunTexts } from './run-texts.ts';
import { formOf, type Form } from './outcome-probes.ts';
import type { Attempt } from './probe.ts';
import { versionsFrom } from './versions.ts';

/** What all attempts at an endpoint in a run showed together. */
export interface EndpointResult {
  merged: AttemptResult;
  versions: Versions;
  /** What a hello showed if no handshake completed. */
  shown: ShownHello | null;
  /** Whether the server refused every offer with a certificate. */
  lacksCertificate: boolean;
  deep: DeepResult | null;
}

/** The facts of depth `deep`; the certificates are in DER, as sent, the server's own first. */
export type DeepResult = DeepAnswers & { chains: Record<CertificateKey, readonly Buffer[] | null> };

/** Derives the result of an endpoint from all attempts at it, in their order. @param attempts at least one. */
export function endpointResultOf(attempts: readonly Attempt[], depth: Depth): EndpointResult {
  const merged = mergedResultOf(attempts);
  const shown = merged.outcome === 'tls-failed' ? diagnosedHello(attempts) : null;
  const hasTls = handshakeIn(merged) !== null || shown !== null;
  return {
    merged: { ...merged, notes: [...merged.notes, ...tlsNotes(attempts, merged)] },
    versions: versionsFrom(attempts),
    shown,
    lacksCertificate: lacksCertificate(attempts),
    deep:
      depth === 'deep' && hasTls
        ? { ...deepAnswersOf(attempts), chains: chainsOf(attempts) }
        : null,
  };
}

/** Merges the results of all attempts, and says whose limit it is if no handshake was completed. */
export function mergedResultOf(attempts: readonly Attempt[]): AttemptResult {
  const merged = withRunTexts(
    mergeResults(attempts.flatMap((attempt) => countedResult(attempt, attempts))),
    attempts,
  );
  if (merged.outcome !== 'tls-failed' || merged.handshake !== null) return merged;
  const failure = settledFailure(merged.failure, attempts);
  const shown = awaitsTls(merged) && failure.code === 'malformed' ? shownBytes(attempts) : null;
  return { ...merged, failure: shown === null ? failure : { ...failure, detail: shown } };
}

/** What a server sent in place of TLS, as the answer to a hello shows it; null where none does. */
function shownBytes(attempts: readonly Attempt[]): string | null {
  const answers = attemptsFor(attempts, 'diagnosis').map(helloAnswerOf);
  const shown = answers.findLast(
    (answer) => answer?.kind === 'none' && answer.code === 'malformed',
  );
  return shown?.kind === 'none' ? plaintextIn(shown.detail) : null;
}

/** The first bytes of a reply in plaintext as text: `plaintext: 220 mx.l`; other bytes stay in hex. */
function plaintextIn(detail: string): string {
  const bytes = Buffer.from(/^no TLS: ([0-9a-f]+)$/.exec(detail)?.[1] ?? '', 'hex');
  const text = bytes.toString('latin1').trim();
  return /^[2-5]\d\d[ -][ -~]*$/.test(text) ? `plaintext: ${text}` : detail;
}

/**
 * A server that answers a hello with what this client does not support is a limit of this client: the server is not broken.
 * One that breaks off what it chose itself, or refuses a whole offer in more than one form, fails for every client.
 */
function settledFailure(failure: Failure, attempts: readonly Attempt[]): Failure {
  const { stage } = failure;
  if (failure.code !== 'local-limit' && classOf({ outcome: 'tls-failed', failure }) !== 'broken') {
    return failure;
  }
  const shown = diagnosedHello(attempts);
  const lacking = shown === null ? null : lackingFor(shown);
  if (lacking !== null) return { stage, code: 'local-limit', detail: lacking };
  if (failure.code !== 'local-limit') return failure;
  // A hello with every signature scheme was accepted, and the handshake with those of OpenSSL was not.
  if (shown?.alert === null) return { ...failure, detail: KEY_TYPE };
  return shown !== null || refusesAll(attempts) ? { ...failure, code: 'tls-alert' } : failure;
}

const KEY_TYPE = 'a key type or signature scheme that OpenSSL does not have';

/** Whether a server answered both a whole offer and a small one, each with a certificate, by an alert. */
function refusesAll(attempts: readonly Attempt[]): boolean {
  const isOf = (form: Form) => (attempt: Attempt) => formOf(attempt) === form && isAlerted(attempt);
  return attempts.some(isOf('whole')) && attempts.some(isOf('small'));
}

/** Whether a server refused every offer with a certificate, so that anonymous suites show that it has none. */
function lacksCertificate(attempts: readonly Attempt[]): boolean {
  const isOf = (form: Form) => (attempt: Attempt) => formOf(attempt) === form && isRefused(attempt);
  return attempts.some(isOf('whole')) && attempts.some(isOf('small'));
}

/** Returns the result of an attempt if it counts for the outcome: a server may refuse what other probes ask for. */
function countedResult(attempt: Attempt, attempts: readonly Attempt[]): AttemptResult[] {
  const { probe, result } = attempt;
  if (result.outcome === 'hello') return [];
  const isForOutcome = probe.purpose === 'outcome';
  if (result.outcome === 'tls') return isForOutcome ? [result] : [];
  if (result.outcome !== 'tls-failed') return [result];
  const isTolerated =
    handshakeOf(attempts) !== null && (isNameRefused(attempt) || isIntolerant(attempts));
  return isForOutcome && !isTolerated ? [result] : [];
}

function isNameRefused({ result }: Attempt): boolean {
  return result.outcome === 'tls-failed' && result.failure.detail.endsWith('_UNRECOGNIZED_NAME');
}

function isIntolerant(attempts: readonly Attempt[]): boolean {
  return intoleranceNotes(attempts).length > 0;
}

function tlsNotes(attempts: readonly Attempt[], merged: AttemptResult): Note[] {
  const shown = attempts.map(serverHelloOf).filter((each) => each !== null);
  const inClear = shown.filter(({ hello }) => !NO_RENEGOTIATION.has(hello.version));
  const notes = intoleranceNotes(attempts);
  if (isNameless(attempts)) notes.push('sni-refused');
  if (inClear.some(({ hello }) => !hello.secureRenegotiation))
    notes.push('no-secure-renegotiation');
  const isAsked = shown.some((each) => each.clientCertificateAsked);
  if (isCertificateRequired(merged, isAsked)) notes.push('client-certificate-required');
  else if (isAsked) notes.push('client-certificate-asked');
  return notes;
}

/** Whether a server that speaks TLS with us broke off for want of a client certificate: by an alert, or by its reply. */
function isCertificateRequired(merged: AttemptResult, isAsked: boolean): boolean {
  if (merged.outcome !== 'tls-failed' || merged.failure.code !== 'tls-alert') return false;
  if (merged.handshake === null) return isAsked;
  return merged.reply?.stage === 'handshake' || isCertificateAlert(merged.failure.detail);
}

/** Whether a server completed a handshake without SNI after it refused one with SNI. */
function isNameless(attempts: readonly Attempt[]): boolean {
  const found = handshakeOf(attempts)?.attempt.probe;
  if (found?.sni !== false) return false;
  return attempts.some(
    (attempt) =>
      isNameRefused(attempt) ||
      (isAlerted(attempt) &&
        attempt.probe.sni &&
        attempt.probe.action.offer === found.action.offer),
  );
}

/** TLS 1.3 has no renegotiation, and SSL 3.0 need not know the extension (RFC 5746 §3.6). */
const NO_RENEGOTIATION: ReadonlySet<string> = new Set(['SSLv3', 'TLSv1.3']);

/**
 * A server that accepted only a small hello up to TLS 1.2 is intolerant of TLS 1.3 if it fails on a small hello of TLS 1.3
 * as well, or else of large hellos if it fails on the first hello again.
 */
function intoleranceNotes(attempts: readonly Attempt[]): Note[] {
  const at = attempts.findIndex(({ probe }) => probe.purpose === 'tls13');
  const attempt = attempts[at];
  if (attempt === undefined) return [];
  const answer = helloAnswerOf(attempt);
  if (answer === null) return [];
  if (answer.kind !== 'server-hello') return ['intolerant-tls13'];
  const again = attempts.slice(at + 1).find(({ probe }) => probe.purpose === 'outcome');
  return again?.result.outcome === 'tls-failed' ? ['intolerant-large-hello'] : [];
}

function chainsOf(attempts: readonly Attempt[]): DeepResult['chains'] {
  const chains = [
    handshakeOf(attempts)?.handshake.chain,
    ...attemptsFor(attempts, 'other-certificate').map(({ result }) =>
      result.outcome === 'tls' ? result.handshake.chain : [],
    ),
    diagnosedHello(attempts)?.chain,
  ].filter((chain) => chain !== undefined);
  const ofKind = (kind: CertificateKey) =>
    chains.find(([leaf]) => leaf !== undefined && keyKind(leaf) === kind) ?? null;
  return { RSA: ofKind('RSA'), ECDSA: ofKind('ECDSA') };
}
