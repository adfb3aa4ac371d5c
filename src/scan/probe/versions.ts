import type { VersionAnswer, Versions } from '../../model/records/endpoint.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import { isRefused, attemptsFor, serverHelloOf } from './attempts.ts';
import { helloProbe, type Attempt, type Purpose, type Probe } from './probe.ts';

/** What one attempt shows of the versions: one that the server supports, and those that it does not. */
interface Evidence {
  yes: TlsVersion | null;
  no: readonly TlsVersion[];
}

const NOTHING: Evidence = { yes: null, no: [] };

/** Derives the versions that a server supports from all attempts at it; a version without an answer is `untested`. */
export function versionsFrom(attempts: readonly Attempt[]): Versions {
  const evidence = attempts.map(evidenceOf);
  const answer = (version: TlsVersion): VersionAnswer => {
    if (evidence.some(({ yes }) => yes === version)) return 'yes';
    return evidence.some(({ no }) => no.includes(version)) ? 'no' : 'untested';
  };
  return {
    SSLv3: answer('SSLv3'),
    TLSv1: answer('TLSv1'),
    'TLSv1.1': answer('TLSv1.1'),
    'TLSv1.2': answer('TLSv1.2'),
    'TLSv1.3': answer('TLSv1.3'),
  };
}

/** Returns the probe for the highest untested version below the lowest known one; null for none, or if it got no answer. */
export function versionProbe(attempts: readonly Attempt[]): Probe | null {
  const versions = versionsFrom(attempts);
  const lowest = TLS_VERSIONS.findIndex((version) => versions[version] === 'yes');
  const next = TLS_VERSIONS.slice(0, Math.max(0, lowest)).findLast(
    (version) => versions[version] === 'untested',
  );
  const asked = attemptsFor(attempts, 'version').map(({ probe }) => offered(probe));
  if (next === undefined || asked.includes(next)) return null;
  return helloProbe('version', { version: next }, usesSni(attempts));
}

/** Whether further probes of an endpoint send SNI: as in the first attempt that showed its TLS. */
export function usesSni(attempts: readonly Attempt[]): boolean {
  return attempts.find(showsTls)?.probe.sni ?? true;
}

function showsTls(attempt: Attempt): boolean {
  return attempt.result.outcome === 'tls' || serverHelloOf(attempt) !== null;
}

/**
 * A server chooses the highest version that it supports of those offered (RFC 8446 §4.2.1, RFC 5246 appendix E.1): it does
 * not support those above its choice. A probe with only some suites or groups shows the chosen version and no more.
 */
function evidenceOf(attempt: Attempt): Evidence {
  const { probe, result } = attempt;
  const highest = offered(probe);
  if (result.outcome === 'tls') {
    const yes = result.handshake.version;
    return { yes, no: probe.purpose === 'outcome' ? between(yes, highest) : [] };
  }
  const yes = serverHelloOf(attempt)?.hello.version ?? null;
  if (yes !== null) return { yes, no: SEARCHES.has(probe.purpose) ? between(yes, highest) : [] };
  return isRefused(attempt) ? { yes, no: refusedVersions(probe, highest, result) } : NOTHING;
}

/** The purposes whose hellos offer every suite and group of their versions. */
const SEARCHES: ReadonlySet<Purpose> = new Set(['version', 'diagnosis', 'tls13']);

function refusedVersions({ purpose }: Probe, highest: TlsVersion, result: Attempt['result']) {
  if (purpose === 'version') return upTo(highest);
  if (highest !== 'TLSv1.3') return [];
  // A server that is intolerant of the version list may support lower ones; only the highest is known to fail.
  if (purpose === 'outcome') {
    return result.outcome === 'tls-failed' && result.failure.code === 'no-shared-version'
      ? [highest]
      : [];
  }
  // TLS 1.3 has no anonymous suites that a second hello could find.
  return SEARCHES.has(purpose) ? [highest] : [];
}

function offered({ action }: Probe): TlsVersion {
  if (action.kind === 'hello') return action.offer.version;
  return action.offer === 'certificate' ? 'TLSv1.3' : 'TLSv1.2';
}

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
