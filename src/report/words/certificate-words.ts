import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { attributeValues } from '../../model/text/name-text.ts';
import { escapeShort } from '../format/terminal-escape.ts';

/** A certificate as one endpoint presented it, with its issuers and the instant at which it is judged. */
export interface Presented {
  endpoint: Endpoint;
  certificate: Certificate;
  /** The issuers on the best path, the leaf's first; without a path, the other certificates that were sent. */
  issuers: Certificate[];
  at: string;
}

const NAME_CHARACTERS = 80;

/** If the CN of a CA contains the first letters of its organisation, the organisation is left out. */
const ORGANISATION_CHARACTERS = 5;

/** The certificate that an endpoint presented; null for none, or if the snapshot has no record of it. */
export function presentedBy(
  endpoint: Endpoint,
  certificates: ReadonlyMap<string, Certificate>,
  at: string,
): Presented | null {
  const certificate = certificates.get(endpoint.certificate ?? '');
  if (certificate === undefined) return null;
  const sent = endpoint.chain.filter((id) => id !== certificate.id);
  const issuers = (endpoint.path?.via ?? sent).flatMap((id) => certificates.get(id) ?? []);
  return { endpoint, certificate, issuers, at };
}

/** The certificates of a snapshot by their ids. */
export function certificatesOf(snapshot: Pick<Snapshot, 'certificates'>): Map<string, Certificate> {
  return new Map(snapshot.certificates.map((each) => [each.id, each]));
}

/** The name of a certificate: its CN, else its first name, else its whole subject. Escaped. */
export function certificateName({
  subject,
  names,
}: Pick<Certificate, 'subject' | 'names'>): string {
  const name = attributeOf(subject, 'CN') ?? names[0] ?? subject;
  return name === '' ? 'nobody (no name)' : escapeShort(name, NAME_CHARACTERS);
}

/** The CA that a distinguished name names: `TERENA SSL CA 2`, or `Let's Encrypt (R11)` where the CN alone is not enough. Escaped. */
export function authorityName(name: string): string {
  const common = attributeOf(name, 'CN');
  const organisation = attributeOf(name, 'O');
  if (common === null || organisation === null) {
    return escapeShort(common ?? organisation ?? name, NAME_CHARACTERS) || 'nobody (no name)';
  }
  const who = escapeShort(organisation, NAME_CHARACTERS);
  const which = escapeShort(common, NAME_CHARACTERS);
  const start = folded(organisation).slice(0, ORGANISATION_CHARACTERS);
  return start !== '' && folded(common).includes(start) ? which : `${who} (${which})`;
}

/** The names that a certificate is valid for: `mail.example.gr`, `mail.example.gr and 3 other names`. Escaped. */
export function coveredNames({ names, namesTotal }: Certificate): string {
  const [first] = names;
  if (first === undefined) return 'no name at all';
  const others = namesTotal - 1;
  const more =
    others === 0 ? '' : others === 1 ? ' and 1 other name' : ` and ${others} other names`;
  return escapeShort(first, NAME_CHARACTERS) + more;
}

/** Whether the issuer was not recorded: every real certificate names one (RFC 5280 §4.1.2.4). */
export function lacksIssuer({ certificate, endpoint }: Presented): boolean {
  return endpoint.path === null && certificate.issuer === '';
}

/** Whether a CA is run by the owner of the server: it has the organisation of the certificate, or a label of the host's domain. */
export function isOwnCa(anchor: string, { certificate, endpoint }: Presented): boolean {
  const organisation = attributeOf(certificate.subject, 'O');
  if (organisation !== null && organisation === attributeOf(anchor, 'O')) return true;
  const labels = endpoint.host.toLowerCase().split('.').slice(1, -1);
  const words = anchor.toLowerCase().split(/[^\p{L}\p{N}-]+/u);
  return labels.some((label) => label.length > 2 && words.includes(label));
}

/** Letters and digits alone, in lower case. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The first value of an attribute in an RFC 4514 string, as it is read: `\,` is a comma. */
function attributeOf(name: string, type: 'CN' | 'O'): string | null {
  const [value] = attributeValues(name, type).flatMap((each) => each.trim() || []);
  return value?.replace(/\\([ #"+,;<>\\])/g, '$1') ?? null;
}
