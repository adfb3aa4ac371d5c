import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { exitStatus } from '../survey/process.ts';
import { domainName, type LargeWorld } from './large-world.ts';

/** What a run of the program took. */
const FiguresSchema = z.object({ peakBytes: z.number(), cpuMs: z.number(), wallMs: z.number() });
export type Figures = z.infer<typeof FiguresSchema>;

const GAUGE = import.meta.resolve('./gauge.js');
const PROGRAM = fileURLToPath(import.meta.resolve('../../src/main.js'));

/** Writes the list of all domains of a world, one a line. */
export async function writeList(file: string, world: LargeWorld): Promise<void> {
  const lines = function* (): Generator<string> {
    for (let index = 0; index < world.domains; index++) yield `${domainName(index)}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

/** How a survey of a large world is made, on a machine of its own: no pauses, and no more than one handshake an endpoint. */
export function scanArguments(at: { resolver: string; port: number }): string[] {
  return [
    ...['scan', '--list', 'domains.txt', '--results', 'results', '--ehlo', 'bench.example'],
    ...['--resolver', at.resolver, '--port', String(at.port), '--allow-private', '-4'],
    ...['--roots', 'root.pem', '--depth', 'quick', '--pause', '0', '--pass-delay', '0'],
  ];
}

/** Runs the program in a folder to its end. Rejects where its status is none of `statuses`. */
export async function runProgram(
  folder: string,
  args: readonly string[],
  statuses: readonly number[] = [0],
): Promise<Figures> {
  const figures = join(folder, 'figures.json');
  const child = spawn(process.execPath, ['--import', GAUGE, PROGRAM, ...args], {
    cwd: folder,
    env: { ...process.env, MXTLS_FIGURES: figures },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, status] = await Promise.all([text(child.stderr), exitStatus(child)]);
  if (!statuses.includes(status)) {
    throw new Error(`mxtls ${args[0] ?? ''} ended with status ${status}: ${said}`);
  }
  return FiguresSchema.parse(JSON.parse(await readFile(figures, 'utf8')));
}
