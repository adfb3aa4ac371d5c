import { trustProblems } from '../../judge/endpoint/trust.ts';
import { certificateKey } from '../../judge/endpoint/each-certificate.ts';
import type { Endpoint, TlsFacts } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import {
  authorityName,
  certificateName,
  certificateNoun,
  type Presented,
} from '../words/certificate-words.ts';
import { dayOf, distance, ENDS_SOON_DAYS, isWithin } from '../format/dates.ts';
import { deepWords } from './deep-words.ts';
import type { Palette } from '../document/palette.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { faultsOf, questionsText } from '../words/problem-words.ts';

/** An endpoint that showed TLS: by a handshake, or by its answer to a ClientHello. */
export type TlsEndpoint = Endpoint & { tls: TlsFacts };

/** Cipher suite and group that an endpoint agreed on, with the results of depth `deep`, on one line; null if none is known. */
export function handshakeLine({ outcome, tls, deep }: TlsEndpoint): string | null {
  // The claim of an endpoint without a handshake names its suite.
  const cipher = outcome === 'tls' ? tls.cipher : null;
  const agreed = [cipher, tls.group].filter((each) => each !== null).map(escapeTerminal);
  const found = deep === null ? [] : deepWords(deep).map(escapeTerminal);
  const parts = [agreed.join(', '), ...found].filter((each) => each !== '');
  return parts.length === 0 ? null : parts.join('; ');
}

/** Lines about the certificates of an endpoint, of each: name, issuer, end; then its problems and what is unknown. */
export function certificateLines(
  endpoint: TlsEndpoint,
  presented: readonly Presented[],
  domain: Pick<MailDomain, 'mtaSts'>,
  palette: Palette,
): string[] {
  if (presented.length === 0) return [withoutCertificate(endpoint, palette)];
  const lines = presented.flatMap((each) => [
    identityLine(each, palette),
    ...faultLines(each, palette),
    ...undeterminedLines(each.endpoint, palette),
  ]);
  return endpoint.problems?.includes('name-mismatch')
    ? [...lines, palette.faint(`(${mismatchMeaning(domain)})`)]
    : lines;
}

/** What a name mismatch means for mail to a domain, by its MTA-STS policy. */
export function mismatchMeaning({ mtaSts }: Pick<MailDomain, 'mtaSts'>): string {
  return mtaSts?.state === 'present' && mtaSts.policy?.mode === 'enforce'
    ? 'the MTA-STS policy of the domain tells senders not to deliver to such a host'
    : 'mail still flows encrypted unless MTA-STS or DANE requires more';
}

/** A certificate in one line: whose it is, who issued it, until when. */
export function identityLine({ certificate, endpoint, at }: Presented, palette: Palette): string {
  const { issuer, notAfter, selfSigned } = certificate;
  const by = selfSigned || issuer === '' ? '' : ` by ${authorityName(issuer)}`;
  const saidBelow = endpoint.problems?.includes('expired') === true;
  const end =
    notAfter === null || saidBelow
      ? ''
      : `, until ${dayOf(notAfter)} (${endText(notAfter, at, palette)})`;
  const { problems, undetermined } = endpoint;
  const valid =
    problems !== null && trustProblems(problems).length === 0 && undetermined.length === 0;
  return `${certificateNoun(endpoint)} of ${certificateName(certificate)}${by}${end}${valid ? palette.good(': valid') : ''}`;
}

/** An end that is near is a warning, however valid the certificate is. */
function endText(notAfter: string, at: string, palette: Palette): string {
  const text = distance(notAfter, at);
  return isWithin(notAfter, at, ENDS_SOON_DAYS) ? palette.warn(text) : text;
}

function withoutCertificate({ certificate, problems }: TlsEndpoint, palette: Palette): string {
  if (problems?.includes('no-certificate')) return palette.warn('TLS without a certificate');
  return palette.unknown(
    certificate === null ? 'certificate: unknown' : 'certificate: not in this snapshot',
  );
}

function faultLines(presented: Presented, palette: Palette): string[] {
  const faults = faultsOf(presented);
  if (faults.length === 0) return [];
  const what = faults.length === 1 ? 'problem' : 'problems';
  return [palette.warn(`${what}${ofWhich(presented.endpoint)}: ${faults.join('; ')}`)];
}

function undeterminedLines(endpoint: Endpoint, palette: Palette): string[] {
  const { problems, undetermined } = endpoint;
  if (problems === null) return [palette.unknown('not judged')];
  if (undetermined.length === 0) return [];
  return [palette.unknown(`unknown${ofWhich(endpoint)}: ${questionsText(undetermined)}`)];
}

/** Of two certificates, which one is meant. */
function ofWhich(endpoint: Endpoint): string {
  return certificateKey(endpoint) === null ? '' : ` of the ${certificateNoun(endpoint)}`;
}
