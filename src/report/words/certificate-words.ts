import {
  keyStrength,
  signatureStrength,
  type Strength,
} from '../../judge/x509/certificate-strength.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import type { Problem } from '../../model/records/words.ts';
import { attributeValues } from '../../model/text/name-text.ts';
import { dayOf, distance, isBefore } from '../format/dates.ts';
import { escapeShort } from '../format/terminal-escape.ts';

/** A certificate where it was presented: by which endpoint, with which issuers behind it, judged at which instant. */
export interface Presented {
  endpoint: Endpoint;
  certificate: Certificate;
  /** The issuers on the best path, from the leaf's on; what was sent along where there is no path. */
  issuers: Certificate[];
  at: string;
}

const NAME_CHARACTERS = 80;

/** An organisation whose name begins like something in the CN of its CA need not be said beside it. */
const TELLING_CHARACTERS = 5;

/** What an endpoint presented; null for nothing, or nothing that the snapshot has a record of. */
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

/** Whose certificate it is: its CN, else its first name, else its whole subject. Escaped. */
export function certificateName({
  subject,
  names,
}: Pick<Certificate, 'subject' | 'names'>): string {
  const name = attributeOf(subject, 'CN') ?? names[0] ?? subject;
  return name === '' ? 'nobody (it has no name)' : escapeShort(name, NAME_CHARACTERS);
}

/** Who a distinguished name is: `TERENA SSL CA 2`, or `Let's Encrypt (R11)` where the CN does not tell. Escaped. */
export function authorityName(name: string): string {
  const common = attributeOf(name, 'CN');
  const organisation = attributeOf(name, 'O');
  if (common === null || organisation === null) {
    return escapeShort(common ?? organisation ?? name, NAME_CHARACTERS) || 'nobody (no name)';
  }
  const who = escapeShort(organisation, NAME_CHARACTERS);
  const which = escapeShort(common, NAME_CHARACTERS);
  const start = folded(organisation).slice(0, TELLING_CHARACTERS);
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

/** What is wrong with a certificate, a clause a problem, to follow "a certificate"; `[]` for nothing. */
export function faultsOf(presented: Presented): string[] {
  const problems = presented.endpoint.problems ?? [];
  const untrusted = problems.includes('untrusted-issuer');
  return problems
    .filter((problem) => !(problem === 'issuer-expired' && untrusted))
    .map((problem) => FAULTS[problem](presented));
}

const FAULTS = {
  expired: ({ certificate, at }) => expiry(certificate, at),
  'not-yet-valid': ({ certificate: { notBefore }, at }) =>
    notBefore === null
      ? 'not valid yet'
      : `not valid before ${dayOf(notBefore)} (${distance(notBefore, at)})`,
  'name-mismatch': ({ certificate, endpoint }) =>
    certificate.namesTotal === 0
      ? 'valid for no host name at all'
      : `valid for ${coveredNames(certificate)}, not for ${escapeShort(endpoint.host, 255)}`,
  'self-signed': () => 'self-signed',
  'untrusted-issuer': untrustedIssuer,
  'incomplete-chain': ({ certificate }) =>
    `sent without that of its issuer, ${authorityName(certificate.issuer)}`,
  'issuer-expired': (presented) => {
    const issuer = expiredIssuer(presented);
    if (issuer === undefined) return 'issued by one that has expired';
    return `issued by ${authorityName(issuer.subject)}, which ${expiry(issuer, presented.at)}`;
  },
  'weak-key': (presented) => weakness('key', keyStrength, presented),
  'weak-signature': (presented) => weakness('signature', signatureStrength, presented),
  'no-certificate': () => 'missing: TLS without one',
} as const satisfies Record<Problem, (presented: Presented) => string>;

function expiry({ notAfter }: Certificate, at: string): string {
  return notAfter === null ? 'expired' : `expired ${distance(notAfter, at)} (${dayOf(notAfter)})`;
}

function expiredIssuer({ issuers, at }: Presented): Certificate | undefined {
  return issuers.find(({ notAfter }) => notAfter !== null && isBefore(notAfter, at));
}

function untrustedIssuer(presented: Presented): string {
  const { certificate, endpoint } = presented;
  const anchor = presented.issuers.at(-1)?.subject ?? certificate.issuer;
  const own = isOwn(anchor, presented) ? 'their own CA' : 'a CA that is not trusted';
  const expired = endpoint.problems?.includes('issuer-expired')
    ? expiredIssuer(presented)
    : undefined;
  const signed = `signed by ${own} (${authorityName(anchor)})`;
  if (expired === undefined) return signed;
  const aswell = endpoint.problems?.includes('expired') ? ' as well' : '';
  return `${signed}, which ${expiry(expired, presented.at)}${aswell}`;
}

/**
 * What was sent with a certificate whose path nobody could look for, as its source has no issuers: what is behind it
 * did not have to sign it. `sent with their own CA (SCH_SERVERS_CA), which expired 4 years ago (2011-03-11) as well`.
 */
export function sentWith(presented: Presented): string {
  const { issuers, endpoint, at } = presented;
  const expired = expiredIssuer(presented);
  const told = expired ?? issuers[0];
  if (told === undefined) return 'sent alone';
  const name = authorityName(told.subject);
  const whose = isOwn(told.subject, presented) ? `their own CA (${name})` : `that of ${name}`;
  if (expired === undefined) return `sent with ${whose}`;
  const aswell = endpoint.problems?.includes('expired') ? ' as well' : '';
  return `sent with ${whose}, which ${expiry(expired, at)}${aswell}`;
}

/** Whether the source of a snapshot had no issuer of a certificate: no real one is without (RFC 5280 §4.1.2.4). */
export function lacksIssuer({ certificate, endpoint }: Presented): boolean {
  return endpoint.path === null && certificate.issuer === '';
}

/** A CA is "their own" where it bears the organisation of the certificate, or a label of the host's domain. */
function isOwn(anchor: string, { certificate, endpoint }: Presented): boolean {
  const organisation = attributeOf(certificate.subject, 'O');
  if (organisation !== null && organisation === attributeOf(anchor, 'O')) return true;
  const labels = endpoint.host.toLowerCase().split('.').slice(1, -1);
  const words = anchor.toLowerCase().split(/[^\p{L}\p{N}-]+/u);
  return labels.some((label) => label.length > 2 && words.includes(label));
}

/** The weak one may be the certificate itself or one behind it. */
function weakness(
  what: 'key' | 'signature',
  strength: (certificate: Certificate) => Strength,
  { certificate, issuers }: Presented,
): string {
  const weak = [certificate, ...issuers].find((each) => strength(each) === 'weak');
  if (weak === undefined) return `with a weak ${what}`;
  const kind = escapeShort(weak[what] ?? 'unknown', NAME_CHARACTERS);
  return weak === certificate
    ? `with a weak ${what} (${kind})`
    : `with a weak ${what} at its issuer ${authorityName(weak.subject)} (${kind})`;
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
