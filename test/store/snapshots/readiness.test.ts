import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readyFile, readyFolder, wouldBeReady } from '../../../src/store/snapshots/readiness.ts';
import { canMount, smallDisk, tempFolder } from '../../temp-folder.ts';

const READY = { kind: 'ready' };

describe('a folder of snapshots', () => {
  it('is made, and nothing is left in it', async () => {
    const folder = join(tempFolder(), 'a', 'results');
    expect(await readyFolder(folder, 26)).toEqual(READY);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not ready where a file is in its place', async () => {
    const folder = join(tempFolder(), 'results');
    writeFileSync(folder, '');
    const message = `${folder}: no snapshot can be written there (EEXIST)`;
    expect(await readyFolder(folder, 26)).toEqual({ kind: 'not-ready', message });
  });

  it.skipIf(process.getuid?.() === 0)(
    'is not ready where it may not be written to (skipped: root may)',
    async () => {
      const folder = tempFolder();
      chmodSync(folder, 0o555);
      const message = `${folder}: no snapshot can be written there (EACCES)`;
      expect(await readyFolder(folder, 26)).toEqual({ kind: 'not-ready', message });
    },
  );

  it.skipIf(!existsSync('/proc/self'))(
    'is not ready where not even root can write (skipped: this system has no /proc)',
    async () => {
      expect(await readyFolder('/proc/self', 26)).toMatchObject({ kind: 'not-ready' });
    },
  );

  it.skipIf(!canMount())(
    'is not ready on a disk that is nearly full (skipped: no file system may be mounted here)',
    async () => {
      const folder = smallDisk();
      expect(await readyFolder(folder, 26)).toEqual({
        kind: 'not-ready',
        message: `${folder}: the disk is full, or nearly so (204800 bytes are free)`,
      });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('is not ready where the disk is too small for so many domains', async () => {
    const folder = tempFolder();
    expect(await readyFolder(folder, 1e12)).toMatchObject({
      kind: 'not-ready',
      message: expect.stringMatching(
        / bytes are free, and a survey of 1000000000000 domains may take \d+$/,
      ) as string,
    });
  });

  it('can be tried without being made', async () => {
    const folder = join(tempFolder(), 'a', 'results');
    expect(await wouldBeReady(folder, 26)).toEqual(READY);
    expect(existsSync(join(folder, '..'))).toBe(false);
    const file = join(tempFolder(), 'results');
    writeFileSync(file, '');
    expect(await wouldBeReady(file, 26)).toMatchObject({ kind: 'not-ready' });
    expect(await wouldBeReady(join(file, 'a'), 26)).toMatchObject({ kind: 'not-ready' });
  });
});

describe('a file to be written', () => {
  it('is ready where nothing has its name; its folder is made', async () => {
    const file = join(tempFolder(), 'a', 'x.json');
    expect(await readyFile(file, 26)).toEqual(READY);
    expect(existsSync(file)).toBe(false);
  });

  it('is not ready where it is there, or can never be', async () => {
    const file = join(tempFolder(), 'x.json');
    writeFileSync(file, 'old');
    const message = `${file}: already exists, and a survey replaces no earlier one`;
    expect(await readyFile(file, 26)).toEqual({ kind: 'not-ready', message });
    expect(await readyFile(join(file, 'y.json'), 26)).toEqual({
      kind: 'not-ready',
      message: `${join(file, 'y.json')}: ENOTDIR`,
    });
  });
});
