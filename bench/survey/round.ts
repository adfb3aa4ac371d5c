import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Depth } from '../../src/model/records/words.ts';
import { timeHandshakes, type Baseline, type TimedVersion } from './baseline.ts';
import { wrongConnections, wrongResults } from './check.ts';
import { runClient } from './client.ts';
import {
  ConnectionsSchema,
  DnsReadySchema,
  FarmReadySchema,
  QuestionsSchema,
  type FarmReady,
  type Figures,
} from './messages.ts';
import { startPart, type PartProcess } from './process.ts';
import type { FarmEndpoint, FarmWorld } from './world.ts';

/** What one round showed: a survey and bare handshakes, one after the other against one farm. */
export interface Round {
  figures: Figures;
  baseline: Baseline;
  /** Connections that the farm accepted, and questions that its DNS had. */
  connections: number;
  questions: number;
  wrongResults: string[];
  wrongConnections: string[];
}

export interface RoundOptions {
  depth: Depth;
  concurrency: number;
  threads: number | null;
  /** How long bare handshakes are made with each TLS version. */
  baselineSeconds: number;
}

/** Starts a farm of its own, surveys it at a depth, times bare handshakes with it, and stops it. */
export async function runRound(world: FarmWorld, options: RoundOptions): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'mxtls-bench-'));
  const farm = await startPart('farm', FarmReadySchema);
  const dns = await startPart('dns', DnsReadySchema);
  try {
    const round = await survey(world, { farm, dns, folder }, options);
    const { tlsAddress: address, tlsPort: port } = farm.ready;
    const weights = versionWeights(world.endpoints);
    const baseline = await timeHandshakes({ address, port }, weights, options.baselineSeconds);
    return { ...round, baseline };
  } finally {
    await Promise.all([farm.stop(), dns.stop(), rm(folder, { recursive: true })]);
  }
}

interface Parts {
  farm: PartProcess<FarmReady>;
  dns: PartProcess<{ address: string; port: number }>;
  folder: string;
}

async function survey(
  { endpoints, domains }: FarmWorld,
  { farm, dns, folder }: Parts,
  { concurrency, threads, depth }: RoundOptions,
): Promise<Omit<Round, 'baseline'>> {
  const { port, rootPem } = farm.ready;
  const { snapshot, figures } = await runClient({
    folder,
    domains: domains.map(({ domain }) => domain),
    resolver: `${dns.ready.address}:${dns.ready.port}`,
    port,
    rootPem,
    concurrency,
    threads,
    depth,
  });
  const accepted = new Map(await farm.counted(ConnectionsSchema));
  const certificates = new Map(farm.ready.certificates);
  return {
    figures,
    connections: [...accepted.values()].reduce((sum, each) => sum + each, 0),
    questions: await dns.counted(QuestionsSchema),
    wrongResults: wrongResults(snapshot, { domains, endpoints, certificates }),
    wrongConnections: wrongConnections(accepted, { endpoints, domains }),
  };
}

/** How many endpoints speak each version at most. */
export function versionWeights(endpoints: readonly FarmEndpoint[]): Map<TimedVersion, number> {
  const weights = new Map<TimedVersion, number>();
  for (const { tls } of endpoints) {
    if (tls !== null) weights.set(tls.maxVersion, (weights.get(tls.maxVersion) ?? 0) + 1);
  }
  return weights;
}
