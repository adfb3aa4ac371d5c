import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSite, type SiteFolder } from '../../../src/store/site/site-folder.ts';
import { tempFolder } from '../../temp-folder.ts';

const NOW = Date.UTC(2026, 10, 23);
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

async function opened(folder: string): Promise<SiteFolder> {
  const site = await openSite(folder, NOW);
  if (site.kind === 'refused') throw new Error(site.message);
  return site.site;
}

/** Builds a site of texts by path. */
async function build(folder: string, files: Record<string, string>) {
  const site = await opened(folder);
  const put = Object.entries(files).map(([path, text]) => [path, site.put(path, [text])]);
  const counts = site.finish();
  site.close();
  return { put: Object.fromEntries(put) as Record<string, string>, counts };
}

const listed = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe('a site', () => {
  it('is written into a folder that is not there yet', async () => {
    const folder = join(tempFolder(), 'new', 'site');
    const { counts } = await build(folder, { 'index.html': 'a', 'words/ελ/b.html': 'b' });
    expect(counts).toEqual({ written: 2, unchanged: 0, removed: 0 });
    expect(readFileSync(join(folder, 'words/ελ/b.html'), 'utf8')).toBe('b');
    expect(listed(folder)).toEqual(
      ['.mxtls-site.json', 'index.html', 'words', 'words/ελ', 'words/ελ/b.html'].sort(),
    );
    expect(readFileSync(join(folder, '.mxtls-site.json'), 'utf8')).toBe(
      '{"format":"mxtls-site/1","files":[\n"index.html",\n"words/ελ/b.html"\n]}\n',
    );
  });

  it('that is built again leaves what did not change, its time with it, and writes what did', async () => {
    const folder = tempFolder();
    await build(folder, { 'a.html': 'same', 'b.html': 'old' });
    for (const name of ['a.html', 'b.html']) utimesSync(join(folder, name), LONG_AGO, LONG_AGO);
    const { put, counts } = await build(folder, { 'a.html': 'same', 'b.html': 'new' });
    expect(put).toEqual({ 'a.html': 'unchanged', 'b.html': 'written' });
    expect(counts).toEqual({ written: 1, unchanged: 1, removed: 0 });
    expect(statSync(join(folder, 'a.html')).mtime).toEqual(LONG_AGO);
    expect(statSync(join(folder, 'b.html')).mtime).not.toEqual(LONG_AGO);
  });

  it('removes what it no longer has, with the folders that are then empty, and nothing else', async () => {
    const folder = tempFolder();
    await build(folder, { 'a.html': '', 'gone/x/y.html': '', 'kept/z.html': '' });
    writeFileSync(join(folder, 'CNAME'), 'tls.example.org');
    writeFileSync(join(folder, 'kept/mine.txt'), 'mine');
    const { counts } = await build(folder, { 'a.html': '' });
    expect(counts.removed).toBe(2);
    expect(listed(folder)).toEqual([
      '.mxtls-site.json',
      'CNAME',
      'a.html',
      'kept',
      'kept/mine.txt',
    ]);
  });

  it('leaves a file that it did not make, although it has one of that name', async () => {
    const folder = tempFolder();
    await build(folder, { 'a.html': '' });
    writeFileSync(join(folder, 'robots.txt'), 'mine');
    mkdirSync(join(folder, 'b.html'));
    const { put } = await build(folder, { 'a.html': '', 'robots.txt': 'ours', 'b.html': 'b' });
    expect(put).toMatchObject({ 'robots.txt': 'foreign', 'b.html': 'foreign' });
    expect(readFileSync(join(folder, 'robots.txt'), 'utf8')).toBe('mine');
    await build(folder, { 'a.html': '' });
    expect(existsSync(join(folder, 'robots.txt'))).toBe(true);
  });

  it('replaces a link that someone put in its place, not what the link leads to', async () => {
    const folder = tempFolder();
    await build(folder, { 'a.html': 'a' });
    const other = join(tempFolder(), 'other');
    writeFileSync(other, 'other');
    rmSync(join(folder, 'a.html'));
    symlinkSync(other, join(folder, 'a.html'));
    expect((await build(folder, { 'a.html': 'b' })).put).toEqual({ 'a.html': 'written' });
    expect(readFileSync(other, 'utf8')).toBe('other');
  });

  it('whose build was interrupted knows what that build made, and removes it when it is gone', async () => {
    const folder = tempFolder();
    await build(folder, { 'a.html': 'a' });
    const interrupted = await opened(folder);
    interrupted.put('a.html', ['b']);
    interrupted.put('new.html', ['c']);
    interrupted.close();
    expect((await build(folder, { 'a.html': 'b' })).counts).toEqual({
      written: 0,
      unchanged: 1,
      removed: 1,
    });
    expect(listed(folder)).toEqual(['.mxtls-site.json', 'a.html']);
  });

  it('copies a file, once', async () => {
    const folder = tempFolder();
    const from = join(tempFolder(), 's.json');
    writeFileSync(from, 'x'.repeat(200_000));
    const put = async () => {
      const site = await opened(folder);
      const become = site.copy('snapshots/s.json', from);
      site.finish();
      site.close();
      return become;
    };
    expect([await put(), await put()]).toEqual(['written', 'unchanged']);
    writeFileSync(from, `${'x'.repeat(199_999)}y`);
    expect(await put()).toBe('written');
    expect(readFileSync(join(folder, 'snapshots/s.json')).equals(readFileSync(from))).toBe(true);
  });

  it('is not built twice at once', async () => {
    const folder = tempFolder();
    const first = await opened(folder);
    expect(await openSite(folder, NOW)).toMatchObject({ kind: 'refused' });
    first.close();
    await build(folder, {});
  });
});

describe('a folder that is no site', () => {
  it.each([
    { files: { 'notes.txt': '' }, reason: 'it is not empty, and mxtls made no site there' },
    { files: { '.mxtls-site.json': '{}' }, reason: '.mxtls-site.json is no list of its files' },
    { files: { '.mxtls-site.json': '' }, reason: '.mxtls-site.json is no list of its files' },
    ...['../x', '/etc/x', 'a/../../x', 'a//b', '', 'a\\..\\b', '.', 'a\0b'].map((path) => ({
      files: { '.mxtls-site.json': JSON.stringify({ format: 'mxtls-site/1', files: [path] }) },
      reason: '.mxtls-site.json is no list of its files',
    })),
  ])('is left alone: $files', async ({ files, reason }) => {
    const folder = tempFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const site = await openSite(folder, NOW);
    expect(site.kind === 'refused' ? site.message : '').toContain(reason);
    expect(listed(folder)).toEqual(Object.keys(files));
  });

  it('takes one if it has hidden files alone', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, '.git'));
    await build(folder, { 'a.html': '' });
    expect(listed(folder)).toEqual(['.git', '.mxtls-site.json', 'a.html']);
  });

  it('is no folder at all', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    expect(await openSite(file, NOW)).toMatchObject({
      message: expect.stringContaining('it is a file, not a folder') as unknown,
    });
  });
});
