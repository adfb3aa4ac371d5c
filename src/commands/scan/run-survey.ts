import type { Roots } from '../../judge/x509/certificate-path.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { TranscriptLine } from '../../model/transcript.ts';
import type { Job, Plan, Target } from '../../model/plan.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { Depth } from '../../model/records/words.ts';
import { VERSION } from '../../model/version.ts';
import { POLICY_MS, TIMEOUTS, type Timeouts } from '../../net/deadline.ts';
import type { Dialler } from '../../net/dial.ts';
import type { Opener } from '../../net/open.ts';
import type { Interruption } from '../../net/interruption.ts';
import type { AttemptPool, WorkerUse } from '../../net/workers/attempt-pool.ts';
import { DomainResults, type SurveyRecords } from '../../scan/domain-results.ts';
import type { RunLine } from '../../scan/journal/journal-line.ts';
import type { Regresses } from '../../scan/probe/endpoint-prober.ts';
import type { RateLimiter, RateLimits } from '../../net/rate-limiter.ts';
import { planSurvey } from '../../scan/plan/plan.ts';
import type { TargetPolicy } from '../../scan/plan/target-policy.ts';
import type { Progress } from '../../scan/schedule/probing.ts';
import { carryOut } from '../../scan/survey.ts';
import { foundSurvey, type FoundSurvey } from './found-survey.ts';
import type { RunJournal } from './run-journal.ts';

/** The domains of a run: how many there are, and each of them, anew with each call. */
interface Targets {
  count: number;
  entries: () => AsyncIterable<Target>;
}

/** The limiter holds the limits over all surveys together; the resolver is asked each question once for all of them. */
interface SharedParts {
  rateLimiter: RateLimiter;
  resolver: Resolver;
}

/** Everything that a survey depends on. */
export interface SurveyInput {
  targets: Targets;
  /** The instant that everything is judged at; of a run that is continued, that of its first part. */
  startedAt: string;
  lists: Survey['lists'];
  categories: Survey['categories'];
  resolver: Resolver;
  /** How the survey names its resolver: `IP:PORT`, or `local` for the system's. */
  resolverName: string;
  dial: Dialler;
  targetPolicy: TargetPolicy;
  families: Survey['families'];
  /** The MX hosts that are asked in place of those that the DNS names; null: those are asked. */
  givenMx: Survey['givenMx'];
  roots: Roots;
  rootsSource: string;
  vantage: string | null;
  ehlo: string;
  /** Other names of this machine. */
  clients: readonly string[];
  port: number;
  /** Whether MTA-STS, TLS-RPT and the onion MX are asked for. */
  policies: boolean;
  /** The DNS lists that addresses are looked up on; none for []. */
  dnsbl: readonly string[];
  /** Opens the connections to onion hosts; null: none is asked. */
  tor: Opener | null;
  rateLimits: RateLimits;
  workers: WorkerUse;
  /** Makes the connections on other machines; null or absent: this one makes them. */
  elsewhere?: AttemptPool | null;
  /** What it has in common with the surveys of other vantages in the same run; null or absent: it is alone. */
  shared?: SharedParts | null;
  depth: Depth;
  passes: number;
  passDelayMs: number;
  /** Timeout of a whole attempt in ms; the timeouts of its phases are within it. */
  attemptMs: number;
  /** Further settings that decide what is asked and recorded, for the journal. */
  options: RunLine['options'];
  /** Whether a record is worse than in the previous survey; null: there is nothing to compare with. */
  regresses: Regresses | null;
  /** The last good survey of the same series, which the gates compare with; null where there is none. */
  before: SnapshotSource | null;
  clock: () => Date;
}

/** What a survey reports while it runs. */
export interface SurveyListener {
  onLookup: (done: number, total: number) => void;
  onProgress: (progress: Progress) => void;
  /** The wait in ms before a later pass, in which these endpoints are asked again. */
  onWait?: (pass: number, again: readonly Job[], ms: number) => void;
  onLine: (job: Job, line: TranscriptLine) => void;
  /** A DNS list cannot be used: what it says of addresses from then on is unknown. */
  onZoneFault?: ((zone: string, reason: string) => void) | undefined;
  /** The answer of a domain is ready; `startedAt` is the instant that it was judged at. */
  onDomain?: ((records: SurveyRecords, startedAt: string) => void) | undefined;
}

/** Looks up the targets and makes the plan; it connects to no mail server. */
export function makePlan(input: SurveyInput, listener: SurveyListener): Promise<Plan> {
  const { resolver, families, targetPolicy, targets, port, givenMx } = input;
  return planSurvey(targets.entries(), {
    resolver,
    families,
    targetPolicy,
    givenMx: givenMx?.hosts ?? null,
    port,
    askTwice: input.passes > 1,
    onLookup: (done) => {
      listener.onLookup(done, targets.count);
    },
  });
}

/**
 * Runs a whole survey into its journal and gives its records. It never rejects for what servers do. When it is interrupted,
 * it ends soon and gives the records of the domains that are finished. Throws a Stop with status 2 where its lists cannot be
 * read to their end, or the journal cannot be written or read.
 */
export async function runSurvey(
  input: SurveyInput,
  listener: SurveyListener,
  { journal, interruption }: { journal: RunJournal; interruption: Interruption },
): Promise<FoundSurvey> {
  const { targets, port, dial, ehlo, clients, policies, tor, startedAt } = input;
  const { onDomain } = listener;
  const results =
    onDomain === undefined
      ? null
      : new DomainResults({
          withPolicies: policies,
          withDnsbl: input.dnsbl.length > 0,
          withOnions: tor !== null,
          onDomain: (records) => {
            onDomain(records, startedAt);
          },
        });
  const timeouts = timeoutsWithin(input.attemptMs);
  const onFault = (zone: string, reason: string): void => {
    listener.onZoneFault?.(zone, reason);
  };
  try {
    await carryOut(targets.entries(), {
      ...input,
      ...input.shared,
      givenMx: input.givenMx?.hosts ?? null,
      dnsbl: input.dnsbl.length === 0 ? null : { zones: input.dnsbl, onFault },
      settings: { port, dial, ehlo, clients, timeouts, interruption },
      record: listener.onLine,
      journal: {
        write(line) {
          journal.write(line);
          results?.write(line);
        },
      },
      known: journal.known(results),
      policyMs: policies ? POLICY_MS : null,
      at: new Date(startedAt),
      onLookup: (done) => {
        listener.onLookup(done, targets.count);
      },
      onProgress: listener.onProgress,
      onWait: listener.onWait,
    });
  } catch (error) {
    interruption.raise();
    throw error;
  }
  const records = await journal.records({ withPolicies: policies, withOnions: tor !== null });
  return foundSurvey(records, input, interruption.isRaised);
}

/** What a run is about, as its journal begins. */
export function plannedRun(input: SurveyInput): RunLine {
  return { kind: 'run', survey: plannedSurvey(input), options: input.options };
}

/** What is known of a survey before it starts. */
export function plannedSurvey(input: SurveyInput): RunLine['survey'] {
  const { startedAt, vantage, ehlo, families, depth, port, passes, roots } = input;
  return {
    startedAt,
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
    givenMx: input.givenMx,
  };
}

/** The timeouts of a connection that may take `attemptMs` in all. */
export function timeoutsWithin(attemptMs: number): Timeouts {
  return { ...TIMEOUTS, attempt: attemptMs };
}
