import { randomBytes } from 'node:crypto';
import { getServers } from 'node:dns';
import { availableParallelism, hostname } from 'node:os';
import { prepareRoots } from '../../judge/x509/certificate-path.ts';
import { parseDomainName } from '../../model/names/domain-name.ts';
import { createExclusions, type Exclusions } from '../../model/names/exclusions.ts';
import { givenMxText } from '../../model/names/given-mx.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { Target } from '../../model/plan.ts';
import { specialPurpose } from '../../model/names/ip-address.ts';
import { problemText, type DomainList, type Lists } from '../../model/names/list.ts';
import { dialDirectly } from '../../net/dial.ts';
import { withBreaker } from '../../net/dns/dns-breaker.ts';
import { createResolver, type DnsServer } from '../../net/dns/dns.ts';
import { openOverSocks } from '../../net/socks/open-over-socks.ts';
import type { WorkerUse } from '../../net/workers/attempt-pool.ts';
import type { TargetPolicy } from '../../scan/plan/target-policy.ts';
import { readExclusions } from '../../store/lists/exclusions.ts';
import { parseArguments, readDomains, readLists } from '../../store/lists/lists.ts';
import { readRootTexts } from '../../store/lists/root-files.ts';
import type { Output } from '../terminal/output.ts';
import { readResolver, resolverText } from '../options/parse-resolver.ts';
import { checkBefore } from '../checks/before-survey.ts';
import { newestSurvey } from '../checks/newest-survey.ts';
import { publicAddress } from '../checks/own-addresses.ts';
import { instantOf } from './found-survey.ts';
import type { SurveyInput } from './run-survey.ts';
import type { ScanSettings, Source } from '../options/scan-settings.ts';
import { Stop } from '../terminal/stop.ts';

/** A resolver is asked whether it lives with short tries, in ms, so that none outlasts the run. */
const CANARY_TRY_MS = [1_500];

/** Of what the credentials of a run at the Tor proxy are made. */
const SECRET_BYTES = 32;

type ReadLists = Extract<Lists, { kind: 'lists' }>;

/** Reads what a scan needs from this machine. Throws a Stop with status 2 for what cannot be read or makes no sense. */
export async function prepareScan(
  settings: ScanSettings,
  output: Pick<Output, 'warn'>,
): Promise<SurveyInput> {
  const lists = await readDomainLists(settings.source, output);
  const excluded = await readExcluded(settings.exclude);
  const roots = await readRootTexts(settings.roots, settings.caFile);
  if (roots.kind === 'no-roots') throw new Stop(2, roots.message);
  const servers = settings.resolvers ?? systemResolvers();
  const own = ownName();
  if (settings.ehlo === null) {
    output.warn(`uses EHLO ${own}: give --ehlo a name of yours that resolves to this machine`);
  }
  const { concurrency, perOperator, pauseMs, trustAd } = settings;
  return {
    ...settings,
    targets: targetsIn(lists),
    givenMx: settings.mx && { hosts: settings.mx, dns: null },
    startedAt: instantOf(new Date()),
    lists: settings.source.kind === 'stdin' ? [] : lists.lists.map(listRecord),
    categories: lists.categories,
    resolver: withBreaker(createResolver({ servers, trustAd }), {
      canary: createResolver({ servers, tryMs: CANARY_TRY_MS }),
    }),
    resolverName: settings.resolvers === null ? 'local' : servers.map(resolverText).join(','),
    dial: dialDirectly,
    vantage: settings.vantages[0] ?? null,
    targetPolicy: targetPolicyOf(
      excluded.exclusions,
      settings,
      // Other machines know themselves which addresses they reach.
      settings.queue !== null || (await publicAddress('ipv6')) !== null,
    ),
    roots: prepareRoots(roots.pems),
    rootsSource: settings.caFile === null ? settings.roots : `${settings.roots}+${settings.caFile}`,
    ehlo: settings.ehlo ?? own,
    clients: [own],
    policies: settings.depth !== 'quick',
    tor: settings.tor && openOverSocks(settings.tor, randomBytes(SECRET_BYTES)),
    rateLimits: { concurrency, perOperator, pauseMs },
    workers: workersOf(settings.threads, availableParallelism()),
    options: optionsOf(settings, lists, excluded.sha256),
    regresses: null,
    before: null,
    clock: () => new Date(),
  };
}

/** What decides how much is checked before a survey. */
type Checked = Pick<ScanSettings, 'source' | 'results' | 'dryRun' | 'resume' | 'queue'>;

/**
 * Checks that a survey can be trusted before it starts: the clock, the limit of open files, the resolver, and where many
 * domains are asked, that this network lets connections to the SMTP port out. Warns of what is to be improved. Throws a Stop
 * with status 3 where no survey could be trusted.
 */
export async function checkFirst(
  input: SurveyInput,
  { source, results, dryRun, resume, queue }: Checked,
  output: Pick<Output, 'warn'>,
): Promise<void> {
  // A person who asks a few domains reads below the answer that the port may be blocked.
  // A run that is continued has been let out, and asks no endpoint again.
  // Other machines make the connections of a queue.
  const connects = source.kind !== 'arguments' && !dryRun && !resume && queue === null;
  const newest = source.kind === 'lists' ? await newestSurvey(results) : null;
  const { rateLimits, targets } = input;
  const { concurrency, pauseMs } = rateLimits;
  const domains = await someOf(targets);
  const surroundings = { ...input, concurrency, domains };
  const clock = { now: input.clock(), newest };
  const { checks, port } = await checkBefore(surroundings, clock, connects);
  const asked = port === null ? 'Nothing was asked' : 'No survey was made';
  for (const { outcome, evidence, advice } of checks) {
    const text = advice === null ? evidence : `${evidence}: ${advice}`;
    if (outcome === 'failed') throw new Stop(3, `${text}. ${asked}, nothing was written.`);
    if (outcome === 'warning') output.warn(text);
  }
  // The survey may ask the same address first.
  if (port?.asked) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}

/** Domains that the checks are made with at most. */
const SOME = 40;

/** Some domains of a run, spread over its lists, the first among them. */
export async function someOf({ count, entries }: SurveyInput['targets']): Promise<string[]> {
  const step = Math.max(1, Math.ceil(count / SOME));
  const some: string[] = [];
  let index = 0;
  for await (const { domain } of entries()) if (index++ % step === 0) some.push(domain);
  return some;
}

/** The domains of lists as the targets of a run. */
export function targetsIn(lists: ReadLists): SurveyInput['targets'] {
  return { count: lists.domains, entries: () => targetsOf(lists) };
}

/** The targets of lists. Throws a Stop with status 2 where a list cannot be read to its end. */
async function* targetsOf({ entries }: ReadLists): AsyncGenerator<Target, void> {
  for await (const taken of entries()) {
    if (taken.kind === 'fault') throw new Stop(2, taken.message);
    yield taken.entry;
  }
}

/** The settings beside those of the survey record on which it depends what is asked and recorded. */
function optionsOf(
  { source, mx, allowPrivate, trustAd, dnsbl, tor }: ScanSettings,
  { lists }: ReadLists,
  exclude: string | null,
): SurveyInput['options'] {
  return {
    domains: source.kind === 'arguments' ? source.domains : null,
    stdin: source.kind === 'stdin' ? (lists[0]?.sha256 ?? null) : null,
    exclude,
    mx: mx?.map(givenMxText) ?? null,
    allowPrivate,
    trustAd,
    dnsbl: dnsbl.length === 0 ? null : dnsbl,
    tor: tor === null ? null : true,
  };
}

/** From how many connections on a run gains by further processes, and how many of them this one can keep busy. */
const FEW = 2_000;
const MOST_WORKERS = 4;

/**
 * The processes that connect: as many as `--threads` asks for, or else one for each processor once there are many connections;
 * one also on a single processor, as many connections need the memory that only the end of a process gives back.
 */
export function workersOf(given: number | null, processors: number): WorkerUse {
  if (given !== null) return { workers: given, firstHere: 0 };
  return { workers: Math.min(processors, MOST_WORKERS), firstHere: FEW };
}

/** Reads the domains of a run, and warns of what is wrong with some. Throws a Stop with status 2 where there is none. */
async function readDomainLists(source: Source, output: Pick<Output, 'warn'>): Promise<ReadLists> {
  const lists = await readSource(source);
  if (lists.kind === 'no-list') throw new Stop(2, lists.message);
  for (const notice of lists.notices) output.warn(notice);
  for (const problem of lists.problems) output.warn(problemText(problem));
  return lists;
}

async function readSource(source: Source): Promise<Lists> {
  switch (source.kind) {
    case 'arguments':
      return parseArguments(source.domains);
    case 'stdin':
      return readDomains(process.stdin, '<stdin>');
    case 'lists':
      return readLists(source.patterns, process.cwd());
  }
}

function listRecord({ file, sha256, domains }: DomainList): SurveyInput['lists'][number] {
  return { file, sha256, domains };
}

/** Reads the exclusions of `--exclude`, none without it. Throws a Stop with status 2 for a file that cannot be read. */
export async function readExcluded(
  file: string | null,
): Promise<{ exclusions: Exclusions; sha256: string | null }> {
  if (file === null) return { exclusions: createExclusions([]), sha256: null };
  const read = await readExclusions(file, process.cwd());
  if (read.kind === 'exclusions') return read;
  throw new Stop(2, read.messages.join('\n'));
}

/** The resolvers that this machine has configured. Throws a Stop with status 2 where there is none. */
export function systemResolvers(): DnsServer[] {
  const servers = getServers()
    .map(readResolver)
    .filter((server) => server !== null);
  if (servers.length > 0) return servers;
  throw new Stop(2, 'this machine has no DNS resolver configured: give --resolver IP');
}

/** The name of this machine, for EHLO without --ehlo. */
export function ownName(): string {
  const name = parseDomainName(hostname());
  return name.kind === 'domain' ? name.ascii : 'localhost';
}

/**
 * Whom a run may connect to: private addresses only with --allow-private, and IPv6 addresses where there is IPv6.
 * @param ipv6 whether this machine has a public IPv6 address.
 */
export function targetPolicyOf(
  exclusions: Exclusions,
  { allowPrivate }: Pick<ScanSettings, 'allowPrivate'>,
  ipv6: boolean,
): TargetPolicy {
  return {
    ...exclusions,
    refuses(address): Failure | null {
      const purpose = specialPurpose(address);
      if (purpose !== null) {
        const detail = `${purpose}: asked only with --allow-private`;
        return allowPrivate ? null : { stage: 'connect', code: 'private-address', detail };
      }
      if (ipv6 || !address.includes(':')) return null;
      return { stage: 'connect', code: 'no-ipv6', detail: 'this machine has no IPv6 address' };
    },
  };
}
