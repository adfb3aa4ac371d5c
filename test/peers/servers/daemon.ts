import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program started by the test. */
export interface Daemon {
  /** Ends it and every process of its group; resolves when none is left. */
  readonly stop: () => Promise<void>;
}

/** What is started, and how one knows that it serves. */
export interface DaemonSpec {
  readonly command: string;
  /** Must keep the program in the foreground. */
  readonly args: readonly string[];
  /** A TCP socket that takes connections once the program serves. */
  readonly ready: { readonly address: string; readonly port: number };
}

const START_MS = 20_000;
const STOP_MS = 5_000;
const POLL_MS = 50;

/** The programs that run; when this process ends, for whatever reason, they end with it. */
const running = new Set<number>();
process.once('exit', () => {
  for (const pid of running) killGroups(groupsOf(pid));
});

/**
 * Starts a program in a process group of its own and waits until it takes connections.
 * @throws Error with what the program printed, when it ended or did not serve within 20 s
 */
export async function startDaemon(spec: DaemonSpec): Promise<Daemon> {
  const child = spawn(spec.command, spec.args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => printed.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => printed.push(bytes));
  const started = await Promise.race([
    once(child, 'spawn').then(() => true),
    once(child, 'error').then(() => false),
  ]);
  const pid = child.pid;
  if (!started || pid === undefined) throw new Error(`cannot run ${spec.command}`);
  running.add(pid);
  const stop = async (): Promise<void> => {
    await stopGroups(child, groupsOf(pid));
    running.delete(pid);
  };
  if (await servesInTime(child, spec.ready)) return { stop };
  await stop();
  throw new Error(`${spec.command} does not serve: ${Buffer.concat(printed).toString('latin1')}`);
}

/**
 * Starts several programs, one after the other.
 * @throws Error when one does not serve; those already started are stopped
 */
export async function startDaemons(specs: readonly DaemonSpec[]): Promise<readonly Daemon[]> {
  const started: Daemon[] = [];
  try {
    for (const spec of specs) started.push(await startDaemon(spec));
  } catch (error) {
    await stopDaemons(started);
    throw error;
  }
  return started;
}

/**
 * Stops several programs, the last started first.
 * @throws Error when one does not end, after the others were stopped
 */
export async function stopDaemons(daemons: readonly Daemon[]): Promise<void> {
  const ended = await Promise.allSettled(daemons.toReversed().map(({ stop }) => stop()));
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function servesInTime(child: ChildProcess, ready: DaemonSpec['ready']): Promise<boolean> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && !hasEnded(child)) {
    if (await takesConnections(ready.address, ready.port)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** SIGTERM to the program, which ends its children; SIGKILL to what is left of its groups. */
async function stopGroups(child: ChildProcess, groups: ReadonlySet<number>): Promise<void> {
  if (!hasEnded(child)) child.kill('SIGTERM');
  if (await groupsEnd(groups)) return;
  killGroups(groups);
  if (!(await groupsEnd(groups))) {
    throw new Error(`${child.spawnfile}: process groups ${[...groups].join()} do not end`);
  }
}

async function groupsEnd(groups: ReadonlySet<number>): Promise<boolean> {
  const deadline = performance.now() + STOP_MS;
  while (processes().some(({ group }) => groups.has(group))) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** The group of the program and those that its children made for themselves, as postscreen(8) does. */
function groupsOf(pid: number): ReadonlySet<number> {
  const children = processes().filter(({ parent }) => parent === pid);
  return new Set([pid, ...children.map(({ group }) => group)]);
}

interface Process {
  readonly parent: number;
  readonly group: number;
}

/** All that run. Dead ones that nobody has waited for are left out: kill(2) would find them. */
function processes(): readonly Process[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    // proc(5): after the name in parentheses come state, parent and process group.
    const stat = readStat(id);
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const runs = state !== undefined && state !== '' && state !== 'Z' && state !== 'X';
    return runs ? [{ parent: Number(parent), group: Number(group) }] : [];
  });
}

/** Empty for a process that ended between the listing and the reading. */
function readStat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ESRCH')) return '';
    throw error;
  }
}

function killGroups(groups: ReadonlySet<number>): void {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch (error) {
      if (!isSystemError(error, 'ESRCH')) throw error;
    }
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/**
 * Whether something takes TCP connections at a loopback address.
 * @returns false where the connection is refused; any other failure is an error
 */
async function takesConnections(address: string, port: number): Promise<boolean> {
  const socket = connect({ host: address, port });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      if (isSystemError(error, 'ECONNREFUSED')) resolve(false);
      else reject(error);
    });
  });
}
