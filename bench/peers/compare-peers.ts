import { timeHandshakes, type Baseline } from '../survey/baseline.ts';
import { versionWeights } from '../survey/round.ts';
import type { FarmWorld } from '../survey/world.ts';
import { runMxtls, type Ground, type MxtlsOptions, type MxtlsRun } from './mxtls.ts';
import { runSslyze, runZgrab2, type PeerRun } from './run-peers.ts';
import { describeRows, type Row } from './table.ts';
import type { Found } from './tools.ts';
import type { PeerWorlds } from './worlds.ts';

/** What mxtls is checked at, beside the truth. */
const CONCURRENCIES = [64, 200, 1_000];
const THREADS = [0, 1, 2];

export interface CompareOptions extends Ground {
  zgrab2: Found;
  sslyze: Found;
  rounds: number;
  concurrency: number;
  /** How long bare handshakes are made with each TLS version. */
  baselineSeconds: number;
}

/** What the runs of one scanner took. */
interface Runs {
  zgrab2: PeerRun[];
  sslyze: PeerRun[];
  quick: MxtlsRun[];
  standard: MxtlsRun[];
  bare: Baseline[];
}

/** Runs all scanners in turn, so that what else the machine does slows all of them, and gives their table and what is wrong. */
export async function comparePeers(
  worlds: PeerWorlds,
  options: CompareOptions,
): Promise<{ table: string; wrong: string[] }> {
  const { concurrency } = options;
  // A server that defers its first client only is asked once from now on.
  const first = await runMxtls(worlds.mixed, options, quickly(concurrency, null));
  const mixed = settled(worlds.mixed);
  const runs: Runs = { zgrab2: [], sslyze: [], quick: [], standard: [], bare: [] };
  for (let round = 0; round < options.rounds; round++) {
    await runRound({ ...worlds, mixed }, options, runs);
  }
  const checked: Row[] = [];
  const wrong = [first, ...runs.quick, ...runs.standard].flatMap((run) => run.wrong);
  for (const each of CONCURRENCIES) {
    for (const threads of THREADS) {
      const run = await runMxtls(mixed, options, quickly(each, threads));
      const name = `mxtls --concurrency ${each} --threads ${threads}`;
      checked.push(mxtlsRow(name, mixed, [run]));
      wrong.push(...run.wrong);
    }
  }
  const skipped = skippedLines(options, runs);
  const rows = [...comparedRows({ ...worlds, mixed }, runs), ...checked];
  return { table: `${describeRows(rows)}${skipped.join('')}`, wrong };
}

function quickly(concurrency: number, threads: number | null): MxtlsOptions {
  return { depth: 'quick', concurrency, threads, counts: true };
}

function settled({ endpoints, domains }: FarmWorld): FarmWorld {
  const once = endpoints.map((each) =>
    each.kind === 'greylisting' ? { ...each, connections: 1 } : each,
  );
  return { endpoints: once, domains };
}

async function runRound(
  { mixed, modern }: PeerWorlds,
  options: CompareOptions,
  runs: Runs,
): Promise<void> {
  const { farm, folder, zgrab2, sslyze, concurrency, baselineSeconds } = options;
  const { port, tlsAddress, tlsPort } = farm.ready;
  runs.quick.push(await runMxtls(mixed, options, quickly(concurrency, null)));
  if (zgrab2.kind === 'found') {
    const { endpoints } = mixed;
    const { program } = zgrab2;
    runs.zgrab2.push(await runZgrab2({ program, folder, endpoints, port, concurrency }));
  }
  const bare = { address: tlsAddress, port: tlsPort };
  runs.bare.push(await timeHandshakes(bare, versionWeights(mixed.endpoints), baselineSeconds));
  // The connections of a depth that asks for versions are the matter of bench/tls.
  const standard = { depth: 'standard', concurrency, threads: null, counts: false } as const;
  runs.standard.push(await runMxtls(modern, options, standard));
  if (sslyze.kind === 'found') {
    const { endpoints } = modern;
    runs.sslyze.push(await runSslyze({ program: sslyze.program, folder, endpoints, port }));
  }
}

function comparedRows({ mixed, modern }: PeerWorlds, runs: Runs): Row[] {
  const quick = mxtlsRow('mxtls --depth quick', mixed, runs.quick);
  const standard = mxtlsRow('mxtls --depth standard', modern, runs.standard);
  const bare = runs.bare.flatMap((each) => (each.kind === 'timed' ? [each] : []));
  return [
    quick,
    ...peerRow('zgrab2 smtp --starttls', runs.zgrab2, quick),
    ...(bare.length === 0
      ? []
      : [
          {
            ...{ name: 'openssl s_time (bare handshake)', endpoints: 1, beside: quick },
            ...{ rounds: bare.map(({ cpuMs }) => ({ cpuMs, wallMs: null })), result: '' },
          },
        ]),
    standard,
    ...peerRow('sslyze, certificate and TLS 1.0 to 1.3', runs.sslyze, standard),
  ];
}

function mxtlsRow(name: string, { endpoints }: FarmWorld, runs: readonly MxtlsRun[]): Row {
  const wrong = runs.reduce((sum, run) => sum + run.wrong.length, 0);
  const result = `${wrong} wrong`;
  return { name, endpoints: endpoints.length, rounds: runs, beside: null, result };
}

function peerRow(name: string, runs: readonly PeerRun[], beside: Row): Row[] {
  if (runs.length === 0) return [];
  const answered = Math.min(...runs.map((run) => run.answered));
  const result = `TLS of ${answered}`;
  return [{ name, endpoints: beside.endpoints, rounds: runs, beside, result }];
}

function skippedLines({ zgrab2, sslyze }: CompareOptions, { bare }: Runs): string[] {
  const [handshakes] = bare;
  return Object.entries({ zgrab2, sslyze, 'openssl s_time': handshakes }).flatMap(([name, each]) =>
    each?.kind === 'skipped' ? [`${name}: skipped, ${each.reason}\n`] : [],
  );
}
