import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { compareSnapshots } from '../../src/compare/changes/compare-snapshots.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { sourceFor } from '../compare/worlds.ts';
import { LAB_RUNS, labWorld, worldOptions } from '../main-world.ts';
import { buildProgram, run, type Ended } from '../program.ts';
import { tempFolder } from '../temp-folder.ts';
import { fault } from './fault.ts';

const LIST = 'domains/list.txt';

/** How a survey over a list ended, and the domains that it asked. */
interface Listed extends Ended {
  folder: string;
  asked: string[];
}

/** Surveys a list in a folder of its own, in a world that has `a.example` alone. */
async function listed(
  list: string | null,
  options: readonly string[] = ['--json'],
): Promise<Listed> {
  const folder = tempFolder();
  await mkdir(join(folder, 'domains'));
  if (list !== null) await writeFile(join(folder, LIST), list);
  return { folder, ...(await surveyed(folder, options)) };
}

async function surveyed(
  folder: string,
  options: readonly string[],
): Promise<Ended & { asked: string[] }> {
  const world = await labWorld({
    domains: { 'a.example': { kind: 'implicit' } },
    hosts: { 'a.example': {} },
  });
  const args = ['scan', '--list', LIST, '--depth', 'quick', '--passes', '1', ...options];
  const ended = await run(buildProgram(), [...args, ...worldOptions(world, folder)], {
    cwd: folder,
  });
  return {
    ...ended,
    asked: ended.status === 0 && options.includes('--json') ? domainsIn(ended.stdout) : [],
  };
}

function domainsIn(json: string): string[] {
  return (JSON.parse(json) as Snapshot).domains.map(({ domain }) => domain);
}

/** Lists of these lines: none of them is asked, and each is named with its line. */
async function refusesEach(...values: readonly string[]): Promise<void> {
  const { asked, stderr } = await listed(`a.example\n${values.join('\n')}\n`);
  expect(asked).toEqual(['a.example']);
  for (const [index] of values.entries()) expect(stderr).toContain(`${LIST}:${index + 2}: `);
}

describe.runIf(LAB_RUNS)('lists and names', () => {
  fault(
    1,
    {
      case: 'BOM, CRLF, blank lines, comments, tabs, trailing dot, upper case, duplicates',
      does: 'normalised; duplicates dropped and reported with file and line',
    },
    async () => {
      const { asked, stderr } = await listed(
        '\ufeff# a list\r\n\r\n\tA.Example.\r\na.example # again\r\n',
      );
      expect(asked).toEqual(['a.example']);
      expect(stderr).toContain(`${LIST}:4: "a.example" is already at ${LIST}:3`);
    },
  );

  fault(
    2,
    {
      case: '`127.1`, `0x7f.1`, `2130706433`, full-width digits',
      does: 'refused: some programs read them as IP addresses',
    },
    () => refusesEach('127.1', '0x7f.1', '2130706433', '１２７.1'),
  );

  fault(
    3,
    {
      case: '`../x`, `a/b`, `a%2fb`, NUL, backslash',
      does: 'refused; no name from a list is ever part of a file name',
    },
    async () => {
      await refusesEach('../../x.example', 'a/b.example', 'a%2fb.example', 'a\\b.example');
      const { folder } = await listed('a.example\n../x.example\n', []);
      expect((await readdir(folder)).sort()).toEqual(['domains', 'results', 'roots.pem']);
    },
  );

  fault(
    4,
    {
      case: 'URLs, e-mail addresses, `a.com:25`',
      does: 'refused, and the message says what they are; nothing is guessed',
    },
    async () => {
      const { asked, stderr } = await listed(
        'a.example\nhttp://b.example/\nu@b.example\nb.example:25\n',
      );
      expect(asked).toEqual(['a.example']);
      expect(stderr).toMatch(/:2: .*URL/);
      expect(stderr).toMatch(/:3: .*e-mail address/);
      expect(stderr).toMatch(/:4: /);
    },
  );

  fault(
    5,
    {
      case: 'U-labels, homographs, ligatures, zero-width characters',
      does: 'the key is the A-label; invisible characters are refused',
    },
    async () => {
      const { asked, stderr } = await listed(
        'bücher.example\nxn--bcher-kva.example\nа.example\na\u200b.example\n',
      );
      expect(asked).toEqual(['xn--80a.example', 'xn--bcher-kva.example']);
      expect(stderr).toContain(`${LIST}:4: `);
    },
  );

  fault(
    6,
    {
      case: '`__proto__`, `constructor`, `toString`',
      does: 'keys are in Maps; no object is keyed by data',
    },
    async () => {
      const { asked } = await listed(
        'constructor.example\ntostring.example\nhasownproperty\nconstructor\n',
      );
      expect(asked).toEqual(expect.arrayContaining(['constructor.example', 'tostring.example']));
    },
  );

  fault(
    7,
    {
      case: 'labels over 63, names over 253, empty labels, hyphens at the ends, `*.x`',
      does: 'refused',
    },
    () =>
      refusesEach(
        `${'a'.repeat(64)}.example`,
        `${'a.'.repeat(124)}example`,
        'a..example',
        '-a.example',
        '*.a.example',
      ),
  );

  fault(
    8,
    { case: 'public suffixes', does: 'surveyed, with the note `public-suffix`' },
    async () => {
      const { stdout } = await listed('co.uk\n');
      const [domain] = (JSON.parse(stdout) as Snapshot).domains;
      expect(domain).toMatchObject({ domain: 'co.uk', notes: ['public-suffix'] });
    },
  );

  fault(
    9,
    {
      case: 'a million lines, a line of 1 GB',
      does: 'streamed; a line over 1 KB is one bad line; of many bad lines the first are named',
    },
    async () => {
      const folder = tempFolder();
      await mkdir(join(folder, 'domains'));
      const stream = createWriteStream(join(folder, LIST));
      for (let nth = 0; nth < 64; nth++) stream.write('x'.repeat(1 << 20));
      stream.write('\n');
      stream.write('a.example\n'.repeat(1_000_000));
      await new Promise<void>((resolve) => stream.end('b.example\n', resolve));
      const { asked, stderr } = await surveyed(folder, ['--json']);
      expect(asked).toEqual(['a.example', 'b.example']);
      expect(stderr).toContain('is a line of more than 1024 bytes');
      expect(stderr).toContain(`${LIST}: and 999989 more duplicates: each domain counts once`);
      expect(stderr.split('\n').length).toBeLessThan(20);
    },
  );

  fault(
    10,
    {
      case: 'a list that shrinks between weeks',
      does: 'only the domains of both lists are compared; the others are named once, above the changes',
    },
    () => {
      const hosts = { 'mx.example.gr': [{}] };
      const [a, b] = ['a.example', 'b.example'].map((domain) => ({
        domain,
        hosts: ['mx.example.gr'],
      }));
      const listOf = (domains: number) => ({
        lists: [{ file: LIST, sha256: 'b'.repeat(64), domains }],
      });
      const { changes, lists } = compareSnapshots(
        sourceFor('2026-01-01', { hosts, domains: [a ?? {}, b ?? {}], survey: listOf(2) }),
        sourceFor('2026-01-08', { hosts, domains: [a ?? {}], survey: listOf(1) }),
      );
      expect(changes).toEqual([]);
      expect(JSON.stringify(lists)).toContain('b.example');
    },
  );

  fault(
    11,
    { case: 'a list that is missing, empty or unreadable', does: 'status 2, nothing touched' },
    async () => {
      for (const list of [null, '', '# nothing\n']) {
        const { status, folder, stdout } = await listed(list, []);
        expect([status, stdout]).toEqual([2, '']);
        expect(await readdir(folder)).not.toContain('results');
      }
      const { folder } = await listed(null, []);
      await writeFile(join(folder, LIST), 'a.example\n');
      await chmod(join(folder, LIST), 0);
      if (process.getuid?.() === 0) return;
      expect((await surveyed(folder, [])).status).toBe(2);
    },
  );
});
