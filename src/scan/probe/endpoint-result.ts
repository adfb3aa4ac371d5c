import { classOf, type Versions } from '../../model/records/endpoint.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import { answerText } from '../../net/tls/hello-answer.ts';
import type { AttemptResult } from '../../net/smtp/attempt-result.ts';
import type { Depth, Note } from '../../model/records/words.ts';
import { answersOf, keyKind, type DeepAnswers } from './deep-answers.ts';
import { answerOf, handshakeOf, looksFor, shownBy, whyShown } from './attempts.ts';
import { mergeObservations } from './merge-results.ts';
import type { Look } from './probe.ts';
import { versionsFrom } from './versions.ts';

/** All that was found out of an endpoint in a run. */
export interface Finding {
  observation: AttemptResult;
  versions: Versions;
  /** Where no handshake came about: what a hello showed. */
  shown: ShownHello | null;
  deep: DeepFinding | null;
}

/** What `deep` found; the certificates are leaves in DER. */
export type DeepFinding = DeepAnswers & { leaves: Record<'RSA' | 'ECDSA', Buffer | null> };

/** Makes one finding of all looks at an endpoint, in their order. @param looks at least one. */
export function findingOf(looks: readonly Look[], depth: Depth): Finding {
  const observation = observationOf(looks);
  const shown = observation.outcome === 'tls-failed' ? whyShown(looks) : null;
  const hasTls = observation.outcome === 'tls' || shown !== null;
  return {
    observation: { ...observation, notes: [...observation.notes, ...tlsNotes(looks)] },
    versions: versionsFrom(looks),
    shown,
    deep: depth === 'deep' && hasTls ? { ...answersOf(looks), leaves: leavesOf(looks) } : null,
  };
}

/**
 * The observation that all looks make together. A server that answers a hello, and no handshake that this client can
 * do, is beyond a limit of ours: its TLS may be weak, but nobody can call it broken.
 */
export function observationOf(looks: readonly Look[]): AttemptResult {
  const merged = mergeObservations(looks.flatMap((look) => counted(look, looks)));
  const shown = whyShown(looks);
  if (merged.outcome !== 'tls-failed' || shown === null) return merged;
  if (classOf(merged) !== 'broken' && merged.failure.code !== 'local-limit') return merged;
  const failure = { ...merged.failure, code: 'local-limit', detail: answerText(shown) } as const;
  return { ...merged, failure };
}

/** What of a look counts for the endpoint as a whole: probes ask for things that it may refuse. */
function counted(look: Look, looks: readonly Look[]): AttemptResult[] {
  const { question, seen } = look;
  if (seen.outcome === 'hello') return [];
  if (seen.outcome !== 'tls-failed')
    return question.purpose === 'answer' || seen.outcome !== 'tls' ? [seen] : [];
  const isExplained = handshakeOf(looks) !== null && (isNameRefused(look) || chokes(looks));
  return question.purpose === 'answer' && !isExplained ? [seen] : [];
}

function isNameRefused({ seen }: Look): boolean {
  return seen.outcome === 'tls-failed' && seen.failure.detail.endsWith('_UNRECOGNIZED_NAME');
}

/** Whether a server that took a small hello is known to choke on others. */
function chokes(looks: readonly Look[]): boolean {
  return chokingNotes(looks).length > 0;
}

function tlsNotes(looks: readonly Look[]): Note[] {
  const shown = looks.map(shownBy).filter((each) => each !== null);
  const inClear = shown.filter(({ hello }) => !NO_RENEGOTIATION.has(hello.version));
  const notes = chokingNotes(looks);
  const isNameless = handshakeOf(looks)?.look.question.sni === false;
  if (looks.some(isNameRefused) && isNameless) notes.push('sni-refused');
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
function chokingNotes(looks: readonly Look[]): Note[] {
  const at = looks.findIndex(({ question }) => question.purpose === 'tls13');
  const look = looks[at];
  if (look === undefined) return [];
  const answer = answerOf(look);
  if (answer === null) return [];
  if (answer.kind !== 'server-hello') return ['intolerant-tls13'];
  const again = looks.slice(at + 1).find(({ question }) => question.purpose === 'answer');
  return again?.seen.outcome === 'tls-failed' ? ['intolerant-large-hello'] : [];
}

function leavesOf(looks: readonly Look[]): DeepFinding['leaves'] {
  const chains = [
    handshakeOf(looks)?.handshake.chain,
    ...looksFor(looks, 'other-certificate').map(({ seen }) =>
      seen.outcome === 'tls' ? seen.handshake.chain : [],
    ),
    whyShown(looks)?.chain,
  ];
  const leaves = chains.map((chain) => chain?.[0]).filter((leaf) => leaf !== undefined);
  const ofKind = (kind: string) => leaves.find((leaf) => keyKind(leaf) === kind) ?? null;
  return { RSA: ofKind('RSA'), ECDSA: ofKind('ECDSA') };
}
