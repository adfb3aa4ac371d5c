import type { VersionAnswer, Versions } from '../../model/records/endpoint.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import type { Offer } from '../../net/tls/tls.ts';
import {
  attemptsFor,
  DECIDING,
  handshakeIn,
  isRefused,
  isVersionRefused,
  serverHelloOf,
} from './attempts.ts';
import {
  formProbe,
  isAnonymousOffer,
  type Attempt,
  type HelloForm,
  type Probe,
  type Purpose,
} from './probe.ts';

/** What one attempt shows of the versions: one that the server supports, and those that it does not. */
interface Evidence {
  yes: TlsVersion | null;
  no: readonly TlsVersion[];
}

/** Derives the versions that a server supports from all attempts at it; a version without an answer is `untested`. */
export function versionsFrom(attempts: readonly Attempt[]): Versions {
  const evidence = attempts.map(evidenceOf);
  const refused = refusedInTwoForms(attempts);
  const answer = (version: TlsVersion): VersionAnswer => {
    if (evidence.some(({ yes }) => yes === version)) return 'yes';
    const isNo = refused.includes(version) || evidence.some(({ no }) => no.includes(version));
    return isNo ? 'no' : 'untested';
  };
  return {
    SSLv3: answer('SSLv3'),
    TLSv1: answer('TLSv1'),
    'TLSv1.1': answer('TLSv1.1'),
    'TLSv1.2': answer('TLSv1.2'),
    'TLSv1.3': answer('TLSv1.3'),
  };
}

/**
 * Returns the probe for the highest untested version below the lowest known one; null for none, or if it got no answer. It
 * begins with the form of hello that showed the server's TLS. A refusal of that may be about what it offers, so that
 * everything is offered then.
 */
export function versionProbe(attempts: readonly Attempt[]): Probe | null {
  const versions = versionsFrom(attempts);
  const lowest = TLS_VERSIONS.findIndex((version) => versions[version] === 'yes');
  const next = TLS_VERSIONS.slice(0, Math.max(0, lowest)).findLast(
    (version) => versions[version] === 'untested',
  );
  if (next === undefined) return null;
  const asked = attemptsFor(attempts, 'version').filter(({ probe }) => offered(probe) === next);
  const sni = usesSni(attempts);
  if (asked.length === 0) return formProbe('version', next, knownForm(attempts), sni);
  return asked.length === 1 && asked.every(isRefused)
    ? formProbe('version', next, 'every', sni)
    : null;
}

/** The form of the offer in which the TLS of a server became known. */
function knownForm(attempts: readonly Attempt[]): HelloForm {
  const deciding = attempts.filter(({ probe }) => DECIDING.has(probe.purpose));
  const { action } = deciding.findLast(showsTls)?.probe ?? {};
  if (action === undefined) return 'ordinary';
  if (action.kind === 'hello') return isAnonymousOffer(action.offer) ? 'anonymous' : 'named';
  if (action.offer === 'anonymous' || action.offer === 'anonymous-dhe') return 'anonymous';
  return action.offer === 'certificate' || action.offer === 'small' ? 'ordinary' : 'named';
}

/** Whether further probes of an endpoint send SNI: as in the first attempt that showed its TLS. */
export function usesSni(attempts: readonly Attempt[]): boolean {
  return attempts.find(showsTls)?.probe.sni ?? true;
}

function showsTls(attempt: Attempt): boolean {
  return handshakeIn(attempt.result) !== null || serverHelloOf(attempt) !== null;
}

/**
 * A server chooses the highest version that it supports of those offered (RFC 8446 §4.2.1, RFC 5246 appendix E.1): it does
 * not support those above its choice. A probe with only some suites or groups shows the chosen version and no more.
 */
function evidenceOf(attempt: Attempt): Evidence {
  const { purpose } = attempt.probe;
  const highest = offered(attempt.probe);
  const agreed = handshakeIn(attempt.result)?.version;
  const yes = agreed ?? serverHelloOf(attempt)?.hello.version ?? null;
  const searches = SEARCHES.has(purpose);
  if (yes !== null) return { yes, no: searches ? between(yes, highest) : [] };
  return { yes, no: isVersionRefused(attempt) ? refusedVersions(purpose, highest) : [] };
}

function refusedVersions(purpose: Purpose, highest: TlsVersion): TlsVersion[] {
  if (purpose === 'version') return upTo(highest);
  // A server that is intolerant of the version list may support lower ones; only the highest is known to fail.
  const searches = SEARCHES.has(purpose);
  return searches && highest === 'TLSv1.3' ? [highest] : [];
}

/** The purposes that search for a version: their offers have what nearly all servers of a version support. */
const SEARCHES: ReadonlySet<Purpose> = new Set(['outcome', 'version', 'diagnosis', 'tls13']);

/**
 * Returns the versions that a server refused in more than one form of hello, by alerts that may each be about the offer: about
 * its suites, groups, signatures, or its size. One form alone says nothing of the version.
 */
function refusedInTwoForms(attempts: readonly Attempt[]): TlsVersion[] {
  const refused = attempts.filter(isRefused);
  const ofVersion = (highest: TlsVersion) =>
    attemptsFor(refused, 'version').filter(({ probe }) => offered(probe) === highest);
  const lower = TLS_VERSIONS.filter((version) => isInTwoForms(ofVersion(version))).flatMap(upTo);
  // TLS 1.3 has no anonymous suites that another hello could find.
  const of13 = refused.filter(
    ({ probe }) => offered(probe) === 'TLSv1.3' && OF_TLS13.has(probe.purpose),
  );
  return isInTwoForms(of13) ? [...lower, 'TLSv1.3'] : lower;
}

const OF_TLS13: ReadonlySet<Purpose> = new Set(['outcome', 'diagnosis', 'tls13']);

function isInTwoForms(refused: readonly Attempt[]): boolean {
  return new Set(refused.map(({ probe }) => JSON.stringify(probe.action))).size > 1;
}

function offered({ action }: Probe): TlsVersion {
  if (action.kind === 'hello') return action.offer.version;
  return UP_TO_13.has(action.offer) ? 'TLSv1.3' : 'TLSv1.2';
}

const UP_TO_13: ReadonlySet<Offer> = new Set(['certificate', 'rare', 'RSA', 'ECDSA']);

/** The versions above one, up to and with another. */
function between(above: TlsVersion, highest: TlsVersion): TlsVersion[] {
  return upTo(highest).slice(TLS_VERSIONS.indexOf(above) + 1);
}

function upTo(highest: TlsVersion): TlsVersion[] {
  return TLS_VERSIONS.slice(0, TLS_VERSIONS.indexOf(highest) + 1);
}

/** Returns the highest supported version up to TLS 1.2, which sends certificates and key exchange in clear; null for none. */
export function highestInClear(attempts: readonly Attempt[]): TlsVersion | null {
  const versions = versionsFrom(attempts);
  return (
    TLS_VERSIONS.findLast((version) => version !== 'TLSv1.3' && versions[version] === 'yes') ?? null
  );
}
