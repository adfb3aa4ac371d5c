import type { Job, Plan, PlannedDomain, Settled } from '../model/plan.ts';
import type { Forecast } from '../model/forecast.ts';
import type { Survey } from '../model/records/survey.ts';
import type { Depth } from '../model/records/words.ts';
import { spanOf } from './format/dates.ts';
import { grouped } from './format/grouped.ts';
import { counted, padded, wrap } from './format/layout.ts';
import { failureWords } from './words/outcome-words.ts';
import { escapeTerminal } from './format/terminal-escape.ts';
import { domainTitle } from './answer/verdict.ts';
import { givenMxSentence, mxSentence } from './words/mx-words.ts';

/** The settings of a run that its plan depends on. */
export interface PlanSettings {
  port: number;
  passes: number;
  /** From how many vantages everything is asked, at the same time. */
  vantages: number;
  families: readonly ('ipv4' | 'ipv6')[];
  givenMx: Survey['givenMx'];
  depth: Depth;
  /** Connections to one address of a host in a run at most. */
  most: number;
  forecast: Forecast;
  /** Whether MTA-STS, TLS-RPT and the onion MX are asked for. */
  policies: boolean;
  /** The SOCKS proxy of Tor; null: no onion host is asked. */
  tor: { host: string; port: number } | null;
}

/** What the connections to one address are for. */
const CONNECTIONS = {
  quick: 'one where TLS is started at once, two where STARTTLS is not offered',
  standard:
    'two where STARTTLS is not offered, five where a server speaks TLS 1.0 to 1.3 (each version is asked on its own)',
  deep: 'two where STARTTLS is not offered, five for the versions of TLS 1.0 to 1.3, the others for suites, groups, certificates and SNI',
} as const satisfies Record<Depth, string>;

/**
 * What `--dry-run` prints: the domains and their MX hosts, the addresses to connect to by operator, what is decided
 * without a connection, the number of connections and how long they take. Exclusions are numbers only. Ends in a newline.
 */
export function describePlan(plan: Plan, settings: PlanSettings, width: number): string {
  const sections = [
    section(
      `Domains (${plan.domains.length})`,
      plan.domains.flatMap((domain) => domainLines(domain, settings, width)),
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

function domainLines(
  { domain, mx }: PlannedDomain,
  { givenMx }: PlanSettings,
  width: number,
): string[] {
  const title = domainTitle(domain);
  if (givenMx !== null) {
    return wrap(`${title}: ${givenMxSentence(givenMx, domain)}`, '  ', 6, width);
  }
  const hosts = mx.hosts.map(({ preference, host }) => `${preference} ${escapeTerminal(host)}`);
  const sentence = mxSentence(mx);
  const omitted = mx.omittedHosts > 0 ? [`${counted(mx.omittedHosts, 'more host')} not asked`] : [];
  const parts = [...(sentence === null ? [] : [sentence]), ...hosts, ...omitted];
  return wrap(`${title}: ${parts.join(', ') || 'no MX host to ask'}`, '  ', 6, width);
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

function totalLines(plan: Plan, settings: PlanSettings, width: number): string[] {
  const lines = [
    ...connectionLines(plan, settings),
    ...durationLines(settings.forecast),
    ...policyHostLines(plan, settings),
    ...onionLines(plan, settings),
    ...exclusionLines(plan.excluded),
  ];
  return lines.flatMap((line) => wrap(line, '  ', 4, width));
}

function connectionLines({ jobs }: Plan, settings: PlanSettings): string[] {
  if (jobs.length === 0) return ['no SMTP connections'];
  const { port, passes, families, depth, most, forecast, vantages } = settings;
  const { connections } = forecast;
  const names = families.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(' and ');
  const operators = new Set(jobs.map(({ operator }) => operator)).size;
  return [
    `${counted(jobs.length, 'address', 'addresses')} of ${counted(operators, 'operator')}, port ${port}, over ${names}${fromVantages(settings)}`,
    `${counted(vantages * jobs.length, 'connection')} at least: one to each address${eachVantage(settings)}`,
    `${counted(connections.usual, 'connection')} if each server speaks TLS 1.2 and 1.3`,
    `${counted(connections.most, 'connection')} at most, in ${counted(passes, 'pass', 'passes')}: ${most} to each address${eachVantage(settings)}; ${CONNECTIONS[depth]}`,
  ];
}

function fromVantages({ vantages }: PlanSettings): string {
  return vantages === 1 ? '' : `, from ${vantages} vantages`;
}

function eachVantage({ vantages }: PlanSettings): string {
  return vantages === 1 ? '' : ' from each vantage';
}

/** How long the connections take within the rate limits, and which operator takes the longest. */
function durationLines({ seconds, longest }: Forecast): string[] {
  if (longest === null) return [];
  const { operator, addresses } = longest;
  return [
    `${spanOf(seconds.least)} if all servers answer at once; up to ${spanOf(seconds.most)} if they are slow and some are asked in each pass`,
    `the longest queue is that of ${escapeTerminal(operator)}, ${counted(addresses, 'address', 'addresses')}`,
  ];
}

/** The policy hosts are known once the TXT records are, which a plan does not ask for (RFC 8461 §3.2). */
function policyHostLines({ domains }: Plan, settings: PlanSettings): string[] {
  const { policies, vantages } = settings;
  const takers = takersIn(domains);
  if (!policies || takers === 0) return [];
  return [
    `${counted(vantages * takers, 'HTTPS connection')} at most to policy hosts, mta-sts.DOMAIN: one for each domain with an MTA-STS record${vantages === 1 ? '' : ' and each vantage'}`,
  ];
}

/** Onion hosts are known once the SRV records are, which a plan does not ask for. */
function onionLines({ domains }: Plan, { policies, tor }: PlanSettings): string[] {
  if (!policies || takersIn(domains) === 0) return [];
  return tor === null
    ? ['onion MX hosts are looked up in the DNS, and none of them is asked: give --tor for that']
    : [
        `each onion MX host that the DNS names is asked over the Tor proxy at ${escapeTerminal(tor.host)}, port ${tor.port}`,
      ];
}

/** How many domains take mail. */
function takersIn(domains: Plan['domains']): number {
  return domains.filter(({ mx }) => mx.kind === 'mx' || mx.kind === 'implicit').length;
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
