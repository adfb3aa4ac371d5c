import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from '../../model/system-error.ts';

/**
 * What tells a process from every other, now and later. `started` is in ticks since the machine started, `boot` is the start
 * of the machine and `space` the PID namespace; each is null where the system does not say (all but Linux).
 */
export interface ProcessIdentity {
  pid: number;
  started: string | null;
  boot: string | null;
  space: string | null;
  host: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  const { pid } = process;
  return {
    pid,
    started: statOf(pid)?.started ?? null,
    boot: read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    space: read(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  };
}

/**
 * Whether a process runs. Unknown where it cannot be seen from here: on another machine, or in another PID namespace as a
 * container has one.
 */
export function stateOf(
  identity: ProcessIdentity,
  own: ProcessIdentity = ownIdentity(),
): 'running' | 'gone' | 'unknown' {
  if (identity.host !== own.host) return 'unknown';
  if (identity.boot !== own.boot)
    return identity.boot === null || own.boot === null ? 'unknown' : 'gone';
  if (identity.space !== own.space) return 'unknown';
  return runs(identity) ? 'running' : 'gone';
}

/** Whether a process of this machine and PID namespace runs. The number may have been given to another one since. */
export function runs({ pid, started }: Pick<ProcessIdentity, 'pid' | 'started'>): boolean {
  const stat = statOf(pid);
  if (stat === null) return exists(pid);
  return stat.started === started && !DEAD.includes(stat.state);
}

/** Ended, and nobody asked for its status yet (proc(5)). */
const DEAD = ['Z', 'X'];

/** A name for where a process runs: the same for two that see each other, until the machine starts again. */
export function placeName({ boot, space, host }: ProcessIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([boot, space, host]))
    .digest('hex')
    .slice(0, 8);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** The fields of `stat` after the name of the program, which may hold anything, begin with the third. */
const FIELDS = { state: 3 - 3, started: 22 - 3 } as const;

/** The state of a process, and when it started in ticks since the machine did (proc(5)); null where it cannot be read. */
function statOf(pid: number): { state: string; started: string } | null {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields?.[FIELDS.state], fields?.[FIELDS.started]];
  return state === undefined || started === undefined ? null : { state, started };
}

function read(what: () => string): string | null {
  try {
    return what();
  } catch (error) {
    // An error without a code is none of the system's: a bug.
    if (errorCode(error) === '') throw error;
    return null;
  }
}
