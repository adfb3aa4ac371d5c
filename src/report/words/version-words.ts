import type { TlsFacts } from '../../model/records/endpoint.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import { listed } from '../format/layout.ts';

/** TLS versions as people write them. */
export const VERSION_NAMES = {
  SSLv3: 'SSL 3.0',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
} as const satisfies Record<TlsVersion, string>;

/** The version that an endpoint agreed on, else the highest that a probe found; null if neither is known. */
export function highestVersion({ version, versions }: TlsFacts): TlsVersion | null {
  return version ?? TLS_VERSIONS.findLast((each) => versions[each] === 'yes') ?? null;
}

/** All versions that an endpoint is known to support: `TLS 1.0 to 1.3`, `TLS 1.2 and 1.3`, `TLS 1.2`; null for none. */
export function versionRange(facts: TlsFacts): string | null {
  const highest = highestVersion(facts);
  const spoken = TLS_VERSIONS.filter((each) => facts.versions[each] === 'yes' || each === highest);
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
