import { classOf } from '../../model/records/endpoint.ts';
import type { Mx } from '../../model/records/mail-domain.ts';
import type { EndpointFacts } from '../endpoint/endpoint-facts.ts';

/**
 * Whether DANE demands encryption for all mail to a domain (RFC 7672 §2.2): its MX set is secure and wholly known, and
 * every host in it has a certificate that matches its secure TLSA records, at every known address.
 * @param endpoints all endpoints of its MX hosts.
 */
export function isDaneEnforced(mx: Mx, endpoints: readonly EndpointFacts[]): boolean {
  if (mx.dnssec !== 'secure' || mx.hosts.length === 0) return false;
  if (mx.omittedHosts > 0 || mx.excluded > 0) return false;
  return mx.hosts.every(({ host }) => {
    const own = endpoints.filter((endpoint) => endpoint.host === host);
    return own.some(isMatch) && own.every((endpoint) => isMatch(endpoint) || isUnknown(endpoint));
  });
}

function isMatch({ dane }: EndpointFacts): boolean {
  return dane?.dnssec === 'secure' && dane.verdict === 'match';
}

/** An unknown address does not count as long as another address of its host is known. */
function isUnknown(endpoint: EndpointFacts): boolean {
  return classOf(endpoint) === 'unknown';
}
