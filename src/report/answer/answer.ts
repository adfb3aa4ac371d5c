import type { Endpoint } from '../../model/records/endpoint.ts';
import { ADDRESS_CAP, HOST_CAP, type MailDomain } from '../../model/records/mail-domain.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import { degradedLines } from '../words/degraded.ts';
import { certificatesOf } from '../words/certificate-words.ts';
import { noteLines, type AnswerContext } from './endpoint-outcome.ts';
import { counted, wrap } from '../format/layout.ts';
import { mxRows } from './mx-rows.ts';
import { mxTable } from './mx-table.ts';
import type { Screen } from '../document/screen.ts';
import { onionLines } from './onion-lines.ts';
import { policyLines } from './policy-lines.ts';
import { decisionLine, domainTitle, verdictLine } from './verdict.ts';
import { listingLines } from '../words/listing-words.ts';
import { givenMxSentence, MX_SENTENCES } from '../words/mx-words.ts';

/** What an answer is made of: a snapshot, or the part of one that is finished. */
export interface Answered extends Pick<SnapshotSource, 'domains' | 'endpoints' | 'certificate'> {
  survey: Pick<SnapshotSource['survey'], 'startedAt' | 'date' | 'degraded' | 'givenMx'>;
}

/**
 * The answer to `mxtls scan DOMAIN...`, a paragraph a domain: its verdict first, then each MX host with its addresses,
 * TLS and certificate. One domain fits on a screen. Ends in a newline.
 * @param domains A-labels, in the order of the output; one that is not in the snapshot is reported as not asked.
 */
export function describeAnswer(
  source: Answered,
  domains: readonly string[],
  screen: Screen,
): string {
  const { palette } = screen;
  const { startedAt, date, degraded, givenMx } = source.survey;
  const context = { certificates: certificatesOf(source), at: startedAt, date, palette };
  const byName = domainsOf(source, new Set(domains));
  const hosts = [...byName.values()].flatMap(({ mx }) => mx.hosts.map(({ host }) => host));
  const endpoints = endpointsOf(source, new Set(hosts));
  const paragraphs = domains.map((name) => {
    const domain = byName.get(name);
    if (domain !== undefined) {
      return domainLines(domain, { endpoints, givenMx }, context, screen).join('\n');
    }
    const title = palette.strong(domainTitle(name));
    const text = `${title}: ${palette.unknown('not asked: excluded, or not in this survey')}`;
    return wrap(text, '', 2, screen.width).join('\n');
  });
  return `${[...degradedLines(degraded, screen), ...paragraphs].join('\n\n')}\n`;
}

/** The domains of a snapshot that are asked for, by name. */
function domainsOf(source: Answered, names: ReadonlySet<string>): Map<string, MailDomain> {
  const found = new Map<string, MailDomain>();
  if (names.size === 0) return found;
  for (const each of source.domains()) if (names.has(each.domain)) found.set(each.domain, each);
  return found;
}

/** The endpoints of some hosts, by host. */
function endpointsOf(source: Answered, hosts: ReadonlySet<string>): Map<string, Endpoint[]> {
  const found = new Map<string, Endpoint[]>([...hosts].map((host) => [host, []]));
  if (hosts.size === 0) return found;
  for (const each of source.endpoints()) found.get(each.host)?.push(each);
  return found;
}

const ASKED_DEEP =
  'depth deep: weak suites, groups, a second certificate and the answer without SNI were asked for as well';

/** The endpoints by host, and whether their hosts were given in place of those that the DNS names. */
interface Asked {
  endpoints: ReadonlyMap<string, readonly Endpoint[]>;
  givenMx: Survey['givenMx'];
}

function domainLines(
  domain: MailDomain,
  { endpoints, givenMx }: Asked,
  context: AnswerContext,
  screen: Screen,
): string[] {
  const { palette, width } = screen;
  const own = domain.mx.hosts.flatMap(({ host }) => endpoints.get(host) ?? []);
  const remarks = [
    palette.faint(decisionLine(domain)),
    ...(givenMx === null ? [] : [palette.warn(givenMxSentence(givenMx, domain.domain))]),
    ...(domain.mx.kind === 'implicit' ? [MX_SENTENCES.implicit] : []),
    ...policyLines(domain, palette),
    ...listingLines(own).map(palette.faint),
    ...onionLines(domain.onionMx, context.date, palette),
    ...noteLines(domain.notes, palette),
    ...(own.some(({ deep }) => deep !== null) ? [palette.faint(ASKED_DEEP)] : []),
  ];
  return [
    ...wrap(verdictLine(domain, own, palette), '', 2, width),
    ...remarks.flatMap((line) => wrap(line, '  ', 4, width)),
    ...mxTable(mxRows(domain, endpoints, context), screen),
    ...notAskedLines(domain, screen),
  ];
}

function notAskedLines(domain: MailDomain, { palette, width }: Screen): string[] {
  return notAskedTexts(domain).flatMap((text) => wrap(text, '  ', 4, width).map(palette.faint));
}

/** What was not asked and why, as numbers: excluded hosts are not named. */
export function notAskedTexts({ mx }: MailDomain): string[] {
  const addresses = mx.hosts.reduce((sum, host) => sum + host.omittedAddresses, 0);
  const lines = [
    [
      mx.omittedHosts,
      `${counted(mx.omittedHosts, 'more MX host')} not asked (the limit is ${HOST_CAP})`,
    ],
    [
      addresses,
      `${counted(addresses, 'more address', 'more addresses')} not asked (the limit is ${ADDRESS_CAP} IPv4 and ${ADDRESS_CAP} IPv6 for each host)`,
    ],
    [mx.excluded, `${counted(mx.excluded, 'MX host')} not asked (excluded)`],
  ] as const;
  return lines.filter(([count]) => count > 0).map(([, line]) => line);
}
