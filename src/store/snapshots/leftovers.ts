import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMissing } from '../lists/read-error.ts';
import { ownIdentity, placeName, runs } from './process-identity.ts';

/** As much of a name as is kept in that of its hidden file: names have 255 bytes at most. */
const KEPT_NAME = 100;

/** A hidden name in the same folder for a file that is being written. It says which process writes it. */
export function partName(file: string): string {
  const own = ownIdentity();
  const writer = `${own.pid}-${own.started ?? 0}-${placeName(own)}`;
  const name = Buffer.from(basename(file)).subarray(0, KEPT_NAME).toString('latin1');
  const shown = name.replace(/[^\w.-]/g, '_');
  return join(dirname(file), `.${shown}.${writer}.${randomBytes(6).toString('hex')}.part`);
}

const PART = /^\..*\.[0-9a-f]{12}\.part$/s;
const WRITER = /\.(\d{1,10})-(\d{1,20})-([0-9a-f]{8})\.[0-9a-f]{12}\.part$/;
/** What is left of locks that were taken over. */
const LOCK_PART = /^\.mxtls\.lock\../;

/** Nobody writes one file for so long, in ms. */
const OLD_MS = 24 * 60 * 60 * 1000;

/**
 * Removes what killed processes left in a folder: hidden files that were never finished. Those of a process that runs stay, and
 * where that cannot be seen from here, those of the last day. To be called under the folder's lock. Rejects with the system's
 * error. @param now in ms since 1970.
 */
export async function removeLeftovers(folder: string, now: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!PART.test(name) && !LOCK_PART.test(name)) continue;
    const file = join(folder, name);
    if (await isLeft(file, now)) await rm(file, { force: true });
  }
}

async function isLeft(file: string, now: number): Promise<boolean> {
  const [, pid, started, place] = WRITER.exec(basename(file)) ?? [];
  if (place === placeName(ownIdentity())) {
    return !runs({ pid: Number(pid), started: started === '0' ? null : (started ?? null) });
  }
  try {
    return now - (await stat(file)).mtimeMs > OLD_MS;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
