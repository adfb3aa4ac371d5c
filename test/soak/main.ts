import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { exitStatus, startPart } from '../../bench/survey/process.ts';
import { SnapshotSchema, type Snapshot } from '../../src/model/records/snapshot.ts';
import { runSoakFarm } from './soak-farm.ts';
import { KINDS, saidOf, soakServers, type SoakServer } from './soak-world.ts';

const PROGRAM = fileURLToPath(import.meta.resolve('../../src/main.js'));
const GAUGE = import.meta.resolve('./soak-gauge.js');

const ReadySchema = z.object({ port: z.int(), resolver: z.string(), rootPem: z.string() });
type Ready = z.infer<typeof ReadySchema>;

/** What the program held at its end, by `soak-gauge`. */
const HeldSchema = z.object({ peakMb: z.number(), sockets: z.int(), rejections: z.int() });

/** What one round showed. */
interface Round {
  snapshot: Snapshot;
  /** The lines of the snapshot but for that of the survey. */
  lines: string;
  wrong: string[];
  held: z.infer<typeof HeldSchema>;
  seconds: number;
}

/** Surveys a farm of which a third misbehaves; what is said of each endpoint is held against how it was planted. */
async function runRound(servers: readonly SoakServer[], farm: Ready): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'mxtls-soak-'));
  try {
    const started = performance.now();
    const stderr = await survey(folder, servers, farm);
    const seconds = (performance.now() - started) / 1_000;
    const written = await readFile(join(folder, 'snapshot.json'), 'utf8');
    const snapshot = SnapshotSchema.parse(JSON.parse(written));
    const held = HeldSchema.parse(JSON.parse(await readFile(join(folder, 'held.json'), 'utf8')));
    const wrong = [
      ...wrongIn(snapshot, servers),
      ...stderr.split('\n').filter((line) => line !== ''),
    ];
    return { snapshot, lines: withoutSurvey(written), wrong, held, seconds };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the program on all domains; gives what it said on stderr. Rejects where it fails. */
async function survey(
  folder: string,
  servers: readonly SoakServer[],
  farm: Ready,
): Promise<string> {
  await writeFile(join(folder, 'domains.txt'), servers.map(({ domain }) => `${domain}\n`).join(''));
  await writeFile(join(folder, 'root.pem'), farm.rootPem);
  const options = [
    ...[
      '--list',
      'domains.txt',
      '--out',
      'snapshot.json',
      '--ca-file',
      'root.pem',
      '--allow-private',
    ],
    ...['--resolver', farm.resolver, '--port', String(farm.port), '--ehlo', 'soak.example'],
    ...[
      '--depth',
      'quick',
      '--concurrency',
      '400',
      '--pause',
      '0',
      '--pass-delay',
      '0',
      '--timeout',
      '8',
    ],
  ];
  const child = spawn(process.execPath, ['--import', GAUGE, PROGRAM, 'scan', ...options], {
    cwd: folder,
    env: { PATH: process.env['PATH'], MXTLS_HELD: join(folder, 'held.json') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, status] = await Promise.all([text(child.stderr), exitStatus(child)]);
  if (status !== 0) throw new Error(`mxtls scan ended with status ${status}: ${said}`);
  return said;
}

function wrongIn({ endpoints }: Snapshot, servers: readonly SoakServer[]): string[] {
  const found = new Map(endpoints.map((each) => [each.host, each]));
  const missing = servers.flatMap(({ kind, host }) => {
    const endpoint = found.get(host);
    const { expected, isHealthy } = KINDS[kind];
    const said = endpoint === undefined ? 'nothing' : saidOf(endpoint);
    const isValid = endpoint?.outcome !== 'tls' || endpoint.problems?.length === 0;
    const isRight = said === expected && (!isHealthy || isValid);
    return isRight ? [] : [`${host} (${kind}): ${said} instead of ${expected}`];
  });
  return endpoints.length === servers.length
    ? missing
    : [...missing, `${endpoints.length} endpoints instead of ${servers.length}`];
}

function withoutSurvey(written: string): string {
  return written
    .split('\n')
    .filter((line) => !line.startsWith('"survey":'))
    .join('\n');
}

function describeRound({ wrong, held, seconds, snapshot }: Round, nth: number): string {
  const { endpoints } = snapshot;
  return (
    `round ${nth}: ${endpoints.length} endpoints in ${seconds.toFixed(0)} s, ${wrong.length} wrong, ` +
    `${held.peakMb.toFixed(0)} MB at the peak, ${held.sockets} sockets and ${held.rejections} unhandled ` +
    `rejections at the end\n${wrong
      .slice(0, 20)
      .map((line) => `  wrong: ${line}\n`)
      .join('')}`
  );
}

/** Runs the rounds and prints what they showed; status 1 where anything is wrong. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      endpoints: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const [part, count] = positionals;
  if (part === 'farm') return runSoakFarm(Number(count));
  const servers = soakServers(Number(values.endpoints));
  const farm = await startPart('farm', ReadySchema, [String(servers.length)]);
  const rounds: Round[] = [];
  while (rounds.length < Number(values.rounds)) {
    const round = await runRound(servers, farm.ready);
    rounds.push(round);
    process.stdout.write(describeRound(round, rounds.length));
  }
  await farm.stop();
  const differ = rounds.filter(({ lines }) => lines !== rounds[0]?.lines).length;
  const wrong = rounds.reduce((sum, each) => sum + each.wrong.length, 0);
  const held = rounds.filter((each) => each.held.sockets + each.held.rejections > 0).length;
  process.stdout.write(
    `${wrong} wrong of ${servers.length * rounds.length}; ${differ} snapshots differ from the first beside the survey line\n`,
  );
  if (wrong + differ + held > 0) process.exitCode = 1;
}

await main();
