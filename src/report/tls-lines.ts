import type { Endpoint } from '../model/endpoint.ts';
import type { MailDomain } from '../model/mail-domain.ts';
import { TLS_VERSIONS, type TlsVersion } from '../model/words.ts';
import { authorityName, certificateName, faultsOf, type Presented } from './certificate-words.ts';
import { dayOf, distance } from './dates.ts';
import { listed } from './layout.ts';
import type { Palette } from './palette.ts';
import { escapeTerminal } from './terminal-escape.ts';
import { QUESTION_NAMES, VERSION_NAMES } from './words.ts';

type TlsEndpoint = Extract<Endpoint, { end: 'tls' }>;

/** The version that an endpoint agreed on, else the highest that a probe found; null where neither is known. */
export function versionOf({ tls }: TlsEndpoint): TlsVersion | null {
  return tls.version ?? TLS_VERSIONS.findLast((version) => tls.versions[version] === 'yes') ?? null;
}

/** Cipher, group and the other versions that an endpoint accepts, on one line; null where nothing is known of them. */
export function handshakeLine(endpoint: TlsEndpoint): string | null {
  const { cipher, group, versions } = endpoint.tls;
  const others = TLS_VERSIONS.filter(
    (version) => versions[version] === 'yes' && version !== versionOf(endpoint),
  );
  const agreed = [cipher, group].filter((each) => each !== null).map(escapeTerminal);
  const also = others.length === 0 ? [] : [`also accepts ${versionList(others)}`];
  const parts = [agreed.join(', '), ...also, ...weakSuites(endpoint)].filter((each) => each !== '');
  return parts.length === 0 ? null : parts.join('; ');
}

/** `TLS 1.0, 1.1 and 1.2`: the protocol is named again only where it changes. */
export function versionList(versions: readonly TlsVersion[]): string {
  const names = versions.map((version) => VERSION_NAMES[version]);
  return listed(names.map((name, i) => (sameProtocol(name, names[i - 1]) ? name.slice(4) : name)));
}

/** Lines about the certificate of an endpoint: whose, by whom, until when; then what is wrong, or not judged. */
export function certificateLines(
  endpoint: TlsEndpoint,
  presented: Presented | null,
  domain: Pick<MailDomain, 'mtaSts'>,
  palette: Palette,
): string[] {
  if (presented === null) return [withoutCertificate(endpoint, palette)];
  return [
    identityLine(presented, palette),
    ...faultLines(presented, domain, palette),
    ...unjudgedLines(endpoint, palette),
  ];
}

/** What a name that does not match means for mail, as far as the snapshot knows who would mind. */
export function mismatchMeaning({ mtaSts }: Pick<MailDomain, 'mtaSts'>): string {
  return mtaSts?.state === 'present' && mtaSts.policy?.mode === 'enforce'
    ? 'the MTA-STS policy of the domain tells senders not to deliver like this'
    : 'mail still flows encrypted unless MTA-STS or DANE demand more';
}

function sameProtocol(name: string, before: string | undefined): boolean {
  return before?.slice(0, 4) === name.slice(0, 4);
}

function weakSuites({ deep }: TlsEndpoint): string[] {
  if (deep === null) return [];
  const suites = Object.entries(deep.suites).filter(([, answer]) => answer === 'yes');
  const bits = deep.dheBits === null ? [] : [`DHE of ${deep.dheBits} bits`];
  const weak =
    suites.length === 0 ? [] : [`accepts ${listed(suites.map(([name]) => name))} suites`];
  return [...weak, ...bits];
}

function identityLine({ certificate, endpoint, at }: Presented, palette: Palette): string {
  const { issuer, notAfter, selfSigned } = certificate;
  const by = selfSigned || issuer === '' ? '' : ` by ${authorityName(issuer)}`;
  const saidBelow = endpoint.problems?.includes('expired') === true;
  const end =
    notAfter === null || saidBelow ? '' : `, until ${dayOf(notAfter)} (${distance(notAfter, at)})`;
  const valid = endpoint.problems?.length === 0 && endpoint.unjudged.length === 0;
  return `certificate of ${certificateName(certificate)}${by}${end}${valid ? palette.good(': valid') : ''}`;
}

function withoutCertificate({ certificate, problems }: TlsEndpoint, palette: Palette): string {
  if (problems?.includes('no-certificate')) return palette.warn('TLS without a certificate');
  return palette.untold(
    certificate === null ? 'certificate: could not tell' : 'certificate: not in this snapshot',
  );
}

function faultLines(
  presented: Presented,
  domain: Pick<MailDomain, 'mtaSts'>,
  palette: Palette,
): string[] {
  const faults = faultsOf(presented);
  if (faults.length === 0) return [];
  const line = palette.warn(`wrong with it: ${faults.join('; ')}`);
  return presented.endpoint.problems?.includes('name-mismatch')
    ? [line, palette.faint(`(${mismatchMeaning(domain)})`)]
    : [line];
}

function unjudgedLines({ problems, unjudged }: TlsEndpoint, palette: Palette): string[] {
  if (problems === null) return [palette.untold('not judged')];
  if (unjudged.length === 0) return [];
  const questions = unjudged.map((problem) => QUESTION_NAMES[problem]);
  return [palette.untold(`could not tell ${listed(questions, 'or')}`)];
}
