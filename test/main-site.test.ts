import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { latestJsonSchema } from '../src/model/output/latest.ts';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { buildProgram, run } from './program.ts';
import { atomFaults } from './report/site/check-atom.ts';
import { snapshotOf, type World } from './compare/worlds.ts';
import { historyWorld } from './report/history/history-world.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const URL = 'https://tls.example.org/gr/';

/** A folder with the snapshots of the world in `results`. @param count the oldest ones. */
function folder(count = Infinity): string {
  const cwd = tempFolder();
  addSurveys(cwd, count);
  return cwd;
}

function addSurveys(cwd: string, count = Infinity): void {
  mkdirSync(join(cwd, 'results'), { recursive: true });
  for (const snapshot of historyWorld().slice(0, count)) {
    const name = `${snapshot.survey.startedAt.replaceAll(':', '')}.json`;
    writeFileSync(join(cwd, 'results', name), [...snapshotText(snapshot)].join(''));
  }
}

function build(cwd: string, ...args: string[]) {
  return run(main, ['site', '--out', 'public', ...args], { cwd });
}

function filesIn(cwd: string): string[] {
  const top = join(cwd, 'public');
  return readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(top, path)).isFile())
    .sort();
}

const read = (cwd: string, path: string) => readFileSync(join(cwd, 'public', path), 'utf8');

/** What the links of a page lead to: paths from the top of the site, and addresses elsewhere. */
function linksOf(path: string, html: string): string[] {
  const found = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, href = '']) => href);
  return found.map((href) => {
    if (/^https?:/.test(href)) return href;
    const [target = ''] = href.split('#');
    return target === '' ? path : normalize(join(dirname(path), decodeURIComponent(target)));
  });
}

describe('mxtls site', () => {
  it('builds pages under the addresses that never change', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await build(cwd, '--url', URL);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^public: \d+ files written, 0 unchanged, 0 removed\n$/);
    const own = filesIn(cwd).filter((path) => !path.startsWith('words/'));
    await expect(`${own.join('\n')}\n`).toMatchFileSnapshot('expected/site-files.txt');
  });

  it('has no link that leads nowhere, and none to another host', async () => {
    const cwd = folder();
    await build(cwd);
    const files = filesIn(cwd);
    const pages = files.filter((path) => path.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) {
      const broken = linksOf(page, read(cwd, page)).filter(
        (target) => !files.includes(target) && !target.startsWith('https://www.rfc-editor.org/'),
      );
      expect(broken, page).toEqual([]);
    }
  });

  it('never has a degraded survey as its front page, and lists it as such', async () => {
    const cwd = folder(4);
    await build(cwd);
    expect(read(cwd, 'index.html')).toContain('STARTTLS survey of 2026-11-16');
    expect(read(cwd, 'surveys/index.html')).toContain('no, degraded: starttls-stripped');
    expect(read(cwd, 'surveys/2026-11-17T030000Z.html')).toContain('<aside class="warning"');
    expect(read(cwd, 'feed.xml')).not.toContain('2026-11-17T030000Z');
  });

  it('has hostile names as text alone', async () => {
    const cwd = folder();
    await build(cwd, '--title', '</title><script>alert(1)</script>');
    for (const path of filesIn(cwd).filter((each) => /\.(?:html|xml|svg)$/.test(each))) {
      const text = read(cwd, path);
      expect(text, path).not.toMatch(/<i>|<b>box|<script>/);
      expect(text, path).not.toMatch(/[\x00-\x08\x0b-\x1f\u202e]/);
    }
  });

  it('has feeds that break no rule, and a latest.json that fits its schema', async () => {
    const cwd = folder();
    await build(cwd, '--url', URL);
    const feeds = filesIn(cwd).filter((path) => path.endsWith('.xml') && path !== 'sitemap.xml');
    for (const feed of feeds) expect(atomFaults(read(cwd, feed), URL), feed).toEqual([]);
    const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(latestJsonSchema());
    const latest: unknown = JSON.parse(read(cwd, 'latest.json'));
    valid(latest);
    expect(valid.errors ?? []).toEqual([]);
    const { providers } = latest as { providers: { page: string; badge: string; feed: string }[] };
    const files = filesIn(cwd);
    for (const { page, badge, feed } of providers) {
      expect(files).toEqual(
        expect.arrayContaining([page, badge, feed].map((each) => decodeURIComponent(each))),
      );
    }
  });

  it('writes nothing the second time, and only what a new survey changes the third time', async () => {
    const cwd = folder(2);
    await build(cwd);
    const before = filesIn(cwd);
    const times = (paths: readonly string[]) =>
      paths.map((path) => statSync(join(cwd, 'public', path), { bigint: true }).mtimeNs);
    const old = times(before.filter((path) => path !== '.mxtls-site.json'));
    expect((await build(cwd)).stdout).toMatch(/^public: 0 files written, \d+ unchanged, 0 removed/);
    expect(times(before.filter((path) => path !== '.mxtls-site.json'))).toEqual(old);
    addSurveys(cwd);
    const kept = [
      'surveys/2026-11-02T030000Z.html',
      'snapshots/2026-11-02T030000Z.json',
      'page.css',
    ];
    const keptTimes = times(kept);
    expect((await build(cwd)).status).toBe(0);
    expect(times(kept)).toEqual(keptTimes);
    expect(filesIn(cwd)).toEqual(expect.arrayContaining(before));
  });

  it.each([
    { args: ['--url', 'ftp://a.example/'], message: /--url.*It takes an address/ },
    { args: ['--url', 'https://a.example/?x'], message: /--url.*It takes an address/ },
    { args: ['--results', 'nowhere'], message: /nowhere has no snapshot yet/ },
  ])('stops with status 2 at $args', async ({ args, message }) => {
    const { status, stderr } = await build(folder(), ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('stops with status 2 at a folder that has something else, and at degraded surveys alone', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'public'));
    writeFileSync(join(cwd, 'public/index.html'), 'mine');
    const other = await build(cwd);
    expect({ status: other.status, stderr: other.stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining('it is not empty, and mxtls made no site there') as unknown,
    });
    expect(filesIn(cwd)).toEqual(['index.html']);
    const degraded = tempFolder();
    addSurveys(degraded, 4);
    for (const day of ['02', '09', '16']) {
      const file = join(degraded, `results/2026-11-${day}T030000Z.json`);
      const text = readFileSync(file, 'utf8').replace(
        '"degraded":[]',
        '"degraded":["dns-failing"]',
      );
      writeFileSync(file, text);
    }
    const { status, stderr } = await build(degraded);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: 'mxtls: results has only degraded surveys: survey again\n',
    });
  });
});

describe('mxtls site of two vantages', () => {
  const TLS: World['hosts'] = { 'mx.example.gr': [{}] };
  const PLAIN: World['hosts'] = { 'mx.example.gr': [{ outcome: 'plaintext' }] };

  /** Berlin, a minute later, sees STARTTLS in the first week alone. */
  function twoVantages(): string {
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'results'));
    for (const [date, elsewhere] of [
      ['2026-11-16', TLS],
      ['2026-11-23', PLAIN],
    ] as const) {
      for (const [vantage, minute, hosts] of [
        ['athens', '00', TLS],
        ['berlin', '01', elsewhere],
      ] as const) {
        const survey = { vantage, startedAt: `${date}T03:${minute}:00Z` };
        const text = [...snapshotText(snapshotOf(date, { survey, hosts }))].join('');
        writeFileSync(join(cwd, `results/${date}-${vantage}.json`), text);
      }
    }
    return cwd;
  }

  it('has one of them on its front page, in its histories and feeds, and shows where the other differs', async () => {
    const cwd = twoVantages();
    expect((await build(cwd)).status).toBe(0);
    const front = read(cwd, 'index.html');
    expect(front).toContain('seen from athens');
    expect(front).toContain('Seen from athens and berlin, 1 server differs:');
    const holder = read(cwd, 'providers/example-81d33808.html');
    expect(holder).toContain('already in its first survey, 2026-11-16');
    expect(holder).not.toContain('STARTTLS');
    expect(read(cwd, 'feed.xml')).not.toContain('<entry>');
    expect(read(cwd, 'surveys/index.html')).toContain(
      'The front page, histories and feeds have what is seen from athens',
    );
  });

  it('leads from each survey to those of its vantage, and to the other one of its day', async () => {
    const cwd = twoVantages();
    await build(cwd);
    const berlin = read(cwd, 'surveys/2026-11-23T030100Z-berlin.html');
    expect(berlin).toContain('seen from berlin</h1>');
    expect(berlin).toContain('1 regression');
    const links = linksOf('surveys/x.html', berlin).filter((path) => /^s.*T/.test(path));
    expect([...new Set(links)]).toEqual([
      'surveys/2026-11-16T030100Z-berlin.html',
      'surveys/2026-11-23T030000Z-athens.html',
      'snapshots/2026-11-23T030100Z-berlin.json',
    ]);
    expect(berlin).toContain(
      'diff --across-vantages 2026-11-23T030100Z-berlin.json 2026-11-23T030000Z-athens.json',
    );
  });
});
