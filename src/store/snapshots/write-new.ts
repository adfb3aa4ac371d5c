import { closeSync, openSync, rmSync } from 'node:fs';
import { access, link, mkdir, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createGzip } from 'node:zlib';
import { errorCode } from '../../model/system-error.ts';
import { partName } from './leftovers.ts';

/** Bytes gathered before they are written. */
const CHUNK = 1 << 16;

export type Written = { kind: 'written'; file: string } | { kind: 'exists'; file: string };

/** Gives a file a second name, and fails with EEXIST where something has it: `link` of Node, or what a test puts there. */
type Link = (file: string, name: string) => Promise<void>;

/**
 * Writes a file whole or not at all, and never over another: to a hidden name in the same folder, synced, then given
 * its own name. One whose name ends in `.gz` is compressed (RFC 1952). A process killed at any moment leaves at most the hidden
 * file, which {@link removeLeftovers} removes later, and one that exits not even that.
 * Rejects with the system's error, the hidden file removed.
 */
export async function writeNew(
  file: string,
  pieces: Iterable<string>,
  linkFile: Link = link,
): Promise<Written> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const hidden = partName(file);
  const forget = (): void => {
    rmSync(hidden, { force: true });
  };
  process.once('exit', forget);
  try {
    await writeSynced(hidden, file.endsWith('.gz') ? gzipped(pieces) : gathered(pieces));
    const named = await nameOnce(hidden, file, linkFile);
    if (named) await syncFolder(folder);
    return { kind: named ? 'written' : 'exists', file };
  } finally {
    await unlink(hidden).catch(ignoreMissing);
    process.removeListener('exit', forget);
  }
}

type Chunks = Iterable<Buffer> | AsyncIterable<Buffer>;

async function writeSynced(file: string, chunks: Chunks): Promise<void> {
  // Made at once: an exit while the system is still making it would remove it too early.
  closeSync(openSync(file, 'wx', 0o644));
  const handle = await open(file, 'r+');
  try {
    for await (const chunk of chunks) await writeAll(handle, chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gathers pieces to what is worth a write. */
function* gathered(pieces: Iterable<string>): Generator<Buffer, void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

async function* gzipped(pieces: Iterable<string>): AsyncGenerator<Buffer, void> {
  const gzip = createGzip();
  const ready: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => ready.push(chunk));
  const ended = new Promise((resolve) => gzip.once('end', resolve));
  try {
    for (const chunk of gathered(pieces)) {
      await new Promise((resolve) => gzip.write(chunk, resolve));
      yield* ready.splice(0);
    }
    gzip.end();
    await ended;
    yield* ready.splice(0);
  } finally {
    gzip.destroy();
  }
}

/** One write may take less than it was given, as on a disk that fills up: the next one then says why. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.write(rest);
    rest = rest.subarray(bytesWritten);
  }
}

/** What linking says on file systems without hard links, and what some say instead. */
const NO_LINKS = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Gives the finished file its name unless something has it already: linking fails there, where renaming would replace it. */
async function nameOnce(hidden: string, file: string, linkFile: Link): Promise<boolean> {
  try {
    await linkFile(hidden, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    if (!NO_LINKS.includes(errorCode(error))) throw error;
    return renameOnce(hidden, file);
  }
}

/** For file systems without hard links: the look at the name and its taking are two steps, which the folder's lock covers. */
async function renameOnce(hidden: string, file: string): Promise<boolean> {
  try {
    await access(file);
    return false;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  await rename(hidden, file);
  return true;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}
