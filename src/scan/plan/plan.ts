import pLimit from 'p-limit';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { Job, Plan, PlannedDomain, Settled, Target } from '../../model/plan.ts';
import type { FailureCode, Note } from '../../model/records/words.ts';
import { isPublicSuffix, operatorOf } from '../../model/names/operator.ts';
import { askTlsa, daneCandidates } from './tlsa.ts';
import {
  resolveHost,
  resolveMx,
  type Family,
  type HostAddresses,
  type MxAnswer,
} from './resolve.ts';

/** Which domains, hosts and addresses are excluded, and which addresses are not connected to. */
export interface TargetPolicy {
  excludesDomain(domain: string): boolean;
  excludesHost(host: string): boolean;
  excludesAddress(address: string): boolean;
  /** Returns why no connection is made to an address that is not excluded; null if it may be made. */
  refuses(address: string): Failure | null;
}

export interface PlanOptions {
  resolver: Resolver;
  families: readonly Family[];
  targetPolicy: TargetPolicy;
  /** Whether failed DNS queries are repeated once after all others. */
  askTwice: boolean;
  /** Called with the number of domains looked up so far. */
  onLookup?: (done: number) => void;
  /** The SMTP port, which is part of the name of TLSA records. */
  port: number;
}

/** Domains looked up at once; each takes several queries. */
const LOOKUPS = 50;
/** Names looked up at once the second time: the resolver may have been overloaded. */
const SECOND_LOOKUPS = 5;

/** Failures of the DNS that may be transient. */
const TRANSIENT: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'server-failure',
  'reset',
  'closed',
  'refused',
  'unreachable',
  'malformed',
  'local-limit',
]);

/** Looks up all targets and plans the connections: each (host, address) once. Of what is excluded only numbers are kept. */
export async function planSurvey(targets: readonly Target[], options: PlanOptions): Promise<Plan> {
  const { targetPolicy, families, resolver } = options;
  const wanted = targets.filter((target) => !targetPolicy.excludesDomain(target.domain));
  const mx = await lookUp(
    wanted.map((target) => target.domain),
    (domain) => resolveMx(resolver, domain),
    options,
  );
  const hosts = new Set<string>();
  for (const answer of mx.values()) {
    for (const { host, valid } of answer.hosts) {
      if (valid && !targetPolicy.excludesHost(host)) hosts.add(host);
    }
  }
  const again = { askTwice: options.askTwice };
  const addresses = await lookUp(hosts, (host) => resolveHost(resolver, host, families), again);
  const tlsa = await lookUp(
    daneCandidates(mx, addresses),
    (candidate) => askTlsa(resolver, candidate, options.port),
    again,
  );
  const byHost = new Map([...tlsa].map(([{ host }, facts]) => [host, facts]));
  return { ...assemble(targets, wanted, { mx, addresses }, targetPolicy), tlsa: byHost };
}

/** Looks up names, some at once; those with a transient failure a second time after all others. */
async function lookUp<N, A extends { failure: Failure | null }>(
  names: Iterable<N>,
  ask: (name: N) => Promise<A>,
  { askTwice, onLookup }: Pick<PlanOptions, 'askTwice' | 'onLookup'>,
): Promise<Map<N, A>> {
  const answers = new Map<N, A>();
  await pLimit(LOOKUPS).map(names, async (name) => {
    answers.set(name, await ask(name));
    onLookup?.(answers.size);
  });
  if (!askTwice) return answers;
  const again = [...answers].filter(([, { failure }]) => failure && TRANSIENT.has(failure.code));
  await pLimit(SECOND_LOOKUPS).map(again, async ([name]) => {
    answers.set(name, await ask(name));
  });
  return answers;
}

interface Answers {
  mx: ReadonlyMap<string, MxAnswer>;
  addresses: ReadonlyMap<string, HostAddresses>;
}

function assemble(
  targets: readonly Target[],
  wanted: readonly Target[],
  answers: Answers,
  targetPolicy: TargetPolicy,
): Omit<Plan, 'tlsa'> {
  const excludedHosts = new Set<string>();
  const domains = wanted.map((target) => {
    const answer = answers.mx.get(target.domain);
    if (answer === undefined) throw new Error(`not looked up: ${target.domain}`);
    const left = answer.hosts.filter(
      (each) => !each.valid || !targetPolicy.excludesHost(each.host),
    );
    for (const each of answer.hosts) if (!left.includes(each)) excludedHosts.add(each.host);
    return plannedDomain(target, { ...answer, hosts: left }, answer.hosts.length, answers);
  });
  const invalid = new Set(
    [...answers.mx.values()]
      .flatMap((each) => each.hosts.filter((h) => !h.valid))
      .map((h) => h.host),
  );
  const { jobs, settled, excludedAddresses } = splitHosts(answers.addresses, targetPolicy);
  return {
    domains,
    jobs,
    settled: [...settled, ...[...invalid].map(invalidHost)],
    excluded: {
      domains: targets.length - wanted.length,
      hosts: excludedHosts.size,
      addresses: excludedAddresses,
    },
  };
}

function plannedDomain(
  target: Target,
  answer: MxAnswer,
  hostsBefore: number,
  { addresses }: Answers,
): PlannedDomain {
  const aliased = answer.hosts.some((each) => addresses.get(each.host)?.isAlias);
  const notes: Note[] = [
    ...answer.notes,
    ...(aliased ? (['mx-is-cname'] as const) : []),
    ...(isPublicSuffix(target.domain) ? (['public-suffix'] as const) : []),
  ];
  return {
    domain: target.domain,
    category: target.category,
    provider: target.provider,
    mx: {
      kind: answer.kind,
      failure: answer.failure,
      dnssec: answer.dnssec,
      hosts: answer.hosts.map(({ preference, host }) => ({
        preference,
        host,
        omittedAddresses: addresses.get(host)?.omitted ?? 0,
      })),
      omittedHosts: answer.omittedHosts,
      excluded: hostsBefore - answer.hosts.length,
    },
    notes: notes.sort(),
  };
}

function splitHosts(
  addresses: Answers['addresses'],
  targetPolicy: TargetPolicy,
): { jobs: Job[]; settled: Settled[]; excludedAddresses: number } {
  const jobs: Job[] = [];
  const settled: Settled[] = [];
  const excluded = new Set<string>();
  for (const [host, found] of addresses) {
    if (found.failure !== null) settled.push({ host, address: null, failure: found.failure });
    for (const address of found.addresses) {
      const failure = targetPolicy.refuses(address);
      if (targetPolicy.excludesAddress(address)) excluded.add(address);
      else if (failure !== null) settled.push({ host, address, failure });
      else jobs.push({ host, address, operator: operatorOf(host) });
    }
  }
  return { jobs, settled, excludedAddresses: excluded.size };
}

function invalidHost(host: string): Settled {
  const detail = 'not a valid name of a mail server';
  return { host, address: null, failure: { stage: 'dns', code: 'invalid-name', detail } };
}
