import { entriesIn, routesIn, type Entry, type ExportView, type Route } from './export-view.ts';
import {
  basisComments,
  comment,
  commentLines,
  evidenceComment,
  mapLine,
  rootsComment,
  routeComment,
} from './map-text.ts';

/** The `smtp_tls_policy_maps` of Postfix (postconf(5), TLS_README). */
export function* postfixTlsPolicy(view: ExportView): Generator<string> {
  yield comment(
    'tls_policy: what the Postfix SMTP client demands of the MX hosts of these domains.',
  );
  yield basisComments(view);
  yield rootsComment(view);
  yield '#\n';
  yield comment('In main.cf, after "postmap tls_policy":');
  yield commentLines([
    'smtp_tls_policy_maps = hash:/etc/postfix/mxtls/tls_policy',
    'smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt',
  ]);
  yield comment(
    'The first map that has a domain decides: a map of MTA-STS policies stands before this one. With a relayhost none of this counts, as the relay delivers.',
  );
  if ([...entriesIn(view)].some(({ demand }) => demand === 'dane-only')) {
    yield comment('For dane-only, with a validating resolver on this machine:');
    yield commentLines(['smtp_dns_support_level = dnssec']);
  }
  for (const entry of entriesIn(view)) {
    yield '\n';
    yield evidenceComment(entry, view);
    yield mapLine(entry.domain, ' ', policyOf(entry));
  }
}

/**
 * `secure` takes a certificate for the domain itself, by default; `match` names the MX hosts that were seen in its place, so
 * that a forged MX record leads to no other host.
 */
function policyOf({ demand, hosts }: Entry): string {
  return demand === 'secure' ? `secure match=${hosts.join(':')}` : demand;
}

/** The `transport_maps` of Postfix (transport(5)): mail that goes to onion services, through a client of its own. */
export function* postfixTransport(view: ExportView): Generator<string> {
  yield comment('transport: domains whose mail Postfix delivers to onion services over Tor.');
  yield basisComments(view);
  yield '#\n';
  yield comment('In master.cf; the program smtp-over-tor is two lines of shell:');
  yield commentLines([
    'smtptor unix - - n - - smtp-over-tor',
    '  -o inet_protocols=ipv4 -o smtp_dns_support_level=disabled',
    '  -o smtp_connection_cache_on_demand=no -o smtp_tls_security_level=may',
  ]);
  yield comment(
    'It stands in $daemon_directory, as /usr/lib/postfix/sbin/smtp-over-tor, and says:',
  );
  yield commentLines(['#!/bin/sh', 'exec torsocks --isolate "${0%-over-tor}" "$@"']);
  yield comment('In main.cf, after "postmap transport":');
  yield commentLines(['transport_maps = hash:/etc/postfix/mxtls/transport']);
  yield comment(
    'torsocks leads to the SOCKS port of Tor that /etc/tor/torsocks.conf names, takes no IPv6, and ends a client to which another hands its connection.',
  );
  yield comment(
    'Without the service smtptor, or without Tor, mail to these domains waits. The TLS policies do not count for it: Tor encrypts, and the onion name is the key of the service.',
  );
  for (const route of routesIn(view)) {
    yield '\n';
    yield routeComment(route, view);
    yield mapLine(route.domain, ' ', `smtptor:${hopsOf(route)}`);
  }
}

/** Destinations in their order, each in brackets, for which no MX records are looked up (Postfix 3.5 and later). */
function hopsOf({ hops }: Route): string {
  return hops.map(({ host, port }) => `[${host}]:${port}`).join(', ');
}
