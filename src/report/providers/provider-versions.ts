import type { Endpoint, TlsFacts } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { grouped } from '../format/grouped.ts';
import { listed, listedShort } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import {
  highestVersion,
  IS_DEPRECATED,
  spokenBy,
  spokenVersions,
  UNKNOWN_VERSION,
  VERSION_NAMES,
  versionList,
} from '../words/version-words.ts';
import type { TlsEndpoint } from '../answer/tls-lines.ts';
import { serversText } from './provider-claims.ts';
import type { Provider } from './providers.ts';

const LISTED_DOMAINS = 6;

/** The versions of some servers and domains together. */
interface Part {
  endpoints: readonly Endpoint[];
  where: string;
}

/** `TLS 1.2 on mx1.a.gr`, `TLS 1.0 only on mx2.a.gr`: the servers by their versions, the best first. */
export function serverParts(endpoints: readonly Endpoint[], neighbours: Neighbours): string[] {
  const all = withVersion(endpoints);
  const groups = [...grouped(all, (each) => versionKey([each])).values()];
  const parts = groups.map((own) => {
    const others = all.filter((each) => !own.includes(each));
    return { endpoints: own, where: serversText(own, others, neighbours.tlsSubject) };
  });
  return partTexts(parts);
}

/** `TLS 1.2 on cosmote.gr`, `TLS 1.0 only on otenet.gr`: the domains by the versions of their servers, the best first. */
export function domainParts(provider: Provider, domains: readonly MailDomain[]): string[] {
  const groups = grouped(domains, (domain) =>
    JSON.stringify([versionKey(provider.endpointsOf(domain)), isPartial(domain)]),
  );
  const parts = [...groups.values()].map((own) => ({
    endpoints: own.flatMap((domain) => provider.endpointsOf(domain)),
    where: `${own.some(isPartial) ? 'some servers of ' : ''}${domainList(own)}`,
  }));
  return partTexts(parts);
}

function isPartial({ counts }: MailDomain): boolean {
  return counts.plaintext + counts.broken > 0;
}

function partTexts(parts: readonly Part[]): string[] {
  const sorted = parts.toSorted((a, b) => bestOf(b.endpoints) - bestOf(a.endpoints));
  const best = Math.max(...parts.map(({ endpoints }) => bestOf(endpoints)));
  return sorted.map(({ endpoints, where }) => {
    const own = bestOf(endpoints);
    const isLower = own >= 0 && own < best && highestVersions(endpoints).length === 1;
    const text = versionsText(endpoints);
    const most = isLower && !text.endsWith(' only') ? ' at most' : '';
    const still = stillText(endpoints);
    return `${text}${most}${still}${still === '' ? '' : ','} on ${where}`;
  });
}

/**
 * The versions of some servers as every sentence words them: the highest of each server, and TLS 1.2 below it; `only` where
 * all speak one deprecated version and are known to speak none below it. Deprecated lower ones: {@link stillText}.
 */
export function versionsText(endpoints: readonly Endpoint[]): string {
  const facts = withVersion(endpoints).map(({ tls }) => tls);
  const highest = highestVersions(endpoints);
  const named = spokenVersions(facts).filter(
    (version) => highest.includes(version) || !IS_DEPRECATED[version],
  );
  const unknown = highest.includes(null) ? [UNKNOWN_VERSION] : [];
  const text = listed([...(named.length === 0 ? [] : [versionList(named)]), ...unknown]);
  const spoken = spokenBy(facts);
  const isOnly = spoken?.isLowest === true && spoken.lowest === spoken.highest;
  return isOnly && IS_DEPRECATED[spoken.lowest] ? `${text} only` : text;
}

/** `, and still SSL 3.0`, the lowest deprecated version (RFC 7568, RFC 8996) below the highest of some server; else nothing. */
export function stillText(endpoints: readonly Endpoint[]): string {
  const all = withVersion(endpoints);
  const lowest = TLS_VERSIONS.find((version) =>
    all.some(({ tls }) => stillSpoken(tls) === version),
  );
  if (lowest === undefined || highestVersions(endpoints).includes(lowest)) return '';
  const isEverywhere = all.every(({ tls }) => stillSpoken(tls) === lowest);
  return `, and still ${VERSION_NAMES[lowest]}${isEverywhere ? '' : ' on some servers'}`;
}

/** The lowest version that a server speaks below its highest, if it is deprecated. */
function stillSpoken(tls: TlsFacts): TlsVersion | null {
  const [lowest] = spokenVersions([tls]);
  return lowest === undefined || lowest === highestVersion(tls) || !IS_DEPRECATED[lowest]
    ? null
    : lowest;
}

/** Equal for endpoints of which the same is said: the same highest versions, and the same deprecated ones below them. */
export function versionKey(endpoints: readonly Endpoint[]): string {
  return `${highestVersions(endpoints).join(' ')}${stillText(endpoints)}`;
}

/** The highest version of each endpoint, each once, the oldest first; null last, for one whose version is unknown. */
function highestVersions(endpoints: readonly Endpoint[]): (TlsVersion | null)[] {
  const found = new Set(withVersion(endpoints).map(({ tls }) => highestVersion(tls)));
  return [...TLS_VERSIONS, null].filter((version) => found.has(version));
}

function bestOf(endpoints: readonly Endpoint[]): number {
  return Math.max(
    -1,
    ...highestVersions(endpoints).map((each) => (each === null ? -1 : TLS_VERSIONS.indexOf(each))),
  );
}

/** The endpoints that agreed on TLS. */
export function withVersion(
  endpoints: readonly Endpoint[],
): Extract<TlsEndpoint, { outcome: 'tls' }>[] {
  return endpoints.filter(
    (each): each is Extract<TlsEndpoint, { outcome: 'tls' }> => each.outcome === 'tls',
  );
}

/** Some domains by name; empty for none. */
export function domainList(domains: readonly MailDomain[]): string {
  return listedShort(
    domains.map(({ domain }) => escapeTerminal(domain)),
    LISTED_DOMAINS,
  );
}
