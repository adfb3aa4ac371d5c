import { gunzipSync } from 'node:zlib';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { link, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { writeNew } from '../../../src/store/snapshots/write-new.ts';
import { buildProgram } from '../../program.ts';
import { canMount, smallDisk, tempFolder } from '../../temp-folder.ts';

let writeNewModule = '';
beforeAll(() => {
  writeNewModule = join(dirname(buildProgram()), 'store', 'snapshots', 'write-new.js');
});

function noLinks(code: string): () => Promise<void> {
  return () => Promise.reject(Object.assign(new Error(`${code}: no links`), { code }));
}

type Write = (this: FileHandle, bytes: Uint8Array) => Promise<{ bytesWritten: number }>;

/** What all open files have their methods from. */
async function handlePrototype(folder: string): Promise<FileHandle> {
  const handle = await open(folder, 'r');
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

describe('a new file', () => {
  it('has all pieces, in folders that are made for it, and is readable by everybody', async () => {
    const file = join(tempFolder(), 'a', 'b', 'new.json');
    const pieces = Array.from({ length: 3000 }, (_, n) => `${n} ωκ 😀\n`);
    expect(await writeNew(file, pieces)).toEqual({ kind: 'written', file });
    expect(readFileSync(file, 'utf8')).toBe(pieces.join(''));
    expect(readdirSync(dirname(file))).toEqual(['new.json']);
    expect(statSync(file).mode & 0o444).toBe(0o444);
  });

  it('is whole although the disk takes it in small bites', async () => {
    const file = join(tempFolder(), 'new.json');
    const prototype = await handlePrototype(dirname(file));
    const write = Reflect.get(prototype, 'write') as Write;
    const bite = vi.spyOn(prototype as { write: Write }, 'write').mockImplementation(function (
      this: FileHandle,
      bytes: Uint8Array,
    ) {
      return write.call(this, bytes.subarray(0, 1000));
    });
    onTestFinished(() => {
      bite.mockRestore();
    });
    const pieces = Array.from({ length: 3000 }, (_, n) => `${n} ωκ 😀\n`);
    await writeNew(file, pieces);
    expect(bite.mock.calls.length).toBeGreaterThan(30);
    expect(readFileSync(file, 'utf8')).toBe(pieces.join(''));
  });

  it('is synced before it has its name, and its folder after', async () => {
    const file = join(tempFolder(), 'new.json');
    const log: string[] = [];
    const prototype = await handlePrototype(dirname(file));
    const sync = vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
      log.push(`sync ${(await this.stat()).isDirectory() ? 'folder' : 'file'}`);
    });
    onTestFinished(() => {
      sync.mockRestore();
    });
    await writeNew(file, ['x'], (from, to) => {
      log.push('name');
      return link(from, to);
    });
    expect(log).toEqual(['sync file', 'name', 'sync folder']);
  });

  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])(
    'gets its name where there are no hard links: %s',
    async (code) => {
      const file = join(tempFolder(), 'new.json');
      expect(await writeNew(file, ['new'], noLinks(code))).toEqual({ kind: 'written', file });
      expect(readFileSync(file, 'utf8')).toBe('new');
      expect(await writeNew(file, ['newer'], noLinks(code))).toEqual({ kind: 'exists', file });
      expect(readFileSync(file, 'utf8')).toBe('new');
      expect(readdirSync(dirname(file))).toEqual(['new.json']);
    },
  );
});

describe('what is there already stays', () => {
  it.each<{ name: string; make: (file: string) => void }>([
    {
      name: 'a file',
      make: (file) => {
        writeFileSync(file, 'old');
      },
    },
    {
      name: 'a folder',
      make: (file) => {
        mkdirSync(file);
      },
    },
    {
      name: 'a link to nowhere',
      make: (file) => {
        symlinkSync('nowhere', file);
      },
    },
  ])('$name', async ({ make }) => {
    const folder = tempFolder();
    const file = join(folder, 'old.json');
    make(file);
    expect(await writeNew(file, ['new'])).toEqual({ kind: 'exists', file });
    expect(readdirSync(folder)).toEqual(['old.json']);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) {
      expect(readFileSync(file, 'utf8')).toBe('old');
    }
  });

  it('also when two write at once: one of them gets `exists`', async () => {
    const file = join(tempFolder(), 'one.json');
    const texts = Array.from({ length: 8 }, (_, n) => `text ${n}`);
    const results = await Promise.all(texts.map((text) => writeNew(file, [text])));
    const winners = results.flatMap(({ kind }, n) => (kind === 'written' ? [texts[n]] : []));
    expect(winners).toEqual([readFileSync(file, 'utf8')]);
    expect(readdirSync(dirname(file))).toEqual(['one.json']);
  });
});

describe('what goes wrong leaves nothing behind', () => {
  it('in the pieces', async () => {
    const folder = tempFolder();
    function* pieces(): Generator<string> {
      yield 'x'.repeat(200_000);
      throw new Error('no more');
    }
    await expect(writeNew(join(folder, 'x.json'), pieces())).rejects.toThrow('no more');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('in the naming', async () => {
    const folder = tempFolder();
    const writing = writeNew(join(folder, 'x.json'), ['x'], noLinks('EIO'));
    await expect(writing).rejects.toMatchObject({ code: 'EIO' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('where a file stands in the way of the folder', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'results'), '');
    const writing = writeNew(join(folder, 'results', 'x.json'), ['x']);
    await expect(writing).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

/** Starts a process in which `writeNew` and `folder` are there, and gives it with what it prints. */
function child(folder: string, code: string, wrap = 'exec "$@"'): ChildProcess {
  const program = `
    import { link } from 'node:fs/promises';
    import { rmSync } from 'node:fs';
    const { writeNew } = await import(${JSON.stringify(writeNewModule)});
    const folder = process.argv[1];
    const die = () => process.kill(process.pid, 'SIGKILL');
    function* big(dieAt) {
      for (let n = 0; n < 64; n++) {
        if (n === dieAt) die();
        yield String(n % 10).repeat(65_536);
      }
      yield 'end';
    }
    ${code}`;
  const node = [process.execPath, '--input-type=module', '-e', program, folder];
  const made = spawn('bash', ['-c', wrap, 'bash', ...node], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    made.kill('SIGKILL');
  });
  return made;
}

const BIG_BYTES = 64 * 65_536 + 3;

/** Everything under a final name is whole. Gives the final names. */
function wholeFiles(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => !name.startsWith('.'));
  for (const name of files) {
    const text = readFileSync(join(folder, name), 'latin1');
    if (name === 'earlier.json') expect(text).toBe('earlier');
    else expect(`${text.length} ${text.slice(-4)}`).toBe(`${BIG_BYTES} 3end`);
  }
  return files.filter((name) => name !== 'earlier.json');
}

function folderWithEarlier(): string {
  const folder = tempFolder();
  writeFileSync(join(folder, 'earlier.json'), 'earlier');
  return folder;
}

async function printedBy(process: ChildProcess): Promise<string> {
  let printed = '';
  process.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  process.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await once(process, 'close');
  return printed;
}

describe('a process that is killed', () => {
  it.each([
    {
      when: 'before the first byte',
      code: 'await writeNew(`${folder}/x.json`, big(0));',
      files: [],
    },
    { when: 'in the middle', code: 'await writeNew(`${folder}/x.json`, big(32));', files: [] },
    {
      when: 'before the naming',
      code: 'await writeNew(`${folder}/x.json`, big(), die);',
      files: [],
    },
    {
      when: 'after the naming',
      code: 'await writeNew(`${folder}/x.json`, big(), async (a, b) => { await link(a, b); die(); await new Promise(() => {}); });',
      files: ['x.json'],
    },
  ])('$when leaves $files', async ({ code, files }) => {
    const folder = folderWithEarlier();
    const killed = child(folder, code);
    const [, signal] = (await once(killed, 'exit')) as [number, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');
    expect(wholeFiles(folder)).toEqual(files);
  });

  it('at any moment leaves whole files or none: 20 times', async () => {
    const folder = folderWithEarlier();
    const code = `
      process.stdout.write('on');
      for (let n = 0; ; n++) {
        await writeNew(folder + '/' + process.pid + '-' + n + '.json', big());
        rmSync(folder + '/' + process.pid + '-' + (n - 1) + '.json', { force: true });
      }`;
    for (let kill = 0; kill < 20; kill++) {
      const writer = child(folder, code);
      if (writer.stdout) await once(writer.stdout, 'data');
      // The moments are spread over what two files take to be written.
      await new Promise((resolve) => setTimeout(resolve, 4 * kill));
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      wholeFiles(folder);
    }
    expect(existsSync(join(folder, 'earlier.json'))).toBe(true);
  });

  it.each([0, 5, 10, 20, 40])('by its own exit after %d ms leaves nothing hidden', async (ms) => {
    const folder = folderWithEarlier();
    const code = `
      setTimeout(() => process.exit(130), ${ms});
      for (let n = 0; ; n++) {
        await writeNew(folder + '/x.json', big());
        rmSync(folder + '/x.json');
      }`;
    const [status] = (await once(child(folder, code), 'exit')) as [number];
    expect(status).toBe(130);
    wholeFiles(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

const WRITE = `
  await writeNew(folder + '/x.json', big()).then(
    ({ kind }) => console.log(kind),
    (error) => console.log(error.code),
  );`;

describe('a disk that', () => {
  it('takes no more of a file leaves nothing: EFBIG', async () => {
    const folder = folderWithEarlier();
    expect(await printedBy(child(folder, WRITE, 'ulimit -f 100; exec "$@"'))).toBe('EFBIG\n');
    expect(readdirSync(folder)).toEqual(['earlier.json']);
  });

  it.skipIf(!canMount())(
    'is full leaves nothing: ENOSPC (skipped: no file system may be mounted here)',
    async () => {
      const folder = smallDisk();
      writeFileSync(join(folder, 'earlier.json'), 'earlier');
      expect(await printedBy(child(folder, WRITE))).toBe('ENOSPC\n');
      expect(readdirSync(folder)).toEqual(['earlier.json']);
      expect(readFileSync(join(folder, 'earlier.json'), 'utf8')).toBe('earlier');
    },
  );

  it('may not be written to leaves nothing: EACCES', async () => {
    const folder = folderWithEarlier();
    chmodSync(folder, 0o555);
    onTestFinished(() => {
      chmodSync(folder, 0o755);
    });
    const code = `if (process.getuid() === 0) process.setuid(65534); ${WRITE}`;
    expect(await printedBy(child(folder, code))).toBe('EACCES\n');
    expect(readdirSync(folder)).toEqual(['earlier.json']);
  });
});

describe('a file whose name ends in .gz', () => {
  it('is compressed, whatever its size', async () => {
    for (const pieces of [[], ['a\n'], Array.from({ length: 30_000 }, (_, n) => `line ${n}\n`)]) {
      const file = join(tempFolder(), 'a.json.gz');
      expect(await writeNew(file, pieces)).toEqual({ kind: 'written', file });
      expect(gunzipSync(readFileSync(file)).toString()).toBe(pieces.join(''));
    }
  });
});
