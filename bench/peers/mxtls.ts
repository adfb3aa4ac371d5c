import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Depth } from '../../src/model/records/words.ts';
import { wrongConnections, wrongResults } from '../survey/check.ts';
import { runClient } from '../survey/client.ts';
import { ConnectionsSchema, type FarmReady } from '../survey/messages.ts';
import type { PartProcess } from '../survey/process.ts';
import type { FarmWorld } from '../survey/world.ts';

/** The processes of the farm and its DNS server, and a folder for files. */
export interface Ground {
  farm: PartProcess<FarmReady>;
  dns: PartProcess<{ address: string; port: number }>;
  folder: string;
}

export interface MxtlsOptions {
  depth: Depth;
  concurrency: number;
  /** As `--threads` has it; null: not given. */
  threads: number | null;
  /** Whether each endpoint must have had the connections that its world plans. */
  counts: boolean;
}

/** What a survey by mxtls took, and a line for each result and each number of connections that is wrong. */
export interface MxtlsRun {
  cpuMs: number;
  wallMs: number;
  wrong: string[];
}

/** Surveys a world with mxtls from lists of domains, and compares all results with what the farm serves. */
export async function runMxtls(
  { endpoints, domains }: FarmWorld,
  { farm, dns, folder }: Ground,
  { counts, ...settings }: MxtlsOptions,
): Promise<MxtlsRun> {
  const { port, rootPem, certificates } = farm.ready;
  const before = new Map(await farm.counted(ConnectionsSchema));
  const own = await mkdtemp(join(folder, 'mxtls-'));
  const { snapshot, figures } = await runClient({
    ...settings,
    folder: own,
    domains: domains.map(({ domain }) => domain),
    resolver: `${dns.ready.address}:${dns.ready.port}`,
    ...{ port, rootPem },
  });
  await rm(own, { recursive: true });
  const accepted = new Map(
    (await farm.counted(ConnectionsSchema)).map(([address, count]) => [
      address,
      count - (before.get(address) ?? 0),
    ]),
  );
  const { cpuMs, wallMs } = figures.ended;
  const truth = { endpoints, domains, certificates: new Map(certificates) };
  const wrong = [
    ...wrongResults(snapshot, truth),
    ...(counts ? wrongConnections(accepted, { endpoints, domains }) : []),
  ];
  return { cpuMs, wallMs, wrong };
}
