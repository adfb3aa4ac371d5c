import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { lockFolder, type Lock } from '../../../src/store/snapshots/lock.ts';
import { ownIdentity } from '../../../src/store/snapshots/process-identity.ts';
import { buildProgram } from '../../program.ts';
import { tempFolder } from '../../temp-folder.ts';

let lockModule = '';
beforeAll(() => {
  lockModule = join(dirname(buildProgram()), 'store', 'snapshots', 'lock.js');
});

interface Holder {
  child: ChildProcess;
  /** What it says of the lock: `held`, or why not. */
  word: string;
}

/**
 * Another process that takes the lock, says what it got, and lives until it is ended.
 * @param before a command that starts it, as in `unshare -n`.
 */
async function holder(folder: string, before: readonly string[] = []): Promise<Holder> {
  const program = `
    const { lockFolder } = await import(${JSON.stringify(lockModule)});
    const lock = await lockFolder(process.argv[1]);
    process.stdout.write(lock.kind === 'held' ? 'held' : lock.message);
    setInterval(() => {}, 1000);`;
  const [command, ...args] = [
    ...before,
    process.execPath,
    '--input-type=module',
    '-e',
    program,
    folder,
  ];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [word] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, word: word.toString() };
}

async function kill({ child }: Holder): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function release(lock: Lock): void {
  if (lock.kind === 'held') lock.release();
}

const BUSY =
  /^another survey into this folder is under way \(process \d+, .*\.mxtls\.lock\): wait for it to end$/;
const UNSEEN =
  /\.mxtls\.lock: process \d+ of .* took this lock, .*; remove the file if it does not$/;

describe('the lock of a folder', () => {
  it('is held by one, whatever the folder is called, until it is released', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a'));
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    const first = await lockFolder(join(folder, 'a'));
    expect(first.kind).toBe('held');
    const message = expect.stringMatching(BUSY) as string;
    expect(await lockFolder(join(folder, 'a'))).toEqual({ kind: 'taken', message });
    expect(await lockFolder(join(folder, 'a', '..', 'b'))).toMatchObject({ kind: 'taken' });
    const other = await lockFolder(folder);
    expect(other.kind).toBe('held');
    release(first);
    const again = await lockFolder(join(folder, 'b'));
    expect(again.kind).toBe('held');
    release(again);
    release(other);
    expect(readdirSync(folder).sort()).toEqual(['a', 'b']);
    expect(readdirSync(join(folder, 'a'))).toEqual([]);
  });

  it('is held against other processes, and is free when its holder was killed or has ended', async () => {
    const folder = tempFolder();
    const first = await holder(folder);
    expect(first.word).toBe('held');
    expect(await lockFolder(folder)).toMatchObject({ kind: 'taken' });
    expect((await holder(folder)).word).toMatch(BUSY);
    await kill(first);
    const second = await holder(folder);
    expect(second.word).toBe('held');
    second.child.kill('SIGTERM');
    await once(second.child, 'exit');
    const mine = await lockFolder(folder);
    expect(mine.kind).toBe('held');
    release(mine);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes to one alone of many that find it dead at once', async () => {
    const folder = tempFolder();
    for (let round = 0; round < 3; round++) {
      await kill(await holder(folder));
      const all = await Promise.all(Array.from({ length: 5 }, () => holder(folder)));
      expect(all.map(({ word }) => word).filter((word) => word === 'held')).toHaveLength(1);
      for (const each of all) await kill(each);
    }
  });

  it('is free when a process that took a dead one over was killed at it', async () => {
    const folder = tempFolder();
    const file = join(folder, '.mxtls.lock');
    await kill(await holder(folder));
    const dead = JSON.parse(readFileSync(file, 'utf8')) as { token: string };
    // It had the right to succeed the first, and did not use it.
    const next = { ...dead, token: 'b'.repeat(24) };
    writeFileSync(`${file}.${dead.token}`, JSON.stringify(next));
    const lock = await lockFolder(folder);
    expect(lock.kind).toBe('held');
    release(lock);
    expect(readdirSync(folder)).toEqual([]);
  });

  const own = ownIdentity();
  const token = 'a'.repeat(24);
  it.each<[string, object | string, 'held' | RegExp]>([
    ['of this process', { ...own, token }, BUSY],
    ['of a process that has this number now', { ...own, token, started: '1' }, 'held'],
    ['of the machine before it started again', { ...own, token, boot: 'other' }, 'held'],
    ['of another machine', { ...own, token, host: 'other\u202e' }, UNSEEN],
    ['of another container', { ...own, token, space: 'pid:[1]' }, UNSEEN],
    ['that is empty', '', /: the lock of this folder cannot be read; remove the file/],
    ['that is no lock', '{"pid":-1}', /: the lock of this folder cannot be read; remove the file/],
  ])('%s is %s', async (_, record, expected) => {
    const folder = tempFolder();
    const text = typeof record === 'string' ? record : JSON.stringify(record);
    writeFileSync(join(folder, '.mxtls.lock'), text);
    const lock = await lockFolder(folder);
    if (expected === 'held') expect(lock.kind).toBe('held');
    else
      expect(lock).toEqual({ kind: 'taken', message: expect.stringMatching(expected) as string });
    release(lock);
  });

  it('that somebody removed and another took is not released by the first', async () => {
    const folder = tempFolder();
    const lock = await lockFolder(folder);
    const other = JSON.stringify({ ...own, token });
    writeFileSync(join(folder, '.mxtls.lock'), other);
    release(lock);
    expect(readFileSync(join(folder, '.mxtls.lock'), 'utf8')).toBe(other);
  });

  it('of a folder that is not there is an error', async () => {
    await expect(lockFolder(join(tempFolder(), 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

/** Namespaces of the kernel: only Linux has them, and not every sandbox lets one be made. */
function canUnshare(...flags: readonly string[]): boolean {
  return spawnSync('unshare', [...flags, 'true']).status === 0;
}

describe.skipIf(!canUnshare('-n'))('the lock (skipped: no network namespace can be made)', () => {
  it('holds across network namespaces', async () => {
    const folder = tempFolder();
    const first = await holder(folder);
    expect((await holder(folder, ['unshare', '-n'])).word).toMatch(BUSY);
    await kill(first);
    expect((await holder(folder, ['unshare', '-n'])).word).toBe('held');
    expect(await lockFolder(folder)).toMatchObject({ kind: 'taken' });
  });
});

const PID_SPACE = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];

describe.skipIf(!canUnshare(...PID_SPACE.slice(1)))(
  'the lock (skipped: no PID namespace can be made)',
  () => {
    it('is held in doubt where its process cannot be seen', async () => {
      const folder = tempFolder();
      await holder(folder);
      expect((await holder(folder, PID_SPACE)).word).toMatch(UNSEEN);
    });
  },
);
