import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { snapshotOf, type World } from './compare/worlds.ts';
import { buildProgram, run } from './program.ts';
import { elementsNamed, partsOfPage } from './report/html/parsed.ts';
import { tempFolder } from './temp-folder.ts';

const PROJECT = join(import.meta.dirname, '..');

let main = '';
beforeAll(() => {
  main = buildProgram();
  if (existsSync(join(PROJECT, 'dist/browser/page.js'))) return;
  spawnSync('npm', ['run', '--silent', 'build:browser'], { cwd: PROJECT, stdio: 'inherit' });
});

const TLS: World = { hosts: { 'mx.example.gr': [{}] } };
const PLAIN: World = { hosts: { 'mx.example.gr': [{ outcome: 'plaintext' }] } };

function surveyed(): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'results'));
  for (const [date, world] of [
    ['2026-11-16', TLS],
    ['2026-11-23', PLAIN],
  ] as const) {
    const text = [...snapshotText(snapshotOf(date, world))].join('');
    writeFileSync(join(folder, 'results', `${date}.json`), text);
  }
  return folder;
}

/** The text of an element that is in a page once. */
function textOf(html: string, name: 'style' | 'script'): string {
  const parts = partsOfPage(html);
  const at = parts.findIndex((part) => part.kind === 'element' && part.name === name);
  const next = parts[at + 1];
  return next?.kind === 'text' ? next.text : '';
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');

describe('--format html', () => {
  it.each([
    { args: ['diff'], title: 'Changes between 2026-11-16 and 2026-11-23 (7 days)' },
    { args: ['history'], title: 'History of 2 surveys, 2026-11-16 to 2026-11-23' },
    { args: ['explain', 'expired'], title: 'problem:expired: the certificate has expired' },
    { args: ['explain', 'DANE'], title: 'DANE: TLSA records in a signed DNS zone' },
    { args: ['explain', 'level'], title: 'level: how well the mail of a domain is protected' },
    { args: ['explain'], title: 'The words of mxtls/1' },
  ])('of $args is a page that needs no other file', async ({ args, title }) => {
    const ended = await run(main, [...args, '--format', 'html'], { cwd: surveyed() });
    const { status, stderr, stdout } = ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">\n/);
    expect(stdout).toMatch(/\n<\/html>\n$/);
    expect(stdout.replace(/<\/?span[^>]*>/g, '')).toContain(`<h1>${title}`);
    const loads = ['link', 'img', 'iframe', 'object', 'embed', 'base', 'form', 'source', 'use'];
    expect(loads.flatMap((name) => elementsNamed(stdout, name))).toEqual([]);
    expect(elementsNamed(stdout, 'script')).toEqual([{}]);
    const policy = elementsNamed(stdout, 'meta').find((each) => 'http-equiv' in each)?.['content'];
    expect(policy).toContain(`style-src 'sha256-${hashOf(textOf(stdout, 'style'))}'`);
    expect(policy).toContain(`script-src 'sha256-${hashOf(textOf(stdout, 'script'))}'`);
  });

  it('of a term has the pages of the words that it names, and links to them', async () => {
    const { stdout } = await run(main, ['explain', 'DANE', '--format', 'html'], {
      cwd: tempFolder(),
    });
    const anchors = elementsNamed(stdout, 'section').flatMap(({ id }) => id ?? []);
    const links = elementsNamed(stdout, 'a').flatMap(({ href = '' }) =>
      href.startsWith('#word-') ? [href.slice(1)] : [],
    );
    expect(links).toContain('word-dane-mismatch');
    expect(anchors).toEqual(expect.arrayContaining(links));
  });

  it('says which file is missing where the package has no style', async () => {
    const folder = tempFolder();
    cpSync(dirname(main), join(folder, 'dist'), { recursive: true });
    cpSync(join(PROJECT, 'docs/words'), join(folder, 'docs/words'), { recursive: true });
    cpSync(join(PROJECT, 'package.json'), join(folder, 'package.json'));
    symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
    const args = ['explain', 'expired', '--format', 'html'];
    expect(await run(join(folder, 'dist/main.js'), args, { cwd: folder })).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'mxtls: dist/browser/page.css: does not exist\n',
    });
  });
});

it('explain prints Markdown, too', async () => {
  const { stdout } = await run(main, ['explain', 'expired', '--format', 'markdown'], {
    cwd: tempFolder(),
  });
  expect(stdout).toMatch(/^# problem:expired: the certificate has expired\n/);
  expect(stdout).toContain('```text\nsmtpd_tls_chain_files = /etc/postfix/mx.pem\n```\n');
});
