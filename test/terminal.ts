import { spawn, spawnSync } from 'node:child_process';
import { ended } from './program.ts';

/** `script` of util-linux gives a program a terminal. */
export const HAS_SCRIPT = String(spawnSync('script', ['--version']).stdout).includes('util-linux');

/** How a shell is started on a terminal. */
export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The words of a command for a shell. */
export function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

/** Runs a line of shell on a terminal; gives all that was written there, escape sequences and all, and the exit status. */
export async function onTerminal(
  line: string,
  { cwd, columns = 80, env = {} }: TerminalOptions,
): Promise<{ status: number | null; screen: string }> {
  const child = spawn('script', ['-qec', `stty cols ${columns}; ${line}`, '/dev/null'], {
    cwd,
    env: {
      ...process.env,
      FORCE_COLOR: undefined,
      NO_COLOR: undefined,
      TERM: 'xterm-256color',
      ...env,
    },
  });
  const { status, stdout } = await ended(child);
  return { status, screen: stdout.replaceAll('\r\n', '\n') };
}
