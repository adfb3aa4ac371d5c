import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSnapshot, type Opened } from './open-snapshot.ts';

/** How much is gathered before it is written, in characters. */
const CHUNK = 1 << 16;

/**
 * Writes the text of a snapshot into a temporary file that has no name any more once it is open, and opens it: what is
 * written about a survey reads its records in any order. Throws the system's error.
 */
export function spoolSnapshot(pieces: Iterable<string>): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-'));
  try {
    const file = join(folder, 'snapshot.json');
    write(file, pieces);
    return openSnapshot(file, { isOwn: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(file: string, pieces: Iterable<string>): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    let gathered = '';
    for (const piece of pieces) {
      gathered += piece;
      if (gathered.length < CHUNK) continue;
      writeAll(fd, Buffer.from(gathered));
      gathered = '';
    }
    writeAll(fd, Buffer.from(gathered));
  } finally {
    closeSync(fd);
  }
}

/** One write may take less than it was given. */
function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}
