import { randomBytes } from 'node:crypto';
import { access, mkdir, open, statfs, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shownText } from '../../model/text/shown-text.ts';
import { errorCode, errorDetail } from '../../model/system-error.ts';

/** Whether something can be written, or in one line why not. */
export type Readiness = { kind: 'ready' } | { kind: 'not-ready'; message: string };

/** Less than this many bytes free are a disk about to be full. A snapshot of 10,000 domains takes some 10 MB. */
const FREE_BYTES = 16 * 1024 * 1024;

/** Makes a folder that snapshots can be written to, and tries whether they can: hours of asking come before it. */
export async function readyFolder(folder: string): Promise<Readiness> {
  try {
    await mkdir(folder, { recursive: true });
    const trial = join(folder, `.${randomBytes(6).toString('hex')}.part`);
    await (await open(trial, 'wx')).close();
    await unlink(trial);
    return await hasRoom(folder);
  } catch (error) {
    return notReady(folder, `no snapshot can be written there (${errorDetail(error)})`);
  }
}

async function hasRoom(folder: string): Promise<Readiness> {
  const { blocks, bavail, bsize } = await statfs(folder);
  // Some file systems do not know: they have no blocks at all.
  if (blocks === 0 || bavail * bsize >= FREE_BYTES) return { kind: 'ready' };
  return notReady(folder, `the disk is full, or nearly so (${bavail * bsize} bytes are free)`);
}

/** Sees that a file is not there yet, and that it can be written. */
export async function readyFile(file: string): Promise<Readiness> {
  try {
    await access(file);
    return notReady(file, 'already exists, and a survey replaces no earlier one');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return readyFolder(dirname(file));
    return notReady(file, errorDetail(error));
  }
}

function notReady(path: string, reason: string): Readiness {
  return { kind: 'not-ready', message: `${shownText(path, 255)}: ${reason}` };
}
