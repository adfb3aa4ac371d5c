import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { exitStatus } from '../survey/process.ts';

/** What a process of the program took. */
const FiguresSchema = z.object({
  isWorker: z.boolean(),
  peakBytes: z.number(),
  cpuMs: z.number(),
  wallMs: z.number(),
});

/** What a run of the program took. */
export interface Figures {
  /** Of the main process, and the most that one of its workers had. */
  peakBytes: number;
  workerBytes: number;
  /** Of all its processes. */
  cpuMs: number;
  wallMs: number;
}

const GAUGE = import.meta.resolve('./gauge.js');
const PROGRAM = fileURLToPath(import.meta.resolve('../../src/main.js'));

/** Runs the program in a folder to its end. Rejects where its status is none of `statuses`. */
export async function runProgram(
  folder: string,
  args: readonly string[],
  statuses: readonly number[] = [0],
): Promise<Figures> {
  const figures = join(folder, 'figures.ndjson');
  await rm(figures, { force: true });
  // In the environment, so that the workers of the program have it too.
  const NODE_OPTIONS = `--import=${GAUGE}`;
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS, MXTLS_FIGURES: figures },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, status] = await Promise.all([text(child.stderr), exitStatus(child)]);
  if (!statuses.includes(status)) {
    throw new Error(`mxtls ${args[0] ?? ''} ended with status ${status}: ${said}`);
  }
  return figuresIn(await readFile(figures, 'utf8'));
}

function figuresIn(lines: string): Figures {
  const all = lines
    .trim()
    .split('\n')
    .map((line) => FiguresSchema.parse(JSON.parse(line)));
  const peaks = all.filter(({ isWorker }) => isWorker).map(({ peakBytes }) => peakBytes);
  const main = all.find(({ isWorker }) => !isWorker);
  if (main === undefined) throw new Error('the program wrote no figures');
  return {
    peakBytes: main.peakBytes,
    workerBytes: Math.max(0, ...peaks),
    cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    wallMs: main.wallMs,
  };
}
