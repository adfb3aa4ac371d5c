import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../model/system-error.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { ownIdentity, stateOf, type ProcessIdentity } from './process-identity.ts';

/** Held by one process at a time until it releases it or is gone. `message`: who has it, in one line. */
export type Lock = { kind: 'held'; release: () => void } | { kind: 'taken'; message: string };

const LOCK = '.mxtls.lock';

/**
 * Takes the lock of a results folder, so that no two surveys into it ask the same strangers at once. It is a file in the folder
 * that names the process which has it, and so holds whatever network namespace, container or machine the other one is in. One
 * whose process is gone is taken over; where that cannot be seen from here, it is taken, and the message names the file.
 * Rejects with the system's error.
 */
export function lockFolder(folder: string): Promise<Lock> {
  return Promise.resolve().then(() => take(join(folder, LOCK)));
}

const RecordSchema = z.object({
  token: z.string().regex(/^[0-9a-f]{24}$/),
  pid: z.int().min(1),
  started: z.string().nullable(),
  boot: z.string().nullable(),
  space: z.string().nullable(),
  host: z.string(),
});

/** What a lock file says: who has it. No two are the same, even of one process. */
type LockRecord = ProcessIdentity & { token: string };

function take(file: string): Lock {
  const own: LockRecord = { ...ownIdentity(), token: randomBytes(12).toString('hex') };
  const found = acquire(file, own);
  if (found !== null) return found;
  const release = (): void => {
    process.removeListener('exit', release);
    if (readRecord(file)?.token === own.token) rmSync(file, { force: true });
  };
  process.once('exit', release);
  return { kind: 'held', release };
}

/** Tries again as often as others change the lock meanwhile, and then calls it theirs. */
const TRIES = 20;

/**
 * Puts a record where there is none, or one whose process is gone. Returns null when it is there, or who has the place.
 *
 * Only who has the right to succeed a certain record may replace it: the right is a file too, named after the token of that
 * record, and acquired in the same way. So of two that find one dead lock at once one gets it, and a process that dies while it
 * takes a lock over is succeeded like any other.
 */
function acquire(file: string, own: LockRecord): Extract<Lock, { kind: 'taken' }> | null {
  for (let tries = 0; tries < TRIES; tries++) {
    if (createWith(file, own)) return null;
    const before = readRecord(file);
    if (before === null) {
      if (isThere(file)) return { kind: 'taken', message: unreadable(file) };
      continue;
    }
    const state = stateOf(before);
    if (state !== 'gone') return { kind: 'taken', message: takenText(file, before, state) };
    const right = `${file}.${before.token}`;
    const other = acquire(right, own);
    if (other !== null) return other;
    // Whoever had the right before may have used it already.
    const isCurrent = readRecord(file)?.token === before.token;
    if (isCurrent) replace(file, own);
    rmSync(right, { force: true });
    if (isCurrent) return null;
  }
  return { kind: 'taken', message: `${shownText(file, 255)}: others are taking this lock` };
}

/** Makes a file with its content at once; false if something has the name. */
function createWith(file: string, own: LockRecord): boolean {
  const trial = `${file}.${own.token}.part`;
  writeFileSync(trial, textOf(own), { flag: 'wx' });
  try {
    linkSync(trial, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // A file system without hard links.
    return createEmpty(file, own);
  } finally {
    rmSync(trial, { force: true });
  }
}

/** For a moment the file is empty: whoever sees it then cannot say whose it is. */
function createEmpty(file: string, own: LockRecord): boolean {
  try {
    writeFileSync(file, textOf(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function replace(file: string, own: LockRecord): void {
  const trial = `${file}.${own.token}.part`;
  writeFileSync(trial, textOf(own), { flag: 'wx' });
  renameSync(trial, file);
}

function textOf(own: LockRecord): string {
  return `${JSON.stringify(own)}\n`;
}

/** What a lock file says; null where it is not there, or is none. */
function readRecord(file: string): LockRecord | null {
  try {
    const parsed = RecordSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== '') return null;
    throw error;
  }
}

function isThere(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}

function takenText(file: string, { pid, host }: LockRecord, state: 'running' | 'unknown'): string {
  const shown = shownText(file, 255);
  if (state === 'running') {
    return `another survey into this folder is under way (process ${pid}, ${shown}): wait for it to end`;
  }
  const who = `process ${pid} of ${shownText(host)}`;
  return `${shown}: ${who} took this lock, and from here it cannot be seen whether it still runs; remove the file if it does not`;
}

function unreadable(file: string): string {
  return `${shownText(file, 255)}: the lock of this folder cannot be read; remove the file if no survey is under way`;
}
