import { onTestFinished } from 'vitest';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { createExclusions } from '../../src/model/names/exclusions.ts';
import type { Plan, Target } from '../../src/model/plan.ts';
import { createResolver } from '../../src/net/dns/dns.ts';
import {
  DomainResults,
  type DomainResultsOptions,
  type SurveyRecords,
} from '../../src/scan/domain-results.ts';
import { planSurvey } from '../../src/scan/plan/plan.ts';
import { carryOut, type SurveyOptions } from '../../src/scan/survey.ts';
import type { WorldSpec } from '../lab/world/world-spec.ts';
import { startWorld, type LabWorld } from '../lab/world/world.ts';

/** Raises a world for one test. */
export async function raise(spec: WorldSpec): Promise<LabWorld> {
  const world = await startWorld(spec);
  onTestFinished(() => world.close());
  return world;
}

/** Domains as targets without provider, one after another. */
export async function* targetsOf(domains: Iterable<string>): AsyncGenerator<Target, void> {
  for (const domain of domains) {
    await Promise.resolve();
    yield { domain, category: null, provider: null };
  }
}

/** Lookups without given MX hosts, DNS lists and exclusions. */
const PLAIN_LOOKUPS = {
  givenMx: null,
  dnsbl: null,
  targetPolicy: { ...createExclusions([]), refuses: () => null },
} as const satisfies Partial<SurveyOptions>;

/** A survey in one quick pass, without threads, policies and earlier surveys. */
export const ONE_PASS = {
  ...PLAIN_LOOKUPS,
  known: [],
  record: () => undefined,
  workers: { workers: 0, firstHere: 0 },
  rateLimits: { concurrency: 50, perOperator: 4, pauseMs: 0 },
  depth: 'quick',
  passes: 1,
  passDelayMs: 0,
  policyMs: null,
  regresses: null,
  onProgress: () => undefined,
} as const satisfies Partial<SurveyOptions>;

function lookupsIn(world: LabWorld) {
  return {
    ...PLAIN_LOOKUPS,
    resolver: createResolver({ servers: [world.dns], tryMs: [500] }),
    families: ['ipv4', 'ipv6'] as const,
  };
}

/** Plans a survey of all domains of a world. */
export function planWorld(world: LabWorld, spec: WorldSpec): Promise<Plan> {
  return planSurvey(targetsOf(Object.keys(spec.domains)), {
    ...lookupsIn(world),
    askTwice: false,
    port: world.port,
  });
}

/** The options of a survey of a world over its sockets, with no more waiting than its servers make. */
export function optionsFor(world: LabWorld): Omit<SurveyOptions, 'journal'> {
  const timeouts = {
    attempt: 5_000,
    connect: 2_000,
    greeting: 600,
    command: 600,
    handshake: 600,
    quit: 200,
  };
  return {
    ...ONE_PASS,
    ...lookupsIn(world),
    settings: {
      port: world.port,
      dial: world.dial,
      ehlo: 'scan.lab.example',
      clients: [],
      timeouts,
    },
    roots: prepareRoots(world.roots.map((root) => root.pem)),
    at: new Date(),
  };
}

/** Surveys a world, and gives its records. */
export async function surveyWorld(
  world: LabWorld,
  spec: WorldSpec,
  { onDomain, ...options }: Partial<SurveyOptions> & Pick<DomainResultsOptions, 'onDomain'> = {},
): Promise<SurveyRecords> {
  const all = { ...optionsFor(world), ...options };
  const journal = new DomainResults({
    withPolicies: all.policyMs !== null,
    withDnsbl: all.dnsbl !== null,
    onDomain,
  });
  await carryOut(targetsOf(Object.keys(spec.domains)), { ...all, journal });
  return journal.records();
}
