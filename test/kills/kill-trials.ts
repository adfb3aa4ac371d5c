import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { verifySnapshot } from '../../src/commands/verify.ts';
import type { JournalLine } from '../../src/scan/journal/journal-line.ts';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import { startWorld, type LabWorld } from '../lab/world/world.ts';
import { newFolder, removeFolder } from '../temp-folder.ts';

const DOMAINS = 24;

/** What became of one survey that was killed and gone on with. */
export interface Trial {
  /** When it was killed, in ms after its start. */
  killedAt: number;
  /** Endpoints in the journal that the kill left. */
  finished: number;
  /** What is wrong, a line each; empty where all is well. */
  faults: string[];
}

/** A world, the program, and the snapshot that an undisturbed survey writes. */
export interface Killing {
  /** How long an undisturbed survey takes, in ms. */
  duration: number;
  /** Kills a survey so many ms after its start, looks at what is left, and goes on with it. */
  trial(killedAt: number): Promise<Trial>;
  close(): Promise<void>;
}

/** Raises a world of its own and surveys it undisturbed. @param main the program. */
export async function startKilling(main: string): Promise<Killing> {
  const world = await startWorld(spec());
  const folder = newFolder();
  const started = performance.now();
  await ended(start(main, world, folder));
  const duration = performance.now() - started;
  const expected = snapshotIn(folder);
  removeFolder(folder);
  if (expected === null) throw new Error('the undisturbed survey wrote no snapshot');
  return {
    duration,
    trial: (killedAt) => trial({ main, world, expected }, killedAt),
    close: () => world.close(),
  };
}

interface Scene {
  main: string;
  world: LabWorld;
  expected: string;
}

async function trial({ main, world, expected }: Scene, killedAt: number): Promise<Trial> {
  const folder = newFolder();
  try {
    const child = start(main, world, folder);
    await Promise.race([wait(killedAt), once(child, 'exit')]);
    child.kill('SIGKILL');
    await ended(child);
    const faults = unreadableIn(folder);
    const finished = finishedIn(folder);
    const before = world.connections().length;
    if (snapshotIn(folder) === null) {
      const status = await ended(
        start(main, world, folder, hasJournal(folder) ? ['--resume'] : []),
      );
      if (status !== 0) faults.push(`going on ended with status ${status}`);
    }
    const again = world
      .connections()
      .slice(before)
      .filter(({ host }) => finished.has(host));
    if (again.length > 0) faults.push(`asked again: ${again.map(({ host }) => host).join(' ')}`);
    if (snapshotIn(folder) !== expected)
      faults.push('the snapshot is not that of an undisturbed survey');
    if (hasJournal(folder)) faults.push('a journal is left');
    return { killedAt, finished: finished.size, faults: [...faults, ...unreadableIn(folder)] };
  } finally {
    removeFolder(folder);
  }
}

function spec(): WorldSpec {
  const names = Array.from({ length: DOMAINS }, (_, nth) => `d${nth}.example`);
  return {
    domains: Object.fromEntries(names.map((name) => [name, mx(`mx.${name}`)])),
    hosts: Object.fromEntries(
      names.map((name, nth) => [`mx.${name}`, { behaviour: behaviourOf(nth) }]),
    ),
  };
}

/** Servers greet after 0 to 1,000 ms: some have answered while others are still asked. */
function behaviourOf(nth: number): SmtpBehaviour {
  const line = { afterMs: 40 * (nth % 6) ** 2, line: '220 mx ESMTP' };
  const greeting = { kind: 'timed', lines: [line] } as const;
  return nth % 5 === 4 ? { greeting, starttls: 'absent' } : { greeting };
}

function start(
  main: string,
  world: LabWorld,
  folder: string,
  options: readonly string[] = [],
): ChildProcess {
  mkdirSync(join(folder, 'results'), { recursive: true });
  const names = Array.from({ length: DOMAINS }, (_, nth) => `d${nth}.example`);
  writeFileSync(join(folder, 'list.txt'), `${names.join('\n')}\n`);
  const args = [
    ...['scan', '--list', 'list.txt', '--resolver', world.resolver, '--port', String(world.port)],
    ...['--allow-private', '--ehlo', 'scan.example.org', '--pause', '0', '--passes', '1'],
    ...['--depth', 'quick', '--no-progress', ...options],
  ];
  return spawn(process.execPath, [main, ...args], { cwd: folder, stdio: 'ignore' });
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** What an earlier survey, or one that was killed, left and cannot be read. */
function unreadableIn(folder: string): string[] {
  return resultsIn(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .flatMap((name) => verifySnapshot(join(folder, 'results', name)));
}

function hasJournal(folder: string): boolean {
  return resultsIn(folder).some((name) => name.endsWith('.journal.ndjson'));
}

/** The hosts whose endpoints the journal has: each of this world has one. */
function finishedIn(folder: string): Set<string> {
  const [name] = resultsIn(folder).filter((each) => each.endsWith('.journal.ndjson'));
  if (name === undefined) return new Set();
  const lines = readFileSync(join(folder, 'results', name), 'utf8')
    .split('\n')
    .slice(0, -1);
  return new Set(lines.flatMap((line) => hostOf(JSON.parse(line) as JournalLine)));
}

function hostOf(line: JournalLine): string[] {
  return line.kind === 'endpoint' ? [line.endpoint.host] : [];
}

/** The snapshot of a folder but for the line of the survey; null where there is none. */
function snapshotIn(folder: string): string | null {
  const [name] = resultsIn(folder).filter(
    (each) => each.endsWith('.json') && !each.startsWith('.'),
  );
  if (name === undefined) return null;
  return readFileSync(join(folder, 'results', name), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('"survey":'))
    .join('\n');
}

function resultsIn(folder: string): string[] {
  return readdirSync(join(folder, 'results'));
}
