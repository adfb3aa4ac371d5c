import { awaitsTls, classOf, type Endpoint, type TlsFacts } from '../../model/records/endpoint.ts';
import { showedNoTls, type Failure, type Reply } from '../../model/records/failure.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { versionRange } from './version-words.ts';
import { FAILURE_TEXTS, STAGE_NAMES } from './failure-words.ts';

const CIPHER_CHARACTERS = 60;
const LACKING_CHARACTERS = 80;

/** What a claim is made of, of an endpoint or of an onion host. */
type ClaimFacts<E extends Endpoint> = E extends unknown
  ? Pick<E, 'outcome' | 'failure' | 'reply' | 'smtp' | 'tls' | 'notes'>
  : never;
type NotTls = ClaimFacts<Exclude<Endpoint, { outcome: 'tls' }>>;

/** What an endpoint without TLS did, to follow its name or `unknown: `: `did NOT offer STARTTLS (asked twice on 2026-11-23)`. */
export function claimOf(endpoint: NotTls, date: string): string {
  switch (endpoint.outcome) {
    case 'plaintext':
      return plaintextClaim(endpoint, date);
    case 'stripped':
      return `offered STARTTLS with its keyword masked${maskedKeyword(endpoint)}: something on the path overwrites it`;
    case 'refused-starttls':
      return `offered STARTTLS, then refused it (${saidWords(endpoint.reply)})`;
    case 'tls-failed':
      return handshakeClaim(endpoint);
    case 'rejected':
      return `rejected us (${saidWords(endpoint.reply)})`;
    case 'deferred':
      return `deferred us (${saidWords(endpoint.reply)})`;
    case 'failed':
      return failureWords(endpoint.failure);
  }
}

function handshakeClaim(endpoint: FailedHandshake): string {
  const { failure, tls, notes } = endpoint;
  const before = awaitsTls(endpoint) ? '' : 'accepted STARTTLS, then ';
  if (notes.includes('client-certificate-required')) {
    return `${before}broke off: it requires a client certificate`;
  }
  if (tls !== null && failure.code === 'local-limit') return beyondUs(tls, failure.detail);
  if (classOf({ outcome: 'tls-failed', failure }) !== 'broken') return failureWords(failure);
  return before === '' && failure.code === 'malformed'
    ? 'does not speak TLS: it answers a ClientHello with bytes that are not TLS'
    : `${before}the TLS handshake failed: ${failureWords(failure)}`;
}

type FailedHandshake = Extract<NotTls, { outcome: 'tls-failed' }>;

/**
 * A server that answers a ClientHello, but with something that the scanner does not implement. Snapshots of before have a
 * version and a suite as the detail, and do not say which of the suite and the group is missing.
 */
function beyondUs(tls: TlsFacts, lacking: string): string {
  const speaks = `speaks ${versionRange(tls) ?? 'TLS'}`;
  if (/^(the|a) /.test(lacking)) {
    return `${speaks}, but requires ${escapeShort(lacking, LACKING_CHARACTERS)}, which the scanner does not support`;
  }
  const cipher = tls.cipher === null ? '' : ` with ${escapeShort(tls.cipher, CIPHER_CHARACTERS)}`;
  return `${speaks}${cipher}, which the scanner does not support`;
}

/** Why an attempt ended, in words: `connection reset during the TLS handshake`. */
export function failureWords(failure: Failure): string {
  const { stage, code } = failure;
  if (showedNoTls(failure)) return 'showed no TLS (reachability not recorded)';
  const { reason, namesStage } = FAILURE_TEXTS[code];
  return namesStage ? reason : `${reason} ${STAGE_NAMES[stage]}`;
}

/** The code and text of a reply, escaped and cut. */
export function saidWords({ code, text }: Reply, max = 160): string {
  return `${code} ${escapeShort(text, max)}`.trimEnd();
}

/** An imported snapshot has no SMTP dialogue: it says only what its source saw. */
function plaintextClaim({ smtp, notes }: NotTls, date: string): string {
  if (smtp === null) return `showed no TLS on ${date}`;
  return notes.includes('helo-only')
    ? `did NOT offer STARTTLS: it supports HELO only, not EHLO (asked twice on ${date})`
    : `did NOT offer STARTTLS (asked twice on ${date})`;
}

function maskedKeyword({ smtp }: NotTls): string {
  const keyword = smtp?.ehlo.find((line) => /^X{7}[A-Z]/i.test(line));
  return keyword === undefined ? '' : ` (${escapeShort(keyword, 40)})`;
}
