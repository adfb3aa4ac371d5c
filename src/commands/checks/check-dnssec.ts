import { checkOf, type Check } from '../../model/output/check.ts';
import { specialPurpose } from '../../model/names/ip-address.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { DnsServer } from '../../net/dns/dns.ts';

const of = checkOf('dnssec');

/** Checks whether the resolver validates DNSSEC where its AD bit counts: without that, DANE is not judged. */
export async function checkDnssec(
  resolver: Resolver,
  { servers, trustAd }: { servers: readonly DnsServer[]; trustAd: boolean },
): Promise<Check> {
  if (await resolver.validates()) return of('ok', 'the resolver validates DNSSEC');
  const isOwn = trustAd || servers.some(({ address }) => specialPurpose(address) === 'loopback');
  return isOwn
    ? of(
        'warning',
        'the resolver does not validate DNSSEC: DANE is not judged',
        'turn validation on, or use a resolver that validates',
      )
    : of(
        'warning',
        'the resolver is on another machine, so that its DNSSEC status does not count: DANE is not judged',
        'run a validating resolver on this machine, or give --trust-ad where the path to it is safe',
      );
}
