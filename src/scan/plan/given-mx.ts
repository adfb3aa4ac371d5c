import type { GivenMx } from '../../model/names/given-mx.ts';
import type { HostAddresses, MxAnswer } from './resolve.ts';

/**
 * The MX hosts that are given stand for those of the domain. No answer of the DNS was used, so that its DNSSEC status is
 * unknown and DANE cannot speak for the MX set (RFC 7672 §2.2.1); nor has the DNS given one a preference over another.
 */
export function givenMxAnswer(given: readonly GivenMx[]): MxAnswer {
  const names = [...new Set(given.map(({ host }) => host))].sort();
  return {
    kind: 'mx',
    failure: null,
    dnssec: 'unknown',
    hosts: names.map((host) => ({ preference: 0, host, valid: true })),
    omittedHosts: 0,
    notes: [],
    own: null,
  };
}

/** The addresses that are given of a host, IPv4 first, sorted as text; null where they are to be looked up. */
export function givenAddresses(given: readonly GivenMx[], host: string): HostAddresses | null {
  const own = given.flatMap((each) => (each.host === host && each.address ? [each.address] : []));
  if (own.length === 0) return null;
  const isIpv6 = (address: string): boolean => address.includes(':');
  const sorted = own.sort();
  const addresses = [
    ...sorted.filter((each) => !isIpv6(each)),
    ...sorted.filter((each) => isIpv6(each)),
  ];
  return { addresses, omitted: 0, owner: host, dnssec: 'unknown', failure: null };
}
