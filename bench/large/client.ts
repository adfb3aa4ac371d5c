import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { exitStatus } from '../survey/process.ts';

/** What a run of the program took. */
const FiguresSchema = z.object({ peakBytes: z.number(), cpuMs: z.number(), wallMs: z.number() });
export type Figures = z.infer<typeof FiguresSchema>;

const GAUGE = import.meta.resolve('./gauge.js');
const PROGRAM = fileURLToPath(import.meta.resolve('../../src/main.js'));

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
