import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { lockFolder, type Lock } from '../../../src/store/snapshots/lock.ts';
import { buildProgram } from '../../program.ts';
import { tempFolder } from '../../temp-folder.ts';

let lockModule = '';
beforeAll(() => {
  lockModule = join(dirname(buildProgram()), 'store', 'snapshots', 'lock.js');
});

/** Another process that takes the lock, says which kind it got, and lives until it is ended. */
async function holder(folder: string): Promise<{ child: ChildProcess; kind: string }> {
  const program = `
    const { lockFolder } = await import(${JSON.stringify(lockModule)});
    process.stdout.write((await lockFolder(process.argv[1])).kind);
    setInterval(() => {}, 1000);`;
  const args = ['--input-type=module', '-e', program, folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [kind] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, kind: kind.toString() };
}

function release(lock: Lock): void {
  if (lock.kind === 'held') lock.release();
}

const linux = process.platform === 'linux';

describe.skipIf(!linux)('the lock of a folder (skipped: only Linux has abstract sockets)', () => {
  it('is held by one, whatever the folder is called, until it is released', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a'));
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    const first = await lockFolder(join(folder, 'a'));
    expect(first.kind).toBe('held');
    expect(await lockFolder(join(folder, 'a'))).toEqual({ kind: 'taken' });
    expect(await lockFolder(join(folder, 'a', '..', 'b'))).toEqual({ kind: 'taken' });
    const other = await lockFolder(folder);
    expect(other.kind).toBe('held');
    release(first);
    const again = await lockFolder(join(folder, 'b'));
    expect(again.kind).toBe('held');
    release(again);
    release(other);
  });

  it('is held against other processes, and freed by a kill -9', async () => {
    const folder = tempFolder();
    const { child, kind } = await holder(folder);
    expect(kind).toBe('held');
    expect(await lockFolder(folder)).toEqual({ kind: 'taken' });
    expect((await holder(folder)).kind).toBe('taken');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const mine = await lockFolder(folder);
    expect(mine.kind).toBe('held');
    release(mine);
  });

  it('lets nobody hold a connection to it, which would keep the process alive', async () => {
    const folder = tempFolder();
    const lock = await lockFolder(folder);
    onTestFinished(() => {
      release(lock);
    });
    const digest = createHash('sha256').update(realpathSync(folder)).digest('hex');
    const socket = connect({ path: `\0mxtls-${digest.slice(0, 32)}` });
    onTestFinished(() => {
      socket.destroy();
    });
    socket.resume();
    await once(socket, 'close');
    expect(await lockFolder(folder)).toEqual({ kind: 'taken' });
  });

  it('of a folder that is not there is an error', async () => {
    await expect(lockFolder(join(tempFolder(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
