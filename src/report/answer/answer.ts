import type { Endpoint } from '../../model/records/endpoint.ts';
import { ADDRESS_CAP, HOST_CAP, type MailDomain } from '../../model/records/mail-domain.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { degradedLines } from '../words/degraded.ts';
import { certificatesOf } from '../words/certificate-words.ts';
import { noteLines, type AnswerContext } from './endpoint-outcome.ts';
import { grouped } from '../format/grouped.ts';
import { counted, wrap } from '../format/layout.ts';
import { mxRows } from './mx-rows.ts';
import { mxTable } from './mx-table.ts';
import type { Screen } from '../format/screen.ts';
import { policyLines } from './policy-lines.ts';
import { decisionLine, domainTitle, verdictLine } from './verdict.ts';
import { MX_SENTENCES } from '../words/mx-words.ts';

/** What an answer is made of: a snapshot, or the part of one that is finished. */
export interface Answered extends Pick<Snapshot, 'domains' | 'endpoints' | 'certificates'> {
  survey: Pick<Snapshot['survey'], 'startedAt' | 'date' | 'degraded'>;
}

/**
 * The answer to `mxtls scan DOMAIN...`, a paragraph a domain: its verdict first, then each MX host with its addresses,
 * TLS and certificate. One domain fits on a screen. Ends in a newline.
 * @param domains A-labels, in the order of the output; one that is not in the snapshot is reported as not asked.
 */
export function describeAnswer(
  snapshot: Answered,
  domains: readonly string[],
  screen: Screen,
): string {
  const { palette } = screen;
  const { startedAt, date, degraded } = snapshot.survey;
  const endpoints = grouped(snapshot.endpoints, ({ host }) => host);
  const context = { certificates: certificatesOf(snapshot), at: startedAt, date, palette };
  const byName = new Map(snapshot.domains.map((each) => [each.domain, each]));
  const paragraphs = domains.map((name) => {
    const domain = byName.get(name);
    if (domain !== undefined) return domainLines(domain, endpoints, context, screen).join('\n');
    const title = palette.strong(domainTitle(name));
    const text = `${title}: ${palette.unknown('not asked: excluded, or not in this survey')}`;
    return wrap(text, '', 2, screen.width).join('\n');
  });
  return `${[...degradedLines(degraded, screen), ...paragraphs].join('\n\n')}\n`;
}

const ASKED_DEEP =
  'depth deep: weak suites, groups, a second certificate and the answer without SNI were asked for as well';

function domainLines(
  domain: MailDomain,
  endpoints: ReadonlyMap<string, readonly Endpoint[]>,
  context: AnswerContext,
  screen: Screen,
): string[] {
  const { palette, width } = screen;
  const own = domain.mx.hosts.flatMap(({ host }) => endpoints.get(host) ?? []);
  const remarks = [
    palette.faint(decisionLine(domain)),
    ...(domain.mx.kind === 'implicit' ? [MX_SENTENCES.implicit] : []),
    ...policyLines(domain, palette),
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

/** What was not asked and why, as numbers: excluded hosts are not named. */
function notAskedLines({ mx }: MailDomain, { palette, width }: Screen): string[] {
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
  return lines
    .filter(([count]) => count > 0)
    .flatMap(([, line]) => wrap(line, '  ', 4, width).map(palette.faint));
}
