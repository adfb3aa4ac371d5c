import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createJournal,
  resumeJournal,
  type JournalFile,
  type OpenedJournal,
} from '../../../src/store/journal/journal-file.ts';
import { findJournals, journalBeside } from '../../../src/store/journal/journal-names.ts';
import { buildProgram } from '../../program.ts';
import { canMount, smallDisk, tempFolder } from '../../temp-folder.ts';

let journalModule = '';
beforeAll(() => {
  journalModule = join(dirname(buildProgram()), 'store', 'journal', 'journal-file.js');
});

const STARTED_AT = '2026-11-23T03:00:00Z';
const inFolder = (folder: string) => ({ kind: 'results', folder, startedAt: STARTED_AT }) as const;

function opened(read: OpenedJournal): JournalFile {
  if (read.kind === 'refused') throw new Error(read.message);
  return read.journal;
}

async function created(folder: string, failures: string[] = []): Promise<JournalFile> {
  return opened(
    await createJournal(inFolder(folder), '{"run":1}', (message) => failures.push(message)),
  );
}

async function resumed(file: string): Promise<JournalFile> {
  return opened(await resumeJournal(file, () => undefined));
}

function texts(journal: JournalFile): string[] {
  return [...journal.lines()].map((each) => (each.kind === 'line' ? each.text : each.message));
}

describe('a journal', () => {
  it('keeps lines in order, is continued, and is removed', async () => {
    const folder = tempFolder();
    const first = await created(folder);
    for (let n = 0; n < 1000; n++) first.append(`{"n":${n},"text":"ü\\u2028"}`);
    expect(await first.close()).toBeNull();
    const [file] = await findJournals(folder);
    const second = await resumed(file ?? '');
    expect([first.isOwn, second.isOwn]).toEqual([true, false]);
    second.append('{"last":1}');
    await second.flush();
    const lines = texts(second);
    expect(lines).toHaveLength(1002);
    expect([lines[0], lines[1], lines[1000], lines[1001]]).toEqual([
      '{"run":1}',
      '{"n":0,"text":"ü\\u2028"}',
      '{"n":999,"text":"ü\\u2028"}',
      '{"last":1}',
    ]);
    await second.remove();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('replaces no other: the second of a day has its instant in its name, the newest is found first', async () => {
    const folder = tempFolder();
    const journals = [await created(folder), await created(folder), await created(folder)];
    for (const each of journals) await each.close();
    writeFileSync(join(folder, '.2026-11-24.json.journal.ndjson'), 'of another kind');
    expect((await findJournals(folder)).map((file) => file.slice(folder.length + 1))).toEqual([
      '.2026-11-23T030000Z_2.journal.ndjson',
      '.2026-11-23T030000Z.journal.ndjson',
      '.2026-11-23.journal.ndjson',
    ]);
    expect(await findJournals(join(folder, 'none'))).toEqual([]);
  });

  it('of a file stands hidden beside it, and there is one alone', async () => {
    const file = join(tempFolder(), 'out.json');
    const place = { kind: 'file', file } as const;
    const journal = opened(await createJournal(place, '{}', () => undefined));
    expect(journal.file).toBe(journalBeside(file));
    expect(await createJournal(place, '{}', () => undefined)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('continue it with --resume, or remove it') as string,
    });
    await journal.remove();
  });

  it('that is temporary has no name', async () => {
    const journal = opened(await createJournal({ kind: 'temporary' }, '{}', () => undefined));
    expect(journal.file).toBeNull();
    journal.append('[1]');
    await journal.flush();
    expect(existsSync(journal.name)).toBe(false);
    expect(texts(journal)).toEqual(['{}', '[1]']);
    await journal.remove();
  });

  it.each<[string, string]>([
    ['that is not there', '/nowhere/.2026-11-23.journal.ndjson'],
    ['that is a folder', '/'],
    ['that is a device', '/dev/null'],
  ])('%s is refused in one line', async (_, file) => {
    const { kind, message } = (await resumeJournal(file, () => undefined)) as {
      kind: string;
      message: string;
    };
    expect(kind).toBe('refused');
    expect(message).toMatch(
      /^[^\n]+: (does not exist|is a directory, not a file|has no whole line)$/,
    );
  });

  it('with bytes that are no UTF-8 is refused at their line', async () => {
    const file = join(tempFolder(), '.2026-11-23.journal.ndjson');
    writeFileSync(file, Buffer.from('{}\n{"a":"\xff"}\n{}\n', 'latin1'));
    const journal = await resumed(file);
    expect(texts(journal)).toEqual(['{}', `${file}:2: the line is not UTF-8`]);
    await journal.close();
  });
});

describe('a journal that is cut off', () => {
  it('at any byte has its whole lines, and goes on after them', async () => {
    const folder = tempFolder();
    const whole = join(folder, 'whole');
    const lines = Array.from({ length: 40 }, (_, n) => `{"n":${n},"text":"${'ü'.repeat(n)}"}`);
    writeFileSync(whole, `${lines.join('\n')}\n`);
    const bytes = readFileSync(whole);
    for (let cut = 0; cut < 200; cut++) {
      const file = join(folder, 'cut');
      const size = lines[0]?.length ?? 0;
      const kept = bytes.subarray(0, size + 1 + Math.floor((cut * (bytes.length - size)) / 200));
      writeFileSync(file, kept);
      const journal = await resumed(file);
      const left = kept.toString('latin1').split('\n').length - 1;
      expect(texts(journal)).toEqual(lines.slice(0, left));
      journal.append('{"after":1}');
      await journal.close();
      expect(readFileSync(file, 'utf8')).toBe(
        `${[...lines.slice(0, left), '{"after":1}'].join('\n')}\n`,
      );
    }
  });

  it('before its first line ended is refused', async () => {
    const file = join(tempFolder(), '.2026-11-23.journal.ndjson');
    writeFileSync(file, '{"run"');
    expect(await resumeJournal(file, () => undefined)).toEqual({
      kind: 'refused',
      message: `${file}: has no whole line`,
    });
  });
});

/** A process that starts a journal in a folder and appends numbered lines as fast as it can. */
function writer(folder: string) {
  const program = `
    const { createJournal } = await import(${JSON.stringify(journalModule)});
    const place = { kind: 'results', folder: process.argv[1], startedAt: '${STARTED_AT}' };
    const { journal } = await createJournal(place, '{"run":1}', () => undefined);
    process.stdout.write('started');
    for (let n = 0; ; n++) {
      journal.append(JSON.stringify({ n, text: 'x'.repeat(n % 5000) }));
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }`;
  const args = ['--input-type=module', '-e', program, folder];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('a journal whose writer is killed', () => {
  it('is readable from the first line to the last that was written, every time', async () => {
    await Promise.all(
      [0, 40, 90, 130, 210, 260].map(async (ms) => {
        const folder = tempFolder();
        const child = writer(folder);
        await once(child.stdout, 'data');
        await sleep(ms);
        child.kill('SIGKILL');
        await once(child, 'exit');
        const [file] = await findJournals(folder);
        const journal = await resumed(file ?? '');
        const [first, ...rest] = texts(journal).map((text) => JSON.parse(text) as { n?: number });
        expect(first).toEqual({ run: 1 });
        expect(rest.map(({ n }) => n)).toEqual(rest.map((_, index) => index));
        await journal.remove();
        expect(readdirSync(folder)).toEqual([]);
      }),
    );
  });
});

describe.skipIf(!canMount())('a journal on a full disk (skipped: needs to mount one)', () => {
  it('says so once, in one line, and keeps what it has', async () => {
    const folder = smallDisk();
    const failures: string[] = [];
    const journal = await created(folder, failures);
    for (let n = 0; n < 300; n++) {
      journal.append(JSON.stringify({ n, text: 'x'.repeat(1000) }));
      if (n % 50 === 0) await journal.flush();
    }
    const failure = await journal.flush();
    const message = `${journal.name}: the journal of the survey cannot be written (ENOSPC)`;
    expect([failure, failures]).toEqual([message, [message]]);
    const lines = texts(journal);
    expect(lines.length).toBeGreaterThan(100);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ n: lines.length - 2 });
    expect(await journal.close()).toBe(message);
  });
});

describe('a journal that outgrows a limit of the system', () => {
  it('says so in one line', () => {
    const folder = tempFolder();
    const program = `
      process.on('SIGXFSZ', () => {});
      const { createJournal } = await import(${JSON.stringify(journalModule)});
      const place = { kind: 'results', folder: process.argv[1], startedAt: '${STARTED_AT}' };
      const { journal } = await createJournal(place, '{"run":1}', console.log);
      for (let n = 0; n < 100; n++) journal.append('"' + 'x'.repeat(1000) + '"');
      await journal.close();`;
    const command = `ulimit -f 16; exec "$0" --input-type=module -e "$1" "$2"`;
    const args = ['-c', command, process.execPath, program, folder];
    const { stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^[^\n]+: the journal of the survey cannot be written \(EFBIG\)\n$/);
  });
});
