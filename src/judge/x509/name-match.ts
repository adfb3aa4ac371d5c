import type { Certificate } from '../../model/records/certificate.ts';
import { lowerCaseAscii } from '../../model/text/ascii-case.ts';
import { attributeValues } from '../../model/text/name-text.ts';
import { MAX_STORED_NAMES } from './parse-certificate.ts';

/** One label of a host name: letters, digits and hyphens, and the underscore that some MX hosts have. */
const LABEL = /^[a-z0-9_-]{1,63}$/;
const MAX_HOST_CHARACTERS = 253;

/**
 * Does one of the dNSNames of a certificate name `host` (RFC 9525 §6.3)? A wildcard is the whole leftmost label,
 * stands for exactly one label, and has at least two labels after it. Case and one trailing dot of the host do not
 * count. A host that is an IP address, or no host name at all, matches nothing. A-labels on both sides.
 */
export function matchesName(names: Iterable<string>, host: string): boolean {
  const [exact, wildcard = exact] = matchingNames(host);
  if (exact === undefined) return false;
  for (const name of names) {
    const presented = lowerCaseAscii(name);
    if (presented === exact || presented === wildcard) return true;
  }
  return false;
}

/** The presented names that match a host, in lower case: its own, and the wildcard for it. */
function matchingNames(host: string): string[] {
  const labels = hostLabels(host);
  if (labels === null) return [];
  const exact = labels.join('.');
  return labels.length >= 3 ? [exact, ['*', ...labels.slice(1)].join('.')] : [exact];
}

/**
 * Would `host` match by a common name of the subject where no dNSName matches it? Clients of old did look there;
 * RFC 9525 §6.3 forbids it. Always false for a certificate of which not all names are known.
 */
export function nameOnlyInCn(
  certificate: Pick<Certificate, 'subject' | 'names' | 'namesTotal'>,
  host: string,
): boolean {
  const { subject, names, namesTotal } = certificate;
  if (namesTotal > names.length || matchesName(names, host)) return false;
  // A value with an escape is no host name, and matches nothing.
  return matchesName(attributeValues(subject, 'CN'), host);
}

/**
 * The dNSNames to store of a certificate that these hosts presented: the first {@link MAX_STORED_NAMES}, and after
 * them, in certificate order too, those that match a host, so that the match can be judged again from what is stored.
 */
export function storedNames(dnsNames: readonly string[], hosts: readonly string[]): string[] {
  const rest = dnsNames.slice(MAX_STORED_NAMES);
  if (rest.length === 0) return [...dnsNames];
  // In one pass over each: a certificate may have thousands of names, and a hoster thousands of hosts.
  const wanted = new Set(hosts.flatMap(matchingNames));
  const matching = rest.filter((name) => wanted.has(lowerCaseAscii(name)));
  return [...dnsNames.slice(0, MAX_STORED_NAMES), ...matching];
}

function hostLabels(host: string): string[] | null {
  const name = lowerCaseAscii(host).replace(/\.$/, '');
  const labels = name.split('.');
  if (name.length > MAX_HOST_CHARACTERS || !labels.every((label) => LABEL.test(label))) return null;
  return isNumber(labels.at(-1) ?? '') ? null : labels;
}

/** A last label that is a number, in decimal or hex, makes a name an IPv4 address to somebody. */
function isNumber(label: string): boolean {
  return /^(\d+|0x[0-9a-f]*)$/.test(label);
}
