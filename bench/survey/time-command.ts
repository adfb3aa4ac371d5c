import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { exitStatus } from './process.ts';

/** What a command printed, how it ended, and what it took with all its children. */
export interface TimedCommand {
  stdout: string;
  stderr: string;
  /** 127 where there is no such command. */
  status: number;
  /** User and system time, in ms. */
  cpuMs: number;
  wallMs: number;
}

/** Runs a command to its end and times it. `env` is its whole environment; that of this process by default. */
export async function timeCommand(
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<TimedCommand> {
  const began = performance.now();
  // Node does not give the CPU time of a child; a POSIX shell prints it in its last line.
  const child = spawn('sh', ['-c', '"$@"; status=$?; times; exit $status', 'sh', ...command], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exitStatus(child),
  ]);
  const wallMs = performance.now() - began;
  const cpuMs = childrenMs(stdout.trimEnd().split('\n').at(-1) ?? '');
  return { stdout, stderr, status, cpuMs, wallMs };
}

/** Reads `0m1.234s 0m0.567s`: the user and system time of a shell's children, in ms together. Throws for any other line. */
function childrenMs(line: string): number {
  const times = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`the shell prints no times: ${line}`);
  return times.reduce((sum, [, min, s]) => sum + Number(min) * 60_000 + Number(s) * 1_000, 0);
}
