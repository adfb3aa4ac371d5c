import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { greece2016 } from '../lab/demo/greece-2016.ts';
import { surveyGreece } from '../lab/demo/survey-greece.ts';
import { buildProgram, run } from '../program.ts';
import { historyWorld } from '../report/history/history-world.ts';
import { makeHostileSurvey } from '../report/providers/survey-hostile.ts';
import { titleOf, type Available } from './available.ts';
import { CHROMIUM, openFile, startChromium, VIEWS } from './chromium.ts';
import { NU_CHECKER, nuErrors } from './nu-checker.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'mxtls-pages-'));

const PROJECT = join(import.meta.dirname, '..', '..');
/** The results of 2016, which are not part of the project. */
const OLD_RESULTS = join(PROJECT, '..', 'shared', 'data', 'gr-mx');
const IMPORTED: Available = existsSync(OLD_RESULTS)
  ? { ok: true }
  : { ok: false, reason: 'no ../shared/data' };

/** Pages that stand alone, and the commands that make them. */
const ALONE = [
  { page: 'report.html', args: ['report', 'LAST'] },
  { page: 'diff.html', args: ['diff', '--force', 'FIRST', 'LAST'] },
  { page: 'history.html', args: ['history'] },
  { page: 'explain.html', args: ['explain', 'problem:expired'] },
];
/** Pages of a site, the first of each folder. */
const SITE = ['index.html', 'providers', 'categories', 'surveys'];

let browser: Browser | null = null;

beforeAll(async () => {
  if (!CHROMIUM.ok && !NU_CHECKER.ok) return;
  await makePages('world', historyWorld());
  await makePages('hostile', [earlier(makeHostileSurvey()), makeHostileSurvey()]);
  await makePages('demo', await demoSurveys());
  if (IMPORTED.ok) {
    await importOldResults(join(folder, 'imported'));
    await makePagesIn('imported', ['2016-01-08', '2016-03-26']);
  }
  if (CHROMIUM.ok) browser = await startChromium();
}, 300_000);

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await browser?.close();
});

function inBrowser(): Browser {
  if (browser === null) throw new Error('no browser was started');
  return browser;
}

function earlier({ survey, ...rest }: Snapshot): Snapshot {
  return {
    ...rest,
    survey: { ...survey, date: '2015-12-31', startedAt: '2015-12-31T03:00:00Z', degraded: [] },
  };
}

/** The surveys of `npm run demo`. */
async function demoSurveys(): Promise<Snapshot[]> {
  const greece = await greece2016();
  const first = await surveyGreece(greece, '2016-01-23', PROJECT);
  const second = await surveyGreece(greece, '2016-03-26', PROJECT);
  return [first, second].map((each) => ({ format: 'mxtls/1', ...each }));
}

async function importOldResults(cwd: string): Promise<void> {
  mkdirSync(cwd, { recursive: true });
  const files = readdirSync(OLD_RESULTS)
    .filter((name) => name.startsWith('results-'))
    .map((name) => join(OLD_RESULTS, name));
  const map = ['--mx-map', join(OLD_RESULTS, 'mx-map.txt')];
  const list = ['--list', join(PROJECT, 'domains/gr.txt')];
  const args = ['import', 'gr-mx', ...map, ...list, ...files];
  const { stderr, status } = await run(buildProgram(), args, { cwd });
  if (status !== 0) throw new Error(stderr);
}

/** Makes all pages of some snapshots. */
async function makePages(name: string, snapshots: readonly Snapshot[]): Promise<void> {
  const cwd = join(folder, name);
  mkdirSync(join(cwd, 'results'), { recursive: true });
  const files = snapshots.map(
    ({ survey }) => `results/${survey.startedAt.replaceAll(':', '')}.json`,
  );
  for (const [nth, file] of files.entries()) {
    const snapshot = snapshots[nth];
    if (snapshot !== undefined)
      writeFileSync(join(cwd, file), [...snapshotText(snapshot)].join(''));
  }
  await makePagesIn(name, files);
}

/** Makes all pages of a results folder. @param snapshots in it; the first and the last are compared. */
async function makePagesIn(name: string, snapshots: readonly string[]): Promise<void> {
  const main = buildProgram();
  const cwd = join(folder, name);
  for (const { page, args } of ALONE) {
    const named = args.map(
      (each) => ({ FIRST: snapshots[0], LAST: snapshots.at(-1) })[each] ?? each,
    );
    const { stdout, stderr, status } = await run(main, [...named, '--format', 'html'], { cwd });
    if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
    writeFileSync(join(cwd, page), stdout);
  }
  const site = ['site', '--out', 'site', '--url', 'https://tls.example.org/'];
  const { stderr, status } = await run(main, site, { cwd });
  if (status !== 0) throw new Error(`site: ${stderr}`);
}

/** The files of a page, or of the first page of a folder of the site. */
function pathOf(world: string, page: string): string {
  if (ALONE.some((each) => each.page === page)) return join(folder, world, page);
  const path = join(folder, world, 'site', page);
  if (page.endsWith('.html')) return path;
  const first = readdirSync(path)
    .sort()
    .find((file) => file.endsWith('.html'));
  return join(path, first ?? 'none.html');
}

/** What axe finds wrong with a page in which all is open, a line each. */
async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
  await page.evaluate(AXE);
  // It would load the style sheets once more.
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run({ preload: false, resultTypes: ["violations"] })',
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const pagesOf = (world: string) =>
  [...ALONE.map(({ page }) => page), ...SITE].map((page) => ({ world, page }));
const PAGES = ['world', 'hostile', 'demo'].flatMap(pagesOf);

/** Holds a page in all views to what every page is held to. */
async function readsWell({ world, page: name }: { world: string; page: string }): Promise<void> {
  const file = pathOf(world, name);
  for (const view of VIEWS) {
    const { page, requests, errors } = await openFile(inBrowser(), file, { view });
    const site = pathToFileURL(join(folder, world, 'site')).href;
    const foreign = requests.filter(
      (url) => ![`${site}/page.css`, `${site}/page.js`].includes(url),
    );
    expect({ foreign, errors }).toEqual({ foreign: [], errors: [] });
    expect(await axeFaults(page), JSON.stringify(view)).toEqual([]);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(width, 'the page is not wider than the screen').toBe(view.width);
    await page.context().close();
  }
}

describe.skipIf(!CHROMIUM.ok)(titleOf('every page in the browser', CHROMIUM), () => {
  const title = '$world: $page asks the network for nothing, and everyone can read it';
  it.each(PAGES)(title, readsWell, 120_000);

  describe.skipIf(!IMPORTED.ok)(titleOf('of the surveys of 2016', IMPORTED), () => {
    it.each(pagesOf('imported'))(title, readsWell, 120_000);
  });

  it('sorts, searches and opens the providers of the demo, by mouse and by keyboard', async () => {
    const { page, errors } = await openFile(inBrowser(), pathOf('demo', 'report.html'));
    const table = page.locator('#providers');
    const names = () => table.locator('tr.row > th:visible').allInnerTexts();
    const before = await names();
    const sort = table.getByRole('columnheader', { name: 'provider' }).getByRole('button');
    await sort.click();
    const sorted = await names();
    expect(sorted).toEqual(before.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
    await sort.focus();
    await page.keyboard.press('Enter');
    expect(await names()).toEqual(sorted.toReversed());
    await table.getByLabel('Search').pressSequentially('forthnet');
    expect(await names()).toEqual(['FORTHNET']);
    await table.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await table.getByText('mailsrv.forthnet.gr').first().isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await table.getByText('mailsrv.forthnet.gr').first().isVisible()).toBe(false);
    expect(errors).toEqual([]);
  });

  it('shows hostile names and banners as the text that they are', async () => {
    for (const { page: name } of ALONE) {
      const { page } = await openFile(inBrowser(), pathOf('hostile', name));
      // What a page of ours is made of: no other element came out of a text.
      const found = await page
        .locator('img, iframe, object, embed, form, base, meta[http-equiv=refresh]')
        .count();
      expect(found, name).toBe(0);
      expect(await page.locator('script').count(), name).toBe(1);
    }
  });
});

describe.skipIf(!NU_CHECKER.ok)(titleOf('every page', NU_CHECKER), () => {
  it('has no error that the Nu HTML checker finds, nor has a badge', () => {
    const site = join(folder, 'hostile', 'site');
    const badges = readdirSync(site, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.svg'))
      .map((file) => join(site, file));
    expect(badges).not.toEqual([]);
    expect(nuErrors([...PAGES.map(({ world, page }) => pathOf(world, page)), ...badges])).toEqual(
      [],
    );
  }, 120_000);
});
