import { getDomain, parse } from 'tldts';

/** Who runs an MX host: its registrable domain; the host itself where it has none. */
export function operatorOf(host: string): string {
  return getDomain(host) ?? host;
}

/** Whether a name is itself a public suffix, such as `com` or `co.uk`: its mail is the registry's. */
export function isPublicSuffix(name: string): boolean {
  const { publicSuffix, domain } = parse(name);
  return domain === null && publicSuffix === name;
}

/** Whether a single label is a top-level domain that exists, by the public suffix list. */
export function isTopLevelDomain(label: string): boolean {
  const { publicSuffix, isIcann } = parse(label);
  return publicSuffix === label && isIcann === true;
}

/** Whether a name ends in a public suffix of ICANN's part of the list, below which domains are registered. */
export function hasPublicSuffix(name: string): boolean {
  const { isIcann, domain } = parse(name);
  return isIcann === true && domain !== null;
}
