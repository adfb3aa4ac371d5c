import { classOf, type CertificateKey, type Versions } from '../../model/records/endpoint.ts';
import { helloText, type ShownHello } from '../../net/tls/hello-answer.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import type { Depth, Note } from '../../model/records/words.ts';
import { deepAnswersOf, keyKind, type DeepAnswers } from './deep-answers.ts';
import {
  helloAnswerOf,
  handshakeOf,
  attemptsFor,
  serverHelloOf,
  diagnosedHello,
} from './attempts.ts';
import { mergeResults } from './merge-results.ts';
import { withRunTexts } from './run-texts.ts';
import type { Attempt } from './probe.ts';
import { versionsFrom } from './versions.ts';

/** What all attempts at an endpoint in a run showed together. */
export interface EndpointResult {
  merged: AttemptResult;
  versions: Versions;
  /** What a hello showed if no handshake completed. */
  shown: ShownHello | null;
  deep: DeepResult | null;
}

/** The facts of depth `deep`; the certificates are in DER, as sent, the server's own first. */
export type DeepResult = DeepAnswers & { chains: Record<CertificateKey, readonly Buffer[] | null> };

/** Derives the result of an endpoint from all attempts at it, in their order. @param attempts at least one. */
export function endpointResultOf(attempts: readonly Attempt[], depth: Depth): EndpointResult {
  const merged = mergedResultOf(attempts);
  const shown = merged.outcome === 'tls-failed' ? diagnosedHello(attempts) : null;
  const hasTls = merged.outcome === 'tls' || shown !== null;
  return {
    merged: { ...merged, notes: [...merged.notes, ...tlsNotes(attempts)] },
    versions: versionsFrom(attempts),
    shown,
    deep:
      depth === 'deep' && hasTls
        ? { ...deepAnswersOf(attempts), chains: chainsOf(attempts) }
        : null,
  };
}

/**
 * Merges the results of all attempts. A server that answers a hello, but completes no handshake that this client supports,
 * is a limit of this client: the server is not broken.
 */
export function mergedResultOf(attempts: readonly Attempt[]): AttemptResult {
  const merged = withRunTexts(
    mergeResults(attempts.flatMap((attempt) => countedResult(attempt, attempts))),
    attempts,
  );
  const shown = diagnosedHello(attempts);
  if (merged.outcome !== 'tls-failed' || shown === null) return merged;
  if (classOf(merged) !== 'broken' && merged.failure.code !== 'local-limit') return merged;
  const failure = { ...merged.failure, code: 'local-limit', detail: helloText(shown) } as const;
  return { ...merged, failure };
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

function tlsNotes(attempts: readonly Attempt[]): Note[] {
  const shown = attempts.map(serverHelloOf).filter((each) => each !== null);
  const inClear = shown.filter(({ hello }) => !NO_RENEGOTIATION.has(hello.version));
  const notes = intoleranceNotes(attempts);
  const isNameless = handshakeOf(attempts)?.attempt.probe.sni === false;
  if (attempts.some(isNameRefused) && isNameless) notes.push('sni-refused');
  if (inClear.some(({ hello }) => !hello.secureRenegotiation))
    notes.push('no-secure-renegotiation');
  if (shown.some((each) => each.clientCertificateAsked)) notes.push('client-certificate-asked');
  return notes;
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
