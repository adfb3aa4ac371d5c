import type { Roots } from '../../judge/x509/certificate-path.ts';
import { countClasses } from '../../judge/mail-domain.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Job, Plan, Target } from '../../model/plan.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { Depth } from '../../model/records/words.ts';
import { VERSION } from '../../model/version.ts';
import { POLICY_MS, TIMEOUTS, type Timeouts } from '../../net/deadline.ts';
import type { Dialler } from '../../net/dial.ts';
import type { Interruption } from '../../net/interruption.ts';
import { degradedReasons } from '../../scan/gates.ts';
import type { Regresses } from '../../scan/probe/endpoint-prober.ts';
import type { RateLimits } from '../../net/rate-limiter.ts';
import { planSurvey, type TargetPolicy } from '../../scan/plan/plan.ts';
import type { SurveyRecords } from '../../scan/domain-results.ts';
import type { Progress } from '../../scan/schedule/probing.ts';
import { carryOut } from '../../scan/survey.ts';
import { resolverFailure } from './preflight.ts';

/** Everything that a survey depends on. */
export interface SurveyInput {
  targets: readonly Target[];
  lists: Survey['lists'];
  categories: Survey['categories'];
  resolver: Resolver;
  /** How the survey names its resolver: `IP:PORT`, or `local` for the system's. */
  resolverName: string;
  dial: Dialler;
  targetPolicy: TargetPolicy;
  families: Survey['families'];
  roots: Roots;
  rootsSource: string;
  vantage: string | null;
  ehlo: string;
  /** Other names of this machine. */
  clients: readonly string[];
  port: number;
  /** Whether MTA-STS and TLS-RPT are asked for. */
  policies: boolean;
  rateLimits: RateLimits;
  depth: Depth;
  passes: number;
  passDelayMs: number;
  /** Timeout of a whole attempt in ms; the timeouts of its phases are within it. */
  attemptMs: number;
  /** Whether a record is worse than in the previous survey; null: there is nothing to compare with. */
  regresses: Regresses | null;
  clock: () => Date;
}

/** What a survey reports while it runs. */
export interface SurveyListener {
  onLookup: (done: number, total: number) => void;
  onProgress: (progress: Progress) => void;
  /** The wait in ms before a later pass, in which these endpoints are asked again. */
  onWait?: (pass: number, again: readonly Job[], ms: number) => void;
  onLine: (job: Job, line: TranscriptLine) => void;
  /** The answer of a domain is ready; `startedAt` is the instant that it was judged at. */
  onDomain?: (records: SurveyRecords, startedAt: string) => void;
}

/** Looks up the targets and makes the plan; it connects to no mail server. */
export function makePlan(input: SurveyInput, listener: SurveyListener): Promise<Plan> {
  const { resolver, families, targetPolicy, targets, port } = input;
  return planSurvey(targets, {
    resolver,
    families,
    targetPolicy,
    port,
    askTwice: input.passes > 1,
    onLookup: (done) => {
      listener.onLookup(done, targets.length);
    },
  });
}

/**
 * Runs a whole survey and gives its snapshot. It never rejects for what servers do. When it is interrupted, it ends soon
 * and gives a snapshot of the domains that are finished.
 */
export async function runSurvey(
  input: SurveyInput,
  listener: SurveyListener,
  interruption?: Interruption,
): Promise<Omit<Snapshot, 'format'>> {
  const startedAt = instantOf(input.clock());
  const planning = makePlan(input, listener);
  const plan = await (interruption === undefined
    ? planning
    : Promise.race([planning, interruption.raised.then(() => NO_PLAN)]));
  const { port, dial, ehlo, clients, resolver, families, targetPolicy } = input;
  const records = await carryOut(plan, {
    settings: {
      port,
      dial,
      ehlo,
      clients,
      timeouts: timeoutsWithin(input.attemptMs),
      interruption,
    },
    record: listener.onLine,
    rateLimits: input.rateLimits,
    depth: input.depth,
    passes: input.passes,
    passDelayMs: input.passDelayMs,
    policies: input.policies ? { resolver, families, targetPolicy, ms: POLICY_MS } : null,
    roots: input.roots,
    regresses: input.regresses,
    at: new Date(startedAt),
    onProgress: listener.onProgress,
    onWait: listener.onWait,
    onDomain: (records) => listener.onDomain?.(records, startedAt),
  });
  const degraded = interruption?.isRaised ? [] : await degradedBy(records, input);
  const survey: Survey = {
    date: startedAt.slice(0, 10),
    startedAt,
    finishedAt: instantOf(input.clock()),
    degraded,
    ...provenance(input),
    // An interrupted survey waits for no resolver: it is printed, and not written.
    dnssec: !interruption?.isRaised && (await input.resolver.validates()),
    excluded: plan.excluded,
    counts: {
      domains: records.domains.length,
      endpoints: records.endpoints.length,
      ...countClasses(records.endpoints),
    },
  };
  return { survey, ...records };
}

const NO_PLAN: Plan = {
  domains: [],
  jobs: [],
  settled: [],
  tlsa: new Map(),
  excluded: { domains: 0, hosts: 0, addresses: 0 },
};

async function degradedBy(
  { domains, endpoints }: SurveyRecords,
  { resolver }: SurveyInput,
): Promise<Survey['degraded']> {
  const degraded = degradedReasons(domains, endpoints);
  if ((await resolverFailure(resolver)) !== null) degraded.push('resolver-died');
  return degraded;
}

/** What is known of a survey before it starts. */
export function plannedSurvey(input: SurveyInput): Provenance & Pick<Survey, 'startedAt'> {
  return { startedAt: instantOf(input.clock()), ...provenance(input) };
}

type Provenance = Omit<
  Survey,
  'date' | 'startedAt' | 'finishedAt' | 'degraded' | 'dnssec' | 'excluded' | 'counts'
>;

function provenance(input: SurveyInput): Provenance {
  const { vantage, ehlo, families, depth, port, passes, roots } = input;
  return {
    vantage,
    scanner: {
      mxtls: VERSION,
      node: process.versions.node,
      openssl: process.versions.openssl,
      roots: { source: input.rootsSource, count: roots.count, sha256: roots.sha256 },
    },
    ehlo,
    resolver: input.resolverName,
    families,
    settings: { depth, port, passes },
    lists: input.lists,
    categories: input.categories,
  };
}

function timeoutsWithin(attemptMs: number): Timeouts {
  return { ...TIMEOUTS, attempt: attemptMs };
}

function instantOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
