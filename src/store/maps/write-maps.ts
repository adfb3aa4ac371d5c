import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { partName, removeLeftovers } from '../snapshots/leftovers.ts';

/** A file to be written: its name in the folder, and its text. */
export interface MapFile {
  name: string;
  pieces: Iterable<string>;
}

/**
 * Writes files into a folder, over those of their names. Each is written under a hidden name and synced; only when all are
 * whole do they get their names, so that a full disk or a killed process leaves what was there before. Rejects with the
 * system's error, the hidden files removed. @param now in ms since 1970.
 */
export async function writeMaps(
  folder: string,
  files: readonly MapFile[],
  now: number,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await removeLeftovers(folder, now);
  const parts = files.map(({ name, pieces }) => ({
    file: join(folder, name),
    hidden: partName(join(folder, name)),
    pieces,
  }));
  try {
    for (const { hidden, pieces } of parts) writeSynced(hidden, pieces);
    for (const { hidden, file } of parts) renameSync(hidden, file);
    syncFolder(folder);
  } finally {
    for (const { hidden } of parts) rmSync(hidden, { force: true });
  }
}

function writeSynced(file: string, pieces: Iterable<string>): void {
  const fd = openSync(file, 'wx', 0o644);
  try {
    for (const piece of pieces) writeAll(fd, Buffer.from(piece));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** One write may take less than it was given, as on a disk that fills up: the next one then says why. */
function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
