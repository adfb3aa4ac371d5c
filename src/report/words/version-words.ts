import type { Endpoint, TlsFacts } from '../../model/records/endpoint.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import { agreeing, listed } from '../format/layout.ts';

/** TLS versions as people write them. */
export const VERSION_NAMES = {
  SSLv3: 'SSL 3.0',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
} as const satisfies Record<TlsVersion, string>;

/** Whether a version must not be used any more: SSL 3.0 (RFC 7568), TLS 1.0 and 1.1 (RFC 8996). */
export const IS_DEPRECATED = {
  SSLv3: true,
  TLSv1: true,
  'TLSv1.1': true,
  'TLSv1.2': false,
  'TLSv1.3': false,
} as const satisfies Record<TlsVersion, boolean>;

/** TLS whose version is not known. */
export const UNKNOWN_VERSION = 'TLS of an unknown version';

/** The versions that one server, or several together, are known to speak. */
export interface Spoken {
  /** The lowest that is known to be spoken. */
  lowest: TlsVersion;
  /** The highest that is known to be spoken. */
  highest: TlsVersion;
  /** Whether every server is known to speak no version below `lowest`; else a lower one may be spoken too. */
  isLowest: boolean;
}

/** The version that an endpoint agreed on, else the highest that a probe found; null if neither is known. */
export function highestVersion({ version, versions }: TlsFacts): TlsVersion | null {
  return version ?? TLS_VERSIONS.findLast((each) => versions[each] === 'yes') ?? null;
}

/** All versions that some endpoints are known to speak, each once, the oldest first. */
export function spokenVersions(all: readonly TlsFacts[]): TlsVersion[] {
  return TLS_VERSIONS.filter((each) =>
    all.some((facts) => facts.versions[each] === 'yes' || facts.version === each),
  );
}

/** The lowest and the highest version that some endpoints speak; null where no version is known. */
export function spokenBy(all: readonly TlsFacts[]): Spoken | null {
  const spoken = spokenVersions(all);
  const [lowest] = spoken;
  const highest = spoken.at(-1);
  if (lowest === undefined || highest === undefined) return null;
  const lower = TLS_VERSIONS.slice(0, TLS_VERSIONS.indexOf(lowest));
  const isLowest = lower.every((each) => all.every(({ versions }) => versions[each] === 'no'));
  return { lowest, highest, isLowest };
}

/** The same of those endpoints that completed a TLS handshake. */
export function spokenTls(endpoints: readonly Endpoint[]): Spoken | null {
  return spokenBy(endpoints.flatMap((each) => (each.outcome === 'tls' ? each.tls : [])));
}

/**
 * What servers speak, as every verdict words it: `TLS 1.0 only`, `TLS 1.2 or later`. Where lower versions are untested it
 * says only what was spoken: `TLS 1.2`, `TLS 1.0 and 1.2`.
 */
export function spokenText({ lowest, highest, isLowest }: Spoken): string {
  if (!isLowest) return versionList(lowest === highest ? [lowest] : [lowest, highest]);
  const isOnly = lowest === highest;
  return `${VERSION_NAMES[lowest]} ${isOnly ? 'only' : 'or later'}`;
}

/** The same as a clause of its own: `TLS 1.0 only`, `TLS 1.2 or later`, `TLS 1.2 was spoken`. */
export function spokenClause(spoken: Spoken): string {
  const text = spokenText(spoken);
  if (spoken.isLowest) return text;
  return `${text} ${agreeing(spoken.lowest === spoken.highest ? 1 : 2, 'was', 'were')} spoken`;
}

/** All versions that an endpoint is known to support: `TLS 1.0 to 1.3`, `TLS 1.2 and 1.3`, `TLS 1.2`; null for none. */
export function versionRange(facts: TlsFacts): string | null {
  const spoken = spokenVersions([facts]);
  const [first] = spoken;
  const last = spoken.at(-1);
  if (first === undefined || last === undefined) return null;
  const whole = TLS_VERSIONS.indexOf(last) - TLS_VERSIONS.indexOf(first) === spoken.length - 1;
  if (spoken.length < 3 || !whole) return versionList(spoken);
  return shortened([VERSION_NAMES[first], VERSION_NAMES[last]]).join(' to ');
}

/** `TLS 1.0, 1.1 and 1.2`: the protocol is named once. */
export function versionList(versions: readonly TlsVersion[]): string {
  return listed(shortened(versions.map((version) => VERSION_NAMES[version])));
}

function shortened(names: readonly string[]): string[] {
  return names.map((name, i) => (sameProtocol(name, names[i - 1]) ? name.slice(4) : name));
}

function sameProtocol(name: string, before: string | undefined): boolean {
  return before?.slice(0, 4) === name.slice(0, 4);
}
