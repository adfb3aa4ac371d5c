import { entriesIn, type Entry, type ExportView } from './export-view.ts';
import {
  basisComments,
  comment,
  commentLines,
  evidenceComment,
  mapLine,
  rootsComment,
} from './map-text.ts';

/** A map for lsearch of Exim, and the lines of the configuration that use it (spec.txt, "The smtp transport"). */
export function* eximPolicy(view: ExportView): Generator<string> {
  yield comment(
    'tls_policy: what the smtp transport of Exim demands of the MX hosts of these domains.',
  );
  yield basisComments(view);
  yield rootsComment(view);
  yield '#\n';
  yield comment('In the configuration, at its top:');
  yield commentLines(MACROS);
  yield comment('and in the smtp transport that delivers to MX hosts:');
  yield commentLines(EXIM_TRANSPORT);
  yield comment(
    'A host that the surveys did not see for a domain with "demand=secure" has no roots to be verified with, and gets nothing: a forged MX record leads nowhere.',
  );
  if ([...entriesIn(view)].some(({ demand }) => demand === 'dane-only')) {
    yield comment(
      'For dane-only, with a validating resolver on this machine, in /etc/resolv.conf; without it mail to these domains waits:',
    );
    yield commentLines(['options trust-ad']);
  }
  for (const entry of entriesIn(view)) {
    yield '\n';
    yield evidenceComment(entry, view);
    yield mapLine(entry.domain, ': ', valueOf(entry));
  }
}

const MACROS = [
  'MXTLS_ENTRY = ${lookup{$domain}lsearch{/etc/exim4/mxtls/tls_policy}}',
  'MXTLS_DEMAND = ${extract{demand}{MXTLS_ENTRY}}',
  'MXTLS_HOSTS = ${extract{hosts}{MXTLS_ENTRY}}',
] as const;

/**
 * Where DANE is in use, Exim verifies by it alone. `hosts_require_dane` would return mail as undeliverable where the answers
 * are not secure; without roots to verify with, mail waits.
 */
const EXIM_TRANSPORT = [
  'multi_domain = false',
  'hosts_require_tls = ${if eq{MXTLS_DEMAND}{}{}{*}}',
  'tls_verify_hosts = ${if or{{eq{MXTLS_DEMAND}{secure}}{eq{MXTLS_DEMAND}{dane-only}}}{*}{}}',
  'tls_verify_certificates = ${if or{{eq{MXTLS_DEMAND}{dane-only}}{and{{eq{MXTLS_DEMAND}{secure}}{!inlisti{$host}{MXTLS_HOSTS}}}}}{/dev/null}{/etc/ssl/certs/ca-certificates.crt}}',
] as const;

/** Values of `extract`: words with `=`, separated by spaces. */
function valueOf({ demand, hosts }: Entry): string {
  return demand === 'secure' ? `demand=secure hosts=${hosts.join(':')}` : `demand=${demand}`;
}
