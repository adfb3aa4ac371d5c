import { canonicalAddress } from './ip-address.ts';
import { parseDomainName } from './domain-name.ts';

/** An MX host that is asked in place of those that the DNS names, at one address of it; null: at those that the DNS has. */
export interface GivenMx {
  host: string;
  address: string | null;
}

/** An MX host as a person gives it, or what is wrong with it, to read on from the text. */
export type ParsedMx = { kind: 'given'; given: GivenMx } | { kind: 'invalid'; reason: string };

/** Reads `HOST` or `HOST@ADDRESS`; an IPv6 address may stand in brackets. */
export function parseGivenMx(text: string): ParsedMx {
  const [name = '', ...rest] = text.split('@');
  const host = parseDomainName(name);
  if (host.kind === 'invalid') return { kind: 'invalid', reason: hostReason(name, host.reason) };
  if (!host.ascii.includes('.')) return { kind: 'invalid', reason: 'has a host of one label only' };
  if (rest.length === 0) return { kind: 'given', given: { host: host.ascii, address: null } };
  const written = rest.join('@');
  const address = canonicalAddress(/^\[([0-9A-Fa-f:.]+)\]$/.exec(written)?.[1] ?? written);
  if (address === null) return { kind: 'invalid', reason: 'has no IP address behind the @' };
  return { kind: 'given', given: { host: host.ascii, address } };
}

function hostReason(name: string, reason: string): string {
  const isAddress = canonicalAddress(name) !== null;
  return isAddress ? 'is an address without the name of its host' : `has a host that ${reason}`;
}

/** Sorts as endpoints are: by host, then by address as text, null first. */
export function compareGivenMx(a: GivenMx, b: GivenMx): number {
  const [x, y] = [givenMxText(a), givenMxText(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** `HOST` or `HOST@ADDRESS`, as it is given. */
export function givenMxText({ host, address }: GivenMx): string {
  return address === null ? host : `${host}@${address}`;
}
