import type { Job, Plan, PlannedDomain, Settled } from '../model/plan.ts';
import { grouped } from './format/grouped.ts';
import { counted, padded, wrap } from './format/layout.ts';
import { failureWords } from './words/outcome-words.ts';
import { escapeTerminal } from './format/terminal-escape.ts';
import { domainTitle } from './answer/verdict.ts';
import { mxSentence } from './words/mx-words.ts';

/** The settings of a run that its plan depends on. */
export interface PlanSettings {
  port: number;
  passes: number;
  families: readonly ('ipv4' | 'ipv6')[];
}

/** Connections to one address at most: in one pass (first attempt, repeat, retry with other parameters), and in a run. */
const CONNECTIONS_A_PASS = 3;
const CONNECTIONS_A_RUN = 6;

/**
 * What `--dry-run` prints: the domains and their MX hosts, the addresses to connect to by operator, what is decided
 * without a connection, and the number of connections. Exclusions are numbers only. Ends in a newline.
 */
export function describePlan(plan: Plan, settings: PlanSettings, width: number): string {
  const sections = [
    section(
      `Domains (${plan.domains.length})`,
      plan.domains.flatMap((domain) => domainLines(domain, width)),
    ),
    section(`Addresses to connect to (${plan.jobs.length})`, jobLines(plan.jobs, width)),
    section(
      `Decided without a connection (${plan.settled.length})`,
      plan.settled.flatMap((each) => settledLines(each, width)),
    ),
    section('Total', totalLines(plan, settings, width)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** An empty section is left out. */
function section(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}

function domainLines({ domain, mx }: PlannedDomain, width: number): string[] {
  const hosts = mx.hosts.map(({ preference, host }) => `${preference} ${escapeTerminal(host)}`);
  const sentence = mxSentence(mx);
  const omitted = mx.omittedHosts > 0 ? [`${counted(mx.omittedHosts, 'more host')} not asked`] : [];
  const parts = [...(sentence === null ? [] : [sentence]), ...hosts, ...omitted];
  return wrap(`${domainTitle(domain)}: ${parts.join(', ') || 'no MX host to ask'}`, '  ', 6, width);
}

/** Addresses by host and operator: the rate limits apply to each operator. */
function jobLines(jobs: readonly Job[], width: number): string[] {
  const operators = grouped(jobs, ({ operator }) => operator);
  const names = Math.max(0, ...jobs.map(({ host }) => escapeTerminal(host).length));
  return [...operators].flatMap(([operator, own]) => [
    `  ${escapeTerminal(operator)}: ${counted(own.length, 'address', 'addresses')}`,
    ...own.flatMap(({ host, address }) =>
      wrap(address, `    ${padded(escapeTerminal(host), names)}  `, names + 6, width),
    ),
  ]);
}

function settledLines({ host, address, failure }: Settled, width: number): string[] {
  const where = address === null ? '' : ` ${address}`;
  const detail = failure.detail === '' ? '' : ` (${escapeTerminal(failure.detail)})`;
  return wrap(`${escapeTerminal(host)}${where}: ${failureWords(failure)}${detail}`, '  ', 6, width);
}

function totalLines(
  { jobs, excluded }: Plan,
  { port, passes, families }: PlanSettings,
  width: number,
): string[] {
  const names = families.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(' and ');
  const operators = new Set(jobs.map(({ operator }) => operator)).size;
  const most = jobs.length * Math.min(CONNECTIONS_A_PASS * passes, CONNECTIONS_A_RUN);
  const excludedLines = exclusionLines(excluded).flatMap((line) => wrap(line, '  ', 4, width));
  if (jobs.length === 0) return ['  no connections', ...excludedLines];
  const lines = [
    `${counted(jobs.length, 'address', 'addresses')} of ${counted(operators, 'operator')}, port ${port}, over ${names}`,
    `${counted(jobs.length, 'connection')} at least: one to each address`,
    `${counted(most, 'connection')} at most: a second if STARTTLS is not offered, a third if the handshake must be retried, in ${counted(passes, 'pass', 'passes')}`,
  ];
  return [...lines.flatMap((line) => wrap(line, '  ', 4, width)), ...excludedLines];
}

function exclusionLines({ domains, hosts, addresses }: Plan['excluded']): string[] {
  if (domains + hosts + addresses === 0) return [];
  const parts = [
    counted(domains, 'domain'),
    counted(hosts, 'host'),
    counted(addresses, 'address', 'addresses'),
  ];
  return [`excluded: ${parts.join(', ')}`];
}
