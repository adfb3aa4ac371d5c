import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../model/records/words.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { grouped } from '../format/grouped.ts';
import { listed, listedShort } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { highestVersion, VERSION_NAMES, versionList } from '../words/version-words.ts';
import type { TlsEndpoint } from '../answer/tls-lines.ts';
import { serversText } from './provider-claims.ts';
import type { Provider } from './providers.ts';

const LISTED_DOMAINS = 6;

/** The versions of some servers and domains together. */
interface Part {
  endpoints: readonly Endpoint[];
  where: string;
}

/** `TLS 1.2 on mx1.a.gr`, `TLS 1.0 at most on mx2.a.gr`: the servers by their highest version, the best first. */
export function serverParts(endpoints: readonly Endpoint[], neighbours: Neighbours): string[] {
  const all = withVersion(endpoints);
  const groups = [...grouped(all, ({ tls }) => highestVersion(tls)).values()];
  const parts = groups.map((own) => {
    const others = all.filter((each) => !own.includes(each));
    return { endpoints: own, where: serversText(own, others, neighbours.tlsSubject) };
  });
  return partTexts(parts);
}

/** `TLS 1.2 on cosmote.gr`, `TLS 1.0 at most on otenet.gr`: the domains by the versions of their servers, the best first. */
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
    const isLower = own >= 0 && own < best && versionsOf(endpoints).length === 1;
    const still = stillText(endpoints);
    const most = isLower ? ' at most' : '';
    return `${versionsText(endpoints)}${most}${still}${still === '' ? '' : ','} on ${where}`;
  });
}

/** `TLS 1.2`, `TLS 1.0 and 1.2`: the highest version of each server. */
export function versionsText(endpoints: readonly Endpoint[]): string {
  const versions = versionsOf(endpoints);
  const known = versions.filter((version) => version !== null);
  const unknown = known.length < versions.length ? ['TLS of an unknown version'] : [];
  return listed([...(known.length === 0 ? [] : [versionList(known)]), ...unknown]);
}

/** `, and still SSL 3.0` (prohibited by RFC 7568), if a server supports it below its highest version; else nothing. */
export function stillText(endpoints: readonly Endpoint[]): string {
  const isSupported = withVersion(endpoints).some(({ tls }) => tls.versions.SSLv3 === 'yes');
  const isNamed = versionsOf(endpoints).includes('SSLv3');
  return isSupported && !isNamed ? `, and still ${VERSION_NAMES.SSLv3}` : '';
}

/** Equal for endpoints with the same highest versions. */
export function versionKey(endpoints: readonly Endpoint[]): string {
  return versionsOf(endpoints).join(' ');
}

/** The highest version of each endpoint, each once, the oldest first; null last, for one whose version is unknown. */
function versionsOf(endpoints: readonly Endpoint[]): (TlsVersion | null)[] {
  const found = new Set(withVersion(endpoints).map(({ tls }) => highestVersion(tls)));
  return [...TLS_VERSIONS, null].filter((version) => found.has(version));
}

function bestOf(endpoints: readonly Endpoint[]): number {
  return Math.max(
    -1,
    ...versionsOf(endpoints).map((each) => (each === null ? -1 : TLS_VERSIONS.indexOf(each))),
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
