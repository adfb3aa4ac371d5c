import { hostFromDns, parseDomainName } from './domain-name.ts';

/**
 * A name as it can stand in a map of a mail server: lower case, A-labels, letters, digits, hyphens, dots, and in hosts
 * underscores. Nothing in it ends a line or a word, or begins a comment.
 */
export type MapName = string & { readonly mapName: true };

/** The domain as a map can have it; null for a text that is none, as a snapshot from elsewhere may have it. */
export function mapDomain(text: string): MapName | null {
  const parsed = parseDomainName(text);
  return parsed.kind === 'domain' && parsed.ascii === text ? (text as MapName) : null;
}

/** The host as a map can have it; null for a text that is none. */
export function mapHost(text: string): MapName | null {
  const parsed = hostFromDns(text);
  return parsed.kind === 'host' && parsed.name === text ? (text as MapName) : null;
}
