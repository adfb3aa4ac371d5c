import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { newFolder, removeFolder } from '../temp-folder.ts';
import type { QueueFarm } from './queue-farm.ts';

/** The limits of the surveys: the pause is long enough to be seen by servers that share one process. */
export const LIMITS = { perOperator: 4, pauseMs: 200 };

/** A survey with workers. */
export interface TrialOptions {
  /** The program. */
  main: string;
  farm: QueueFarm;
  /** The URL of the Redis server. */
  url: string;
  workers: number;
  /** Kills a worker after so many ms, again and again, and starts another one; null: none is killed. */
  killEveryMs: (() => number) | null;
}

/** What became of it. */
export interface Surveyed {
  status: number | null;
  stderr: string;
  /** The lines of the snapshot but for that of the survey; null where there is none. */
  snapshot: string | null;
  seconds: number;
  kills: number;
}

/** Surveys a farm on this machine alone. */
export async function surveyAlone(main: string, farm: QueueFarm): Promise<Surveyed> {
  return survey(main, farm, []);
}

/** Surveys a farm by workers that somebody else starts. @param interrupted ends it as ^C does. */
export async function surveyOver(
  { main, farm, url }: Pick<TrialOptions, 'main' | 'farm' | 'url'>,
  more: readonly string[] = [],
  interrupted?: AbortSignal,
): Promise<Surveyed> {
  return survey(main, farm, ['--queue', url, ...more], interrupted);
}

/** Surveys a farm by workers. */
export async function surveyByWorkers(options: TrialOptions): Promise<Surveyed> {
  const { killEveryMs } = options;
  const crew = Array.from({ length: options.workers }, () => startWorker(options));
  await Promise.all(crew.map(({ ready }) => ready));
  let kills = 0;
  const killer = new AbortController();
  const isOver = (): boolean => killer.signal.aborted;
  const over = once(killer.signal, 'abort');
  const killing = (async () => {
    while (killEveryMs !== null && !isOver()) {
      await Promise.race([wait(killEveryMs()), over]);
      const at = kills % crew.length;
      // One that has not begun has nothing to lose, and there is always one that works.
      await Promise.race([Promise.all(crew.map(({ ready }) => ready)), over]);
      if (isOver()) return;
      crew[at]?.child.kill('SIGKILL');
      crew[at] = startWorker(options);
      kills++;
    }
  })();
  const surveyed = await surveyOver(options);
  killer.abort();
  await killing;
  await Promise.all(crew.map(({ child }) => endWorker(child)));
  return { ...surveyed, kills };
}

/** A worker, and when it takes jobs. */
export interface StartedWorker {
  child: ChildProcess;
  ready: Promise<void>;
}

/** Starts a worker. @param more further options. @param env further variables of its environment. */
export function startWorker(
  { main, farm, url }: Pick<TrialOptions, 'main' | 'url'> & { farm: { port: number } },
  more: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): StartedWorker {
  const args = [
    ...['worker', '--ehlo', 'scan.example.org', '--port', String(farm.port)],
    ...['--allow-private', '--threads', '0', ...more],
  ];
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MXTLS_QUEUE: url, ...env },
  });
  const ready = new Promise<void>((resolve, reject) => {
    const lines: string[] = [];
    const reader = createInterface(child.stderr);
    reader.on('line', (line) => {
      lines.push(line);
      if (line.startsWith('takes jobs')) resolve();
    });
    reader.on('close', () => {
      reject(new Error(`a worker ended: ${lines.join('; ')}`));
    });
  });
  ready.catch(() => undefined);
  return { child, ready };
}

/** Interrupts a worker and waits for its end; gives its status. */
export async function endWorker(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill('SIGINT');
  await once(child, 'exit');
  return child.exitCode;
}

async function survey(
  main: string,
  farm: QueueFarm,
  more: readonly string[],
  interrupted?: AbortSignal,
): Promise<Surveyed> {
  const folder = newFolder();
  try {
    mkdirSync(join(folder, 'results'));
    writeFileSync(join(folder, 'list.txt'), farm.domains.map((each) => `${each}\n`).join(''));
    writeFileSync(join(folder, 'root.pem'), farm.rootPem);
    const started = performance.now();
    const child = spawn(process.execPath, [main, ...farmArguments(farm), ...more], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    interrupted?.addEventListener('abort', () => child.kill('SIGINT'));
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await once(child, 'close');
    const seconds = (performance.now() - started) / 1_000;
    return { status: child.exitCode, stderr, snapshot: snapshotIn(folder), seconds, kills: 0 };
  } finally {
    removeFolder(folder);
  }
}

/** The command line that surveys a farm, in a folder with its `list.txt` and `root.pem`. */
export function farmArguments({ resolver, port }: QueueFarm): string[] {
  return [
    ...['scan', '--list', 'list.txt', '--resolver', resolver, '--port', String(port), '-4'],
    ...['--allow-private', '--ehlo', 'scan.example.org', '--roots', 'root.pem', '--no-progress'],
    ...['--per-operator', String(LIMITS.perOperator), '--pause', String(LIMITS.pauseMs / 1_000)],
    ...['--depth', 'quick', '--pass-delay', '1', '--concurrency', '200'],
  ];
}

function snapshotIn(folder: string): string | null {
  const names = readdirSync(join(folder, 'results'));
  const name = names.find((each) => each.endsWith('.json') && !each.startsWith('.'));
  if (name === undefined) return null;
  const lines = readFileSync(join(folder, 'results', name), 'utf8').split('\n');
  return lines.filter((line) => !line.startsWith('"survey":')).join('\n');
}
