import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..');
const BUILDS = join(PROJECT, 'build');
/** A folder that is not there: the configuration of whoever runs the tests is none of theirs. */
const NO_CONFIG = join(BUILDS, 'no-config');
const OLD_MS = 3_600_000;

/** How a run of the program ended, and what it said. */
export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/**
 * Builds the program from the sources as they are, unless that was done before, and gives its main file. It does not
 * depend on `dist`, which may be older than the sources. Types are not checked here.
 */
export function buildProgram(): string {
  const folder = join(BUILDS, `program-${sourceHash()}`);
  const main = join(folder, 'main.js');
  if (existsSync(main)) return main;
  mkdirSync(BUILDS, { recursive: true });
  removeOld();
  const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
  const fresh = mkdtempSync(join(BUILDS, 'program-'));
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', fresh];
  const built = spawnSync(process.execPath, args, { cwd: PROJECT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the program does not build:\n${built.stdout}`);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    // Another test file was quicker.
    if (!existsSync(main)) throw error;
  }
  return main;
}

function sourceHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(PROJECT, 'tsconfig.build.json')));
  const source = join(PROJECT, 'src');
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.ts')) hash.update(`${file}\0`).update(readFileSync(join(source, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Takes away what was built long ago; another test file may be at it too. */
function removeOld(): void {
  for (const name of readdirSync(BUILDS).filter((each) => each.startsWith('program-'))) {
    const path = join(BUILDS, name);
    const { mtimeMs = Infinity } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > OLD_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** What a run is given: its folder, more environment (undefined takes away), text on stdin. */
export interface RunOptions {
  cwd: string;
  env?: Record<string, string | undefined>;
  input?: string;
}

/** Starts the program with nothing on stdin but what it is given. */
export function start(
  main: string,
  args: readonly string[],
  { cwd, env, input }: RunOptions,
  stdio: SpawnOptions['stdio'] = 'pipe',
): ChildProcess {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: {
      ...process.env,
      XDG_CONFIG_HOME: NO_CONFIG,
      NO_COLOR: undefined,
      FORCE_COLOR: undefined,
      CLICOLOR_FORCE: undefined,
      ...env,
    },
    stdio,
  });
  child.stdin?.end(input ?? '');
  return child;
}

/** Waits for the end of a process that was started, and gives all that it said. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, ...said };
}

/** Runs the program to its end. */
export function run(main: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  return ended(start(main, args, options));
}
