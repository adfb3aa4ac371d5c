import { entriesIn, type Entry, type ExportView } from './export-view.ts';
import { basisComments, comment, commentLines, evidenceComment, mapLine } from './map-text.ts';

/** The `smtp_tls_policy_maps` of Postfix (postconf(5), TLS_README). */
export function* postfixTlsPolicy(view: ExportView): Generator<string> {
  yield comment(
    'tls_policy: what the Postfix SMTP client demands of the MX hosts of these domains.',
  );
  yield basisComments(view);
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
