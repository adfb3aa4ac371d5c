import type { VersionAnswer, Versions } from '../../model/records/endpoint.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import { isRefused, looksFor, shownBy } from './attempts.ts';
import { helloQuestion, type Look, type Purpose, type Question } from './probe.ts';

/** What one look tells of the versions: one that the server speaks, and those that it does not. */
interface Evidence {
  yes: TlsVersion | null;
  no: readonly TlsVersion[];
}

const NOTHING: Evidence = { yes: null, no: [] };

/** What all looks at an endpoint tell of the versions. What no server answered to is `untested`. */
export function versionsFrom(looks: readonly Look[]): Versions {
  const evidence = looks.map(evidenceOf);
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

/** The hello that asks for the highest version below those known; null where all are told, or one got no clear answer. */
export function versionQuestion(looks: readonly Look[]): Question | null {
  const versions = versionsFrom(looks);
  const lowest = TLS_VERSIONS.findIndex((version) => versions[version] === 'yes');
  const next = TLS_VERSIONS.slice(0, Math.max(0, lowest)).findLast(
    (version) => versions[version] === 'untested',
  );
  const asked = looksFor(looks, 'version').map(({ question }) => offered(question));
  if (next === undefined || asked.includes(next)) return null;
  return helloQuestion('version', { version: next }, takesName(looks));
}

/** Whether an endpoint is to be told its name: not where it refused it. */
export function takesName(looks: readonly Look[]): boolean {
  return looks.find(isTelling)?.question.sni ?? true;
}

function isTelling(look: Look): boolean {
  return look.seen.outcome === 'tls' || shownBy(look) !== null;
}

/**
 * A server takes the highest version that it knows of those offered (RFC 8446 §4.2.1, RFC 5246 §E.1): what is above its
 * choice it does not speak. Nothing is read out of what offered a part of the suites or groups alone, but the choice itself.
 */
function evidenceOf(look: Look): Evidence {
  const { question, seen } = look;
  const highest = offered(question);
  if (seen.outcome === 'tls') {
    const yes = seen.handshake.version;
    return { yes, no: question.purpose === 'answer' ? between(yes, highest) : [] };
  }
  const yes = shownBy(look)?.hello.version ?? null;
  if (yes !== null) return { yes, no: SEARCHES.has(question.purpose) ? between(yes, highest) : [] };
  return isRefused(look) ? { yes, no: refusedVersions(question, highest, seen) } : NOTHING;
}

/** The purposes whose hellos offer everything that a version could be chosen with. */
const SEARCHES: ReadonlySet<Purpose> = new Set(['version', 'why', 'tls13']);

function refusedVersions({ purpose }: Question, highest: TlsVersion, seen: Look['seen']) {
  if (purpose === 'version') return upTo(highest);
  if (highest !== 'TLSv1.3') return [];
  // Of a server that chokes on the list of versions, only that it does not do the highest of them is sure.
  if (purpose === 'answer') {
    return seen.outcome === 'tls-failed' && seen.failure.code === 'no-shared-version'
      ? [highest]
      : [];
  }
  // There are no anonymous suites in TLS 1.3 that a second hello could find.
  return SEARCHES.has(purpose) ? [highest] : [];
}

function offered({ ask }: Question): TlsVersion {
  if (ask.kind === 'hello') return ask.offer.version;
  return ask.offer === 'certificate' ? 'TLSv1.3' : 'TLSv1.2';
}

/** The versions above one, up to and with another. */
function between(above: TlsVersion, highest: TlsVersion): TlsVersion[] {
  return upTo(highest).slice(TLS_VERSIONS.indexOf(above) + 1);
}

function upTo(highest: TlsVersion): TlsVersion[] {
  return TLS_VERSIONS.slice(0, TLS_VERSIONS.indexOf(highest) + 1);
}

/** The highest version known to be spoken that has its suites and key exchange in clear; null for none. */
export function highestInClear(looks: readonly Look[]): TlsVersion | null {
  const versions = versionsFrom(looks);
  return (
    TLS_VERSIONS.findLast((version) => version !== 'TLSv1.3' && versions[version] === 'yes') ?? null
  );
}
