import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder for the running test, removed after it. */
export function tempFolder(): string {
  const folder = newFolder();
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A folder for the running test on a disk of 200 KB. It needs `canMount`. */
export function smallDisk(): string {
  const folder = tempFolder();
  if (!mountSmall(folder)) throw new Error('no file system can be mounted here');
  onTestFinished(() => {
    spawnSync('umount', [folder]);
  });
  return folder;
}

/** Whether a small disk can be had: only root may mount one, and not in every sandbox. */
export function canMount(): boolean {
  const folder = newFolder();
  const mounted = mountSmall(folder);
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return mounted;
}

/** A new folder, for who removes it by {@link removeFolder}. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'mxtls-test-'));
}

function mountSmall(folder: string): boolean {
  const args = ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', folder];
  return spawnSync('mount', args).status === 0;
}

/** Removes a folder and all that is in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
