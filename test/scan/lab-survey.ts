import { onTestFinished } from 'vitest';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { createExclusions } from '../../src/model/names/exclusions.ts';
import type { Plan } from '../../src/model/plan.ts';
import { createResolver } from '../../src/net/dns/dns.ts';
import { planSurvey } from '../../src/scan/plan/plan.ts';
import type { SurveyRecords } from '../../src/scan/domain-results.ts';
import { carryOut, type SurveyOptions } from '../../src/scan/survey.ts';
import type { WorldSpec } from '../lab/world/world-spec.ts';
import { startWorld, type LabWorld } from '../lab/world/world.ts';

/** Raises a world for one test. */
export async function raise(spec: WorldSpec): Promise<LabWorld> {
  const world = await startWorld(spec);
  onTestFinished(() => world.close());
  return world;
}

/** Plans a survey of all domains of a world. */
export function planWorld(world: LabWorld, spec: WorldSpec): Promise<Plan> {
  return planSurvey(
    Object.keys(spec.domains).map((domain) => ({ domain, category: null, provider: null })),
    {
      resolver: createResolver({ servers: [world.dns], tryMs: [500] }),
      families: ['ipv4', 'ipv6'],
      targetPolicy: { ...createExclusions([]), refuses: () => null },
      askTwice: false,
      port: world.port,
    },
  );
}

/** Surveys a world over its sockets, with no more waiting than its servers make. */
export async function surveyWorld(
  world: LabWorld,
  spec: WorldSpec,
  options: Partial<SurveyOptions> = {},
): Promise<SurveyRecords> {
  const timeouts = {
    attempt: 5_000,
    connect: 2_000,
    greeting: 600,
    command: 600,
    handshake: 600,
    quit: 200,
  };
  return carryOut(await planWorld(world, spec), {
    settings: {
      port: world.port,
      dial: world.dial,
      ehlo: 'scan.lab.example',
      clients: [],
      timeouts,
    },
    record: () => undefined,
    rateLimits: { concurrency: 50, perOperator: 4, pauseMs: 0 },
    depth: 'quick',
    passes: 1,
    passDelayMs: 0,
    policies: null,
    regresses: null,
    roots: prepareRoots(world.roots.map((root) => root.pem)),
    at: new Date(),
    onProgress: () => undefined,
    ...options,
  });
}
