import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { servePart, startPart } from '../survey/process.ts';
import { wrongConnections, wrongRecords, type Wrong } from './check.ts';
import { runProgram, type Figures } from './client.ts';
import { startLargeDns } from './large-dns.ts';
import { scanArguments, writeList } from './large-survey.ts';
import { startLargeServers } from './large-servers.ts';
import { hostCount, type LargeWorld } from './large-world.ts';
import { writeLargeSnapshot } from './write-snapshot.ts';

const DnsReadySchema = z.object({ address: z.string(), port: z.int() });
const ServersReadySchema = z.object({ port: z.int(), rootPem: z.string() });
const CountsSchema = z.object({ questions: z.int(), distinct: z.int(), others: z.int() });
const ConnectionsSchema = z.instanceof(Uint32Array);

/** Surveys a large world in other processes, then reads what was written; prints what each took. */
async function bench(world: LargeWorld, further: readonly string[]): Promise<void> {
  // The folder of the system may be in memory; a survey of this size is to have its files on a disk.
  const folder = await mkdtemp(join(process.env['TMPDIR'] ?? tmpdir(), 'mxtls-large-'));
  try {
    const file = await survey(world, folder, further);
    await read(world, folder, file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes the survey; gives its snapshot. */
async function survey(
  world: LargeWorld,
  folder: string,
  further: readonly string[],
): Promise<string> {
  const args = [String(world.domains), String(world.endpoints)];
  const dns = await startPart('dns', DnsReadySchema, args);
  const servers = await startPart('servers', ServersReadySchema, args);
  try {
    const resolver = `${dns.ready.address}:${dns.ready.port}`;
    await writeList(join(folder, 'domains.txt'), world);
    await writeFile(join(folder, 'root.pem'), servers.ready.rootPem);
    say(`${world.domains} domains on ${hostCount(world)} endpoints`);
    const scan = [...scanArguments({ resolver, port: servers.ready.port }), ...further];
    sayFigures('scan', await runProgram(folder, scan));
    const { questions, distinct, others } = await dns.counted(CountsSchema);
    const share = (questions / distinct).toFixed(4);
    say(`questions: ${questions}, distinct (name, type): ${distinct}: ${share} each`);
    say(`  of them for no record of the world: ${others}`);
    const accepted = await servers.counted(ConnectionsSchema);
    say(`connections: ${accepted.reduce((sum, each) => sum + each, 0)}`);
    sayWrong(
      'addresses with another number of connections than planned',
      wrongConnections(accepted, world),
    );
  } finally {
    await Promise.all([dns.stop(), servers.stop()]);
  }
  const [name] = await readdir(join(folder, 'results'));
  const file = join(folder, 'results', name ?? '');
  say(`snapshot: ${mb((await stat(file)).size)}`);
  sayWrong('wrong records', wrongRecords(file, world));
  return file;
}

/** Reads the snapshot with the commands for it; `diff` against another one, with other certificates everywhere. */
async function read(world: LargeWorld, folder: string, file: string): Promise<void> {
  const before = join(folder, 'before.json');
  writeLargeSnapshot(before, world, '2026-01-04');
  sayFigures('verify', await runProgram(folder, ['verify', file]));
  sayFigures('report', await runProgram(folder, ['report', file]));
  sayFigures('diff', await runProgram(folder, ['diff', before, file], [0, 1]));
}

function sayFigures(name: string, { peakBytes, workerBytes, cpuMs, wallMs }: Figures): void {
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
  const workers = workerBytes === 0 ? '' : `, of a worker ${mb(workerBytes)}`;
  say(`${name}: peak ${mb(peakBytes)}${workers}, CPU ${seconds(cpuMs)}, wall ${seconds(wallMs)}`);
}

function sayWrong(what: string, { count, examples }: Wrong): void {
  say(`${what}: ${count}`);
  for (const each of examples) process.stderr.write(`wrong: ${each}\n`);
  if (count > 0) process.exitCode = 1;
}

function mb(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function worldOf(domains: string | undefined, endpoints: string | undefined): LargeWorld {
  const world = { domains: Number(domains), endpoints: Number(endpoints), seed: 1 };
  if (Number.isInteger(world.domains) && Number.isInteger(world.endpoints)) return world;
  throw new Error('--domains N --endpoints M: expected whole numbers');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      domains: { type: 'string', default: '20000' },
      endpoints: { type: 'string', default: '2000' },
      concurrency: { type: 'string', default: '200' },
      threads: { type: 'string' },
    },
  });
  const [part, domains, endpoints] = positionals;
  if (part === 'dns') {
    const dns = await startLargeDns(worldOf(domains, endpoints));
    servePart({ address: dns.address, port: dns.port }, () => dns.counts());
  } else if (part === 'servers') {
    const { port, rootPem, connections } = await startLargeServers(worldOf(domains, endpoints));
    servePart({ port, rootPem }, () => connections);
  } else {
    const { concurrency, threads } = values;
    const further = ['--concurrency', concurrency, '--per-operator', '20'];
    if (threads !== undefined) further.push('--threads', threads);
    await bench(worldOf(values.domains, values.endpoints), further);
  }
}

await main();
