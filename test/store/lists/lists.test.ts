import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_PROBLEMS, problemText, type Lists } from '../../../src/model/names/list.ts';
import { parseArguments, readDomains, readLists } from '../../../src/store/lists/lists.ts';
import { entriesOf } from './list-entries.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mxtls-lists-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
}

type ReadLists = Extract<Lists, { kind: 'lists' }>;

function expectLists(lists: Lists): ReadLists {
  if (lists.kind === 'no-list') throw new Error(lists.message);
  return lists;
}

async function* streamOf(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
}

describe('readLists', () => {
  it('reads the lists in the byte order of their paths, each domain once', async () => {
    await write({
      'domains/b.txt': '[B]\nP: a.gr b.gr\nQ: b.gr c.gr\n',
      'domains/sub/x.CSV': 'domain,provider,category\nd.gr,R,A\na.gr,R,A\n',
      'domains/a.txt': '\ufeff# first\r\nA.gr.\r\n\r\nbad_one.gr\r\nélan.gr\r\n',
      'domains/notes.md': 'not a list\n',
    });
    const read = expectLists(await readLists(['domains/**/*.{txt,csv,CSV}'], folder));
    expect(
      read.lists.map(({ file, domains, invalid, duplicates }) => [
        file,
        domains,
        invalid,
        duplicates,
      ]),
    ).toEqual([
      ['domains/a.txt', 2, 1, 0],
      ['domains/b.txt', 3, 0, 2],
      ['domains/sub/x.CSV', 2, 0, 1],
    ]);
    expect(await entriesOf(read)).toEqual([
      { domain: 'a.gr', unicode: 'a.gr', category: null, provider: null },
      { domain: 'xn--lan-9la.gr', unicode: 'élan.gr', category: null, provider: null },
      { domain: 'b.gr', unicode: 'b.gr', category: 'B', provider: 'P' },
      { domain: 'c.gr', unicode: 'c.gr', category: 'B', provider: 'Q' },
      { domain: 'd.gr', unicode: 'd.gr', category: 'A', provider: 'R' },
    ]);
    expect(read.categories).toEqual([
      { name: 'B', providers: ['P', 'Q'] },
      { name: 'A', providers: ['R'] },
    ]);
    expect(read.problems.map(problemText)).toEqual([
      'domains/a.txt:4: "bad_one.gr" has an underscore',
      'domains/b.txt:2: "a.gr" is already at domains/a.txt:2',
      'domains/b.txt:3: "b.gr" is already at domains/b.txt:2',
      'domains/sub/x.CSV:3: "a.gr" is already at domains/a.txt:2',
    ]);
  });

  it('reads .tsv as CSV, and says which columns it took of which file', async () => {
    await write({
      'a.tsv': 'Domaine\tFournisseur\nwind.gr\tWIND\n',
      'b.txt': 'hostname\nwindtools.gr\n',
      'c.csv': 'domain,provider,note\nwind.gr,X,\n',
    });
    const read = expectLists(await readLists(['*.{tsv,txt,csv}'], folder));
    expect((await entriesOf(read)).map(({ domain, provider }) => [domain, provider])).toEqual([
      ['wind.gr', 'WIND'],
      ['windtools.gr', null],
    ]);
    expect(read.notices).toEqual([
      'a.tsv: takes the domains from "Domaine", the providers from "Fournisseur"',
      'b.txt: takes its first line, "hostname", for a heading',
    ]);
  });

  const LONG = {
    'a.txt': '[A]\nP: a.gr b.gr, a.gr\nc.gr\nbad_one.gr\n',
    'b.csv': 'domain,provider\nc.gr,X\n"d.gr","line\nbreak"\nd.gr,Y\n',
    'c.txt': 'e.gr e.gr\ne.gr\nP: f.gr f.gr\n',
  };

  it('gives the same domains where it reads the files again in place of holding them', async () => {
    await write(LONG);
    const held = expectLists(await readLists(['*.*'], folder));
    const again = expectLists(await readLists(['*.*'], folder, 2));
    const entries = await entriesOf(held);
    expect(entries.map(({ domain, provider }) => [domain, provider])).toEqual([
      ['a.gr', 'P'],
      ['b.gr', 'P'],
      ['c.gr', null],
      ['d.gr', 'line break'],
      ['e.gr', null],
      ['f.gr', 'P'],
    ]);
    expect(again.domains).toBe(entries.length);
    expect(await entriesOf(again)).toEqual(entries);
    expect(await entriesOf(again)).toEqual(entries);
    expect(again.problems).toEqual(held.problems);
  });

  it.each<[string, Record<string, string>, string]>([
    ['changed', { 'b.csv': 'domain\nc.gr\nx.gr\n' }, 'b.csv: was changed while it was read'],
    ['now something else', { 'b.csv': '{"a": 1}' }, 'b.csv: was changed while it was read'],
  ])('says which file is %s when it is read again', async (_, files, message) => {
    await write(LONG);
    const lists = await readLists(['*.*'], folder, 2);
    await write(files);
    await expect(entriesOf(lists)).rejects.toThrow(message);
  });

  it('says which file is gone when it is to be read again', async () => {
    await write(LONG);
    const lists = await readLists(['*.*'], folder, 2);
    await rm(join(folder, 'b.csv'));
    await expect(entriesOf(lists)).rejects.toThrow('b.csv: does not exist');
  });

  it('gives the SHA-256 of the bytes', async () => {
    const text = '\ufeffa.gr\r\n';
    await write({ 'a.txt': text });
    const read = expectLists(await readLists(['a.txt'], folder));
    expect(read.lists[0]?.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('names a file once, however the patterns name it', async () => {
    await write({ 'd/b.txt': 'b.gr', 'd/a [1].txt': 'a.gr', '(x).lst': 'x.gr' });
    const patterns = ['./d/b.txt', 'd/*.txt', join(folder, 'd/b.txt'), 'd/a [1].txt', '(x).lst'];
    const read = expectLists(await readLists(patterns, folder));
    expect(read.lists.map((list) => list.file)).toEqual(['(x).lst', 'd/a [1].txt', 'd/b.txt']);
    expect(read.problems).toEqual([]);
  });

  it('leaves an absolute path outside the working folder as it is', async () => {
    await write({ 'a.txt': 'a.gr', 'cwd/b.txt': 'b.gr' });
    const cwd = join(folder, 'cwd');
    const outside = join(folder, 'a.txt');
    const read = expectLists(await readLists([outside, '../*.txt', 'b.txt'], cwd));
    expect(read.lists.map((list) => list.file)).toEqual(['../a.txt', outside, 'b.txt'].sort());
  });

  it.each<[string, string[], string]>([
    [
      'a pattern that names nothing',
      ['a.txt', 'domains/**/*.txt'],
      'domains/**/*.txt: names no file',
    ],
    ['a missing file', ['a.txt', 'none.txt'], 'none.txt: does not exist'],
    ['a dangling link', ['dangling.txt'], 'dangling.txt: does not exist'],
    ['a dangling link that a pattern names', ['dangl*.txt'], 'dangl*.txt: names no file'],
    ['a file taken for a folder', ['a.txt/b.txt'], 'a.txt/b.txt: does not exist'],
    [
      'a folder',
      ['folder'],
      'folder: is a directory: name the lists in it, as in "domains/**/*.{txt,csv}"',
    ],
    ['an empty file among others', ['[ae]*.txt'], 'empty.txt: has no domain in it'],
    [
      'a list without a column of domains among others',
      ['[ac]*.*'],
      'columns.csv: has no column named "domain", but "Kunde", "Ort": name the column of the domains "domain"',
    ],
    [
      'mail addresses',
      ['mail.csv'],
      'mail.csv: has no valid domain in it; mail.csv:2: "a@wind.gr" is an e-mail address, not a domain name',
    ],
    ['nothing but comments', ['comments.txt'], 'comments.txt: has no domain in it'],
    [
      'nothing valid',
      ['bad.txt'],
      'bad.txt: has no valid domain in it; bad.txt:1: "x_y.gr" has an underscore',
    ],
  ])('%s is no list', async (_, patterns, message) => {
    await write({
      'a.txt': 'a.gr',
      'folder/b.txt': 'b.gr',
      'empty.txt': '',
      'comments.txt': '# a.gr\n[A]\n',
      'bad.txt': 'x_y.gr\n',
      'columns.csv': 'Kunde;Ort\nWIND;Athen\n',
      'mail.csv': 'E-Mail\na@wind.gr\nb@wind.gr\n',
    });
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling.txt'));
    expect(await readLists(patterns, folder)).toEqual({ kind: 'no-list', message });
  });

  it('takes a link for what it leads to', async () => {
    await write({ 'real/a.lst': 'a.gr' });
    await symlink(join(folder, 'real/a.lst'), join(folder, 'link.txt'));
    const read = expectLists(await readLists(['*.txt'], folder));
    expect(read.lists.map((list) => list.file)).toEqual(['link.txt']);
  });

  const root = process.getuid?.() === 0;
  it.skipIf(root)('refuses what permission denied (skipped: root may read all)', async () => {
    await write({ 'd/a.txt': 'a.gr', 'd/sub/b.txt': 'b.gr', 'c.txt': 'c.gr' });
    await chmod(join(folder, 'd/sub'), 0o000);
    await chmod(join(folder, 'c.txt'), 0o000);
    const inFolder = await readLists(['d/**/*.txt'], folder);
    const file = await readLists(['c.txt'], folder);
    await chmod(join(folder, 'd/sub'), 0o700);
    expect(inFolder).toMatchObject({
      message: expect.stringMatching(
        /^d\/\*\*\/\*\.txt: cannot be searched: .*sub.*: permission denied$/u,
      ) as string,
    });
    expect(file).toEqual({ kind: 'no-list', message: 'c.txt: permission denied' });
  });
});

describe('readDomains', () => {
  it('reads a text list from a stream cut anywhere', async () => {
    const bytes = Buffer.from('[É]\nP: élan.gr b.gr');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const stream = streamOf(bytes.subarray(0, cut), bytes.subarray(cut));
      const read = expectLists(await readDomains(stream, '<stdin>'));
      expect((await entriesOf(read)).map(({ domain, category }) => [domain, category])).toEqual([
        ['xn--lan-9la.gr', 'É'],
        ['b.gr', 'É'],
      ]);
      expect(read.lists.map(({ file, domains }) => [file, domains])).toEqual([['<stdin>', 2]]);
    }
  });

  it('passes over an endless line without keeping it', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield* streamOf('a.gr\n');
      const chunk = Buffer.alloc(65_536, 'x');
      for (let count = 0; count < 2048; count += 1) yield* streamOf(chunk); // 128 MB
      yield* streamOf('\nb.gr\n');
    }
    const before = process.memoryUsage().rss;
    const read = expectLists(await readDomains(endless(), '<stdin>'));
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect((await entriesOf(read)).map((entry) => entry.domain)).toEqual(['a.gr', 'b.gr']);
    expect(read.problems.map(problemText)).toEqual([
      `<stdin>:2: "${'x'.repeat(80)}..." is a line of more than 1024 bytes; a provider can have several lines`,
    ]);
  });

  it.each<[number, number, string[]]>([
    [MAX_PROBLEMS, 3, []],
    [
      MAX_PROBLEMS + 5,
      3,
      ['<stdin>: and 5 more invalid values: correct those above, and run again to see the next'],
    ],
    [0, MAX_PROBLEMS + 1, ['<stdin>: and 1 more duplicate: each domain counts once']],
  ])(
    'names the first %i wrong and the first %i equal lines, and counts all',
    async (invalid, duplicates, more) => {
      const lines = ['a.gr\n', 'a.gr\n'.repeat(duplicates), 'x_y\n'.repeat(invalid)];
      const read = expectLists(await readDomains(streamOf(...lines), '<stdin>'));
      expect(read.lists[0]).toMatchObject({ domains: 1, invalid, duplicates });
      const named = Math.min(invalid, MAX_PROBLEMS) + Math.min(duplicates, MAX_PROBLEMS);
      expect(read.problems.map(problemText).slice(named)).toEqual(more);
    },
  );

  it('reports a stream that breaks', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* streamOf('a.gr\n');
      throw Object.assign(new Error('read'), { code: 'EIO' });
    }
    expect(await readDomains(broken(), '<stdin>')).toEqual({
      kind: 'no-list',
      message: '<stdin>: cannot be read (EIO)',
    });
  });

  it('lets a bug through', async () => {
    async function* buggy(): AsyncGenerator<Uint8Array> {
      yield* streamOf('a.gr\n');
      throw new TypeError('a bug');
    }
    await expect(readDomains(buggy(), '<stdin>')).rejects.toThrow('a bug');
  });
});

describe('parseArguments', () => {
  it('numbers the arguments', async () => {
    const read = expectLists(parseArguments(['Wind.gr', 'a/b', 'wind.gr.', 'com']));
    expect((await entriesOf(read)).map((entry) => entry.domain)).toEqual(['wind.gr', 'com']);
    expect(read.lists).toEqual([]);
    expect(read.problems.map(problemText)).toEqual([
      'argument 2: "a/b" is a URL or a path, not a domain name',
      'argument 3: "wind.gr" is already at argument 1',
    ]);
  });

  it('counts what it does not name', () => {
    const { problems } = expectLists(parseArguments(['a.gr', ...Array<string>(12).fill('x_y')]));
    expect(problems).toHaveLength(MAX_PROBLEMS + 1);
    expect(problems.map(problemText).at(-1)).toBe(
      'arguments: and 2 more invalid values: correct those above, and run again to see the next',
    );
  });

  it.each<[string[], string]>([
    [[], 'no domain is given'],
    [['127.1'], 'argument 1: "127.1" is or maps to an IP address, not a domain name'],
  ])('%j is no list', (domains, message) => {
    expect(parseArguments(domains)).toEqual({ kind: 'no-list', message });
  });
});
