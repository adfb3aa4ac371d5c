import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { pageFile } from '../../src/report/explain/page.ts';
import { buildProgram, run } from '../program.ts';
import { WORDS } from '../report/explain/word-markdown.ts';
import { tempFolder } from '../temp-folder.ts';

const PROJECT = join(import.meta.dirname, '../..');

it('the npm package has every page of docs/words', () => {
  const args = ['pack', '--dry-run', '--ignore-scripts', '--json'];
  const { stdout } = spawnSync('npm', args, { cwd: PROJECT, encoding: 'utf8' });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const pages = WORDS.map((word) => `docs/words/${pageFile(word)}`);
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(pages));
  expect(paths).toContain('docs/words/settings/postfix-chain.md');
});

describe('mxtls explain, installed elsewhere', () => {
  let built = '';
  beforeAll(() => {
    built = dirname(buildProgram());
  });

  /** A copy of the package as npm installs it. */
  function installed(): string {
    const folder = tempFolder();
    cpSync(built, join(folder, 'dist'), { recursive: true });
    cpSync(join(PROJECT, 'docs/words'), join(folder, 'docs/words'), { recursive: true });
    cpSync(join(PROJECT, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
    return folder;
  }

  it('reads its own pages', async () => {
    const folder = installed();
    const page = join(folder, 'docs/words/level-none.md');
    writeFileSync(page, readFileSync(page, 'utf8').replace(/^gist: .*/mu, 'gist: corrected'));
    const args = ['explain', 'level:none'];
    const { status, stdout, stderr } = await run(join(folder, 'dist/main.js'), args, {
      cwd: tempFolder(),
    });
    expect(stdout).toMatch(/^level:none: corrected\n/u);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each([
    {
      what: 'a mistake in a page',
      spoil: (page: string) => {
        writeFileSync(page, readFileSync(page, 'utf8').replace('gist: ', 'gits: '));
      },
      said: ':2: expected "key: value" with one of the keys gist, settings, sources',
    },
    { what: 'a page that is missing', spoil: rmSync, said: ': does not exist' },
  ])('names $what in one line', async ({ spoil, said }) => {
    const folder = installed();
    spoil(join(folder, 'docs/words/level-none.md'));
    const ended = await run(join(folder, 'dist/main.js'), ['explain'], { cwd: folder });
    const stderr = `mxtls: docs/words/level-none.md${said}\n`;
    expect(ended).toMatchObject({ status: 2, stdout: '', stderr });
  });
});
