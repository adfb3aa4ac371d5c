import { classOf, type Versions } from '../../model/records/endpoint.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import { answerText } from '../../net/tls/hello-answer.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import type { Depth, Note } from '../../model/records/words.ts';
import { answersOf, keyKind, type DeepAnswers } from './deep-answers.ts';
import {
  helloAnswerOf,
  handshakeOf,
  attemptsFor,
  serverHelloOf,
  diagnosedHello,
} from './attempts.ts';
import { mergeResults } from './merge-results.ts';
import type { Attempt } from './probe.ts';
import { versionsFrom } from './versions.ts';

/** All that was found out of an endpoint in a run. */
export interface EndpointResult {
  merged: AttemptResult;
  versions: Versions;
  /** Where no handshake came about: what a hello showed. */
  shown: ShownHello | null;
  deep: DeepResult | null;
}

/** What `deep` found; the certificates are leaves in DER. */
export type DeepResult = DeepAnswers & { leaves: Record<'RSA' | 'ECDSA', Buffer | null> };

/** Makes one endpointResult of all attempts at an endpoint, in their order. @param attempts at least one. */
export function endpointResultOf(attempts: readonly Attempt[], depth: Depth): EndpointResult {
  const merged = mergedResultOf(attempts);
  const shown = merged.outcome === 'tls-failed' ? diagnosedHello(attempts) : null;
  const hasTls = merged.outcome === 'tls' || shown !== null;
  return {
    merged: { ...merged, notes: [...merged.notes, ...tlsNotes(attempts)] },
    versions: versionsFrom(attempts),
    shown,
    deep:
      depth === 'deep' && hasTls ? { ...answersOf(attempts), leaves: leavesOf(attempts) } : null,
  };
}

/**
 * The merged that all attempts make together. A server that answers a hello, and no handshake that this client can
 * do, is beyond a limit of ours: its TLS may be weak, but nobody can call it broken.
 */
export function mergedResultOf(attempts: readonly Attempt[]): AttemptResult {
  const merged = mergeResults(attempts.flatMap((attempt) => counted(attempt, attempts)));
  const shown = diagnosedHello(attempts);
  if (merged.outcome !== 'tls-failed' || shown === null) return merged;
  if (classOf(merged) !== 'broken' && merged.failure.code !== 'local-limit') return merged;
  const failure = { ...merged.failure, code: 'local-limit', detail: answerText(shown) } as const;
  return { ...merged, failure };
}

/** What of an attempt counts for the endpoint as a whole: probes ask for things that it may refuse. */
function counted(attempt: Attempt, attempts: readonly Attempt[]): AttemptResult[] {
  const { probe, result } = attempt;
  if (result.outcome === 'hello') return [];
  if (result.outcome !== 'tls-failed')
    return probe.purpose === 'outcome' || result.outcome !== 'tls' ? [result] : [];
  const isExplained =
    handshakeOf(attempts) !== null && (isNameRefused(attempt) || chokes(attempts));
  return probe.purpose === 'outcome' && !isExplained ? [result] : [];
}

function isNameRefused({ result }: Attempt): boolean {
  return result.outcome === 'tls-failed' && result.failure.detail.endsWith('_UNRECOGNIZED_NAME');
}

/** Whether a server that took a small hello is known to choke on others. */
function chokes(attempts: readonly Attempt[]): boolean {
  return chokingNotes(attempts).length > 0;
}

function tlsNotes(attempts: readonly Attempt[]): Note[] {
  const shown = attempts.map(serverHelloOf).filter((each) => each !== null);
  const inClear = shown.filter(({ hello }) => !NO_RENEGOTIATION.has(hello.version));
  const notes = chokingNotes(attempts);
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
 * A server that broke off at the first hello and took a small one up to TLS 1.2 chokes on TLS 1.3 if it breaks off at a
 * small hello of that as well; else, if it does so again at the first hello, on its size.
 */
function chokingNotes(attempts: readonly Attempt[]): Note[] {
  const at = attempts.findIndex(({ probe }) => probe.purpose === 'tls13');
  const attempt = attempts[at];
  if (attempt === undefined) return [];
  const answer = helloAnswerOf(attempt);
  if (answer === null) return [];
  if (answer.kind !== 'server-hello') return ['intolerant-tls13'];
  const again = attempts.slice(at + 1).find(({ probe }) => probe.purpose === 'outcome');
  return again?.result.outcome === 'tls-failed' ? ['intolerant-large-hello'] : [];
}

function leavesOf(attempts: readonly Attempt[]): DeepResult['leaves'] {
  const chains = [
    handshakeOf(attempts)?.handshake.chain,
    ...attemptsFor(attempts, 'other-certificate').map(({ result }) =>
      result.outcome === 'tls' ? result.handshake.chain : [],
    ),
    diagnosedHello(attempts)?.chain,
  ];
  const leaves = chains.map((chain) => chain?.[0]).filter((leaf) => leaf !== undefined);
  const ofKind = (kind: string) => leaves.find((leaf) => keyKind(leaf) === kind) ?? null;
  return { RSA: ofKind('RSA'), ECDSA: ofKind('ECDSA') };
}
