import { constants, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file whole: to a hidden name of the same file system, then over the name. It is not synced, since what a power cut takes
 * is written again by the next build. Throws the system's error, the hidden file removed.
 */
export function replaceFile(hidden: string, file: string, content: string | Buffer): void {
  replaced(hidden, file, () => {
    writeFileSync(hidden, content);
  });
}

/** Copies a file in the same way. */
export function replaceByCopy(hidden: string, file: string, from: string): void {
  replaced(hidden, file, () => {
    copyFileSync(from, hidden, constants.COPYFILE_FICLONE);
  });
}

function replaced(hidden: string, file: string, make: () => void): void {
  try {
    make();
    renameSync(hidden, file);
  } catch (error) {
    rmSync(hidden, { force: true });
    throw error;
  }
}
