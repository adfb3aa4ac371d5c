import { randomBytes } from 'node:crypto';
import { access, mkdir, open, statfs, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { shownText } from '../../model/text/shown-text.ts';
import { errorCode, errorDetail } from '../../model/system-error.ts';

/** Whether something can be written, or in one line why not. */
export type Readiness = { kind: 'ready' } | { kind: 'not-ready'; message: string };

/**
 * What a survey writes for each domain at the most, in bytes: some 1,000 of the snapshot where each domain has hosts of its
 * own, and three times that of the journal, which has the words of the servers as well.
 */
const DOMAIN_BYTES = 4_096;

/** What has to be free beside: a disk with less is about to be full. */
const SPARE_BYTES = 16 * 1024 * 1024;

/** Files that a survey makes: lock, journal, what it sorts, snapshot. */
const SPARE_FILES = 16;

/**
 * Makes a folder that snapshots can be written to, and tries whether they can: hours of asking come before it.
 * @param domains whose survey is to be written.
 */
export async function readyFolder(folder: string, domains: number): Promise<Readiness> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    return notReady(folder, unwritable(error));
  }
  return tryFolder(folder, folder, domains);
}

/** Tries the same without making the folder: where it is not there, the nearest folder above it is tried. */
export async function wouldBeReady(folder: string, domains: number): Promise<Readiness> {
  let nearest = resolve(folder);
  while (!(await exists(nearest)) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  return tryFolder(nearest, folder, domains);
}

async function tryFolder(tried: string, folder: string, domains: number): Promise<Readiness> {
  try {
    const trial = join(tried, `.${randomBytes(6).toString('hex')}.part`);
    await (await open(trial, 'wx')).close();
    await unlink(trial);
    return await hasRoom(tried, folder, domains);
  } catch (error) {
    return notReady(folder, unwritable(error));
  }
}

async function hasRoom(tried: string, folder: string, domains: number): Promise<Readiness> {
  const { blocks, bavail, bsize, files, ffree } = await statfs(tried);
  const free = bavail * bsize;
  const wanted = SPARE_BYTES + domains * DOMAIN_BYTES;
  // Some file systems do not know: they have no blocks or no files at all.
  if (blocks !== 0 && free < SPARE_BYTES) {
    return notReady(folder, `the disk is full, or nearly so (${free} bytes are free)`);
  }
  if (blocks !== 0 && free < wanted) {
    const reason = `${free} bytes are free, and a survey of ${domains} domains may take ${wanted}`;
    return notReady(folder, reason);
  }
  if (files !== 0 && ffree < SPARE_FILES) {
    return notReady(folder, `the disk takes no more files (${ffree} inodes are free)`);
  }
  return { kind: 'ready' };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    // Whatever else keeps it from being seen keeps a snapshot from being written.
    return errorCode(error) !== 'ENOENT';
  }
}

function unwritable(error: unknown): string {
  return `no snapshot can be written there (${errorDetail(error)})`;
}

/** Sees that a file is not there yet, and that it can be written. */
export async function readyFile(file: string, domains: number): Promise<Readiness> {
  try {
    await access(file);
    return notReady(file, 'already exists, and a survey replaces no earlier one');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return readyFolder(dirname(file), domains);
    return notReady(file, errorDetail(error));
  }
}

function notReady(path: string, reason: string): Readiness {
  return { kind: 'not-ready', message: `${shownText(path, 255)}: ${reason}` };
}
