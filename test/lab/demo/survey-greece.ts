import { instantOf } from '../../../src/commands/scan/found-survey.ts';
import type { SurveyListener } from '../../../src/commands/scan/run-survey.ts';
import { surveyInMemory } from '../../../src/commands/scan/survey-in-memory.ts';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { createExclusions } from '../../../src/model/names/exclusions.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { createResolver } from '../../../src/net/dns/dns.ts';
import type { Lists } from '../../../src/model/names/list.ts';
import type { Target } from '../../../src/model/plan.ts';
import { readLists } from '../../../src/store/lists/lists.ts';
import { startWorld } from '../world/world.ts';
import { surveyedAt, type Greece, type SurveyDay } from './greece-2016.ts';

const SILENT: SurveyListener = {
  onLookup: () => undefined,
  onProgress: () => undefined,
  onLine: () => undefined,
};

/** A clock that starts at an instant of the past and goes on from there. */
function clockFrom(start: Date): () => Date {
  const began = performance.now();
  return () => new Date(start.getTime() + performance.now() - began);
}

async function* targetsOf({
  entries,
}: Extract<Lists, { kind: 'lists' }>): AsyncGenerator<Target, void> {
  for await (const taken of entries()) if (taken.kind === 'domain') yield taken.entry;
}

/**
 * Starts Greece as of a day, surveys the project's own list of it over real sockets, and stops it.
 * @param folder the project folder, where `domains/gr.txt` is.
 */
export async function surveyGreece(
  greece: Greece,
  day: SurveyDay,
  folder: string,
  listener: SurveyListener = SILENT,
): Promise<Omit<Snapshot, 'format'>> {
  const lists = await readLists(['domains/gr.txt'], folder);
  if (lists.kind === 'no-list') throw new Error(lists.message);
  const world = await startWorld(greece.on(day));
  try {
    return await surveyInMemory(
      {
        targets: { count: lists.domains, entries: () => targetsOf(lists) },
        startedAt: instantOf(surveyedAt(day)),
        options: {},
        lists: lists.lists.map(({ file, sha256, domains }) => ({ file, sha256, domains })),
        categories: lists.categories,
        resolver: createResolver({ servers: [world.dns] }),
        resolverName: 'lab',
        dial: world.dial,
        targetPolicy: { ...createExclusions([]), refuses: () => null },
        families: ['ipv4', 'ipv6'],
        givenMx: null,
        dnsbl: [],
        roots: prepareRoots(world.roots.map(({ pem }) => pem)),
        rootsSource: 'lab',
        vantage: 'lab',
        ehlo: 'scan.lab.example',
        clients: [],
        port: 25,
        policies: false, // neither of the two was known in 2016
        tor: null,
        workers: { workers: 0, firstHere: 0 },
        rateLimits: { concurrency: 50, perOperator: 4, pauseMs: 0 },
        depth: 'standard',
        passes: 1,
        passDelayMs: 0,
        attemptMs: 120_000,
        regresses: null,
        before: null,
        clock: clockFrom(surveyedAt(day)),
      },
      listener,
    );
  } finally {
    await world.close();
  }
}
