import { certificateKey, eachCertificate } from '../../judge/endpoint/each-certificate.ts';
import { operatorOf } from '../../model/names/operator.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
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
  certificates: Certificates,
  at: string,
): Presented | null {
  const certificate = certificates.get(endpoint.certificate ?? '');
  if (certificate === undefined) return null;
  const sent = endpoint.chain.filter((id) => id !== certificate.id);
  const issuers = (endpoint.path?.via ?? sent).flatMap((id) => certificates.get(id) ?? []);
  return { endpoint, certificate, issuers, at };
}

/** Each certificate that an endpoint presented, as {@link presentedBy} gives it. */
export function eachPresentedBy(
  endpoint: Endpoint,
  certificates: Certificates,
  at: string,
): Presented[] {
  return eachCertificate(endpoint).flatMap((each) => presentedBy(each, certificates, at) ?? []);
}

/** `RSA certificate` where a server has another one beside it, else `certificate`. */
export function certificateNoun(endpoint: Endpoint): string {
  const key = certificateKey(endpoint);
  return key === null ? 'certificate' : `${key} certificate`;
}

/** Those certificates of an endpoint that something is true of: `the RSA certificate`, `each certificate`. */
export function nounOfThose(endpoint: Endpoint, isTrue: (each: Endpoint) => boolean): string {
  const each = eachCertificate(endpoint);
  const those = each.filter(isTrue);
  const [one] = those;
  if (one === undefined || each.length === 1) return 'the certificate';
  return those.length === each.length ? 'each certificate' : `the ${certificateNoun(one)}`;
}

/** The certificates of a snapshot by their ids; a map is that, too. */
export interface Certificates {
  get(id: string): Certificate | undefined;
}

/** The certificates of a snapshot, each read when it is asked for. */
export function certificatesOf(source: Pick<SnapshotSource, 'certificate'>): Certificates {
  return { get: (id) => source.certificate(id) ?? undefined };
}

/** The name of a certificate: its CN, else its first name, else its whole subject. Escaped. */
export function certificateName({
  subject,
  names,
}: Pick<Certificate, 'subject' | 'names'>): string {
  const name = attributeOf(subject, 'CN') ?? names[0] ?? subject;
  return name === '' ? NOBODY : shownName(name);
}

const NOBODY = 'nobody (no name)';

/** A name of a certificate, escaped; in quotes where it is empty or a blank at its end would not be seen. */
function shownName(name: string): string {
  const shown = escapeShort(name, NAME_CHARACTERS);
  return name === name.trim() && name !== '' ? shown : `"${shown}"`;
}

/** The CA that a distinguished name names: `TERENA SSL CA 2`, or `Let's Encrypt (R11)` where the CN alone is not enough. Escaped. */
export function authorityName(name: string): string {
  const common = attributeOf(name, 'CN');
  const organisation = attributeOf(name, 'O');
  if (common === null || organisation === null) {
    const shown = common ?? organisation ?? name;
    return shown === '' ? NOBODY : shownName(shown);
  }
  const who = shownName(organisation);
  const which = shownName(common);
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
  return shownName(first) + more;
}

/** Whether the issuer was not recorded: every real certificate names one (RFC 5280 §4.1.2.4). */
export function lacksIssuer({ certificate, endpoint }: Presented): boolean {
  return endpoint.path === null && certificate.issuer === '';
}

const DOMAIN_NAME = /(?<![\p{L}\p{N}-])[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu;

/**
 * Whether a CA is run by the owner of the server: its name has the registrable domain of the host, in a domain name or an
 * address (`ca@mail.sch.gr`), or the first label of it as a word (`SCH_SERVERS_CA` for mx.sch.gr).
 */
export function isOwnCa(anchor: string, { endpoint }: Pick<Presented, 'endpoint'>): boolean {
  const name = anchor.toLowerCase();
  const domain = operatorOf(endpoint.host.toLowerCase());
  const named = name.match(DOMAIN_NAME) ?? [];
  if (named.some((each) => operatorOf(each) === domain)) return true;
  const [label = ''] = domain.split('.');
  const words = name.replace(DOMAIN_NAME, '').split(/[^\p{L}\p{N}-]+/u);
  return label.length > 2 && words.includes(label);
}

/** Letters and digits alone, in lower case. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The first value of an attribute in an RFC 4514 string, as it is read: `\,` is a comma. */
function attributeOf(name: string, type: 'CN' | 'O'): string | null {
  const values = attributeValues(name, type).map((each) => each.replace(/\\([ #"+,;<>\\])/g, '$1'));
  return values.find((each) => each.trim() !== '') ?? null;
}
