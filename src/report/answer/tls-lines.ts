import { trustProblems } from '../../judge/endpoint/trust.ts';
import type { Endpoint, TlsFacts } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { authorityName, certificateName, type Presented } from '../words/certificate-words.ts';
import { dayOf, distance } from '../format/dates.ts';
import { deepWords } from './deep-words.ts';
import type { Palette } from '../format/palette.ts';
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

/** Lines about the certificate of an endpoint: name, issuer, end; then its problems and what is unknown. */
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
    ...undeterminedLines(endpoint, palette),
  ];
}

/** What a name mismatch means for mail to a domain, by its MTA-STS policy. */
export function mismatchMeaning({ mtaSts }: Pick<MailDomain, 'mtaSts'>): string {
  return mtaSts?.state === 'present' && mtaSts.policy?.mode === 'enforce'
    ? 'the MTA-STS policy of the domain tells senders not to deliver to such a host'
    : 'mail still flows encrypted unless MTA-STS or DANE requires more';
}

function identityLine({ certificate, endpoint, at }: Presented, palette: Palette): string {
  const { issuer, notAfter, selfSigned } = certificate;
  const by = selfSigned || issuer === '' ? '' : ` by ${authorityName(issuer)}`;
  const saidBelow = endpoint.problems?.includes('expired') === true;
  const end =
    notAfter === null || saidBelow ? '' : `, until ${dayOf(notAfter)} (${distance(notAfter, at)})`;
  const { problems, undetermined } = endpoint;
  const valid =
    problems !== null && trustProblems(problems).length === 0 && undetermined.length === 0;
  return `certificate of ${certificateName(certificate)}${by}${end}${valid ? palette.good(': valid') : ''}`;
}

function withoutCertificate({ certificate, problems }: TlsEndpoint, palette: Palette): string {
  if (problems?.includes('no-certificate')) return palette.warn('TLS without a certificate');
  return palette.unknown(
    certificate === null ? 'certificate: unknown' : 'certificate: not in this snapshot',
  );
}

function faultLines(
  presented: Presented,
  domain: Pick<MailDomain, 'mtaSts'>,
  palette: Palette,
): string[] {
  const faults = faultsOf(presented);
  if (faults.length === 0) return [];
  const line = palette.warn(
    `${faults.length === 1 ? 'problem' : 'problems'}: ${faults.join('; ')}`,
  );
  return presented.endpoint.problems?.includes('name-mismatch')
    ? [line, palette.faint(`(${mismatchMeaning(domain)})`)]
    : [line];
}

function undeterminedLines({ problems, undetermined }: TlsEndpoint, palette: Palette): string[] {
  if (problems === null) return [palette.unknown('not judged')];
  if (undetermined.length === 0) return [];
  return [palette.unknown(`unknown: ${questionsText(undetermined)}`)];
}
