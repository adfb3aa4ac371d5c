import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { SnapshotSchema, type Snapshot } from '../../src/model/records/snapshot.ts';
import type { Depth } from '../../src/model/records/words.ts';
import { FiguresSchema, type Figures } from './messages.ts';
import { exitStatus } from './process.ts';

/** What a survey of the farm needs. */
export interface ClientOptions {
  /** An empty folder of its own, which is its working folder too. */
  folder: string;
  domains: readonly string[];
  /** `IP:PORT`. */
  resolver: string;
  port: number;
  rootPem: string;
  concurrency: number;
  /** As `--threads` has it; null: not given. */
  threads: number | null;
  depth: Depth;
}

const GAUGE = import.meta.resolve('./gauge.js');
const PROGRAM = fileURLToPath(import.meta.resolve('../../src/main.js'));

/**
 * Runs the command-line program itself over all domains, in its own process, with its usual limits but without pauses,
 * which would only add waiting. Returns what it found and what it took. Rejects where it fails.
 */
export async function runClient(
  options: ClientOptions,
): Promise<{ snapshot: Snapshot; figures: Figures }> {
  const file = (name: string): string => join(options.folder, name);
  await writeFile(file('domains.txt'), options.domains.map((domain) => `${domain}\n`).join(''));
  await writeFile(file('root.pem'), options.rootPem);
  const program = ['--import', GAUGE, PROGRAM, 'scan', ...scanArguments(options)];
  const child = spawn(process.execPath, program, {
    cwd: options.folder,
    env: {
      PATH: process.env['PATH'],
      MXTLS_FIGURES: file('figures.json'),
      // Node takes the root of the farm as one of its own.
      NODE_EXTRA_CA_CERTS: file('root.pem'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, status] = await Promise.all([text(child.stderr), exitStatus(child)]);
  if (status !== 0) throw new Error(`mxtls scan ended with status ${status}: ${said}`);
  return {
    snapshot: SnapshotSchema.parse(await readJson(file('snapshot.json'))),
    figures: FiguresSchema.parse(await readJson(file('figures.json'))),
  };
}

function scanArguments({ resolver, port, concurrency, threads, depth }: ClientOptions): string[] {
  return [
    ...['--list', 'domains.txt', '--out', 'snapshot.json', '--ca-file', 'root.pem'],
    ...['--resolver', resolver, '--port', String(port), '--allow-private'],
    ...['--ehlo', 'bench.example', '--concurrency', String(concurrency)],
    ...(threads === null ? [] : ['--threads', String(threads)]),
    ...['--pause', '0', '--pass-delay', '0', '--depth', depth],
  ];
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
