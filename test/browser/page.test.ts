import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titleOf } from './available.ts';
import { CHROMIUM, CHROMIUM_REQUIRED, openFile, startChromium } from './chromium.ts';
import { madePage, type MadeRow } from './made-page.ts';

const ROWS: readonly MadeRow[] = [
  { name: 'wind.gr', share: 2, host: 'mx.wind.gr' },
  { name: 'Otenet.gr', share: 10, host: 'mx.otenet.gr' },
  { name: 'hol.gr', share: null, host: 'mail.hol.gr' },
  { name: 'forthnet.gr', share: 2, host: 'mx.forthnet.gr' },
  { name: '<b>&amp;', share: 1, host: 'mx.hostile.example' },
];

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'mxtls-browser-'));
const file = join(folder, 'made.html');
const longFile = join(folder, 'long.html');

beforeAll(async () => {
  if (!CHROMIUM.ok) return;
  writeFileSync(file, madePage(ROWS));
  const many = Array.from({ length: 1000 }, (_, nth) => String(nth));
  writeFileSync(
    longFile,
    madePage(many.map((nth) => ({ name: `p${nth}.gr`, share: Number(nth), host: `mx${nth}.gr` }))),
  );
  browser = await startChromium();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  if (CHROMIUM.ok) await browser.close();
});

const namesOf = (page: Page) => page.locator('tr.row > th').allInnerTexts();
const heading = (page: Page, name: string) => page.getByRole('columnheader', { name });
const isOpen = async (page: Page, name: string) => {
  const details = page.locator('details', { hasText: `Details of ${name}` });
  return (await details.getAttribute('open')) !== null;
};

async function press(locator: Locator, key: string): Promise<void> {
  await locator.focus();
  await locator.page().keyboard.press(key);
}

describe.skipIf(!CHROMIUM_REQUIRED)(
  `in CI${CHROMIUM_REQUIRED ? '' : ' (skipped: MXTLS_REQUIRE_PEERS is not 1)'}`,
  () => {
    it('the browser is there', () => {
      expect(CHROMIUM).toEqual({ ok: true });
    });
  },
);

describe.skipIf(!CHROMIUM.ok)(titleOf('a page in the browser', CHROMIUM), () => {
  it('is sorted by its headings: equal rows keep their order, what has no number comes last', async () => {
    const { page } = await openFile(browser, file);
    await heading(page, 'with STARTTLS').getByRole('button').click();
    expect(await namesOf(page)).toEqual([
      '<b>&amp;',
      'wind.gr',
      'forthnet.gr',
      'Otenet.gr',
      'hol.gr',
    ]);
    expect(await heading(page, 'with STARTTLS').getAttribute('aria-sort')).toBe('ascending');
    await press(heading(page, 'with STARTTLS').getByRole('button'), 'Enter');
    expect(await namesOf(page)).toEqual([
      'Otenet.gr',
      'wind.gr',
      'forthnet.gr',
      '<b>&amp;',
      'hol.gr',
    ]);
    expect(await heading(page, 'with STARTTLS').getAttribute('aria-sort')).toBe('descending');
    await press(page.locator(':focus'), 'Space');
    expect(await heading(page, 'with STARTTLS').getAttribute('aria-sort')).toBe('ascending');
    await press(heading(page, 'provider').getByRole('button'), 'Enter');
    expect(await namesOf(page)).toEqual([
      '<b>&amp;',
      'forthnet.gr',
      'hol.gr',
      'Otenet.gr',
      'wind.gr',
    ]);
    expect(await heading(page, 'with STARTTLS').getAttribute('aria-sort')).toBeNull();
  });

  it.each([
    { words: 'WIND', found: ['wind.gr'] },
    { words: 'net mx', found: ['Otenet.gr', 'forthnet.gr'] },
    { words: 'mail.hol', found: ['hol.gr'] }, // in what the row opens to
    { words: '<b>', found: ['<b>&amp;'] },
    { words: 'nobody', found: [] },
    { words: ' ', found: ROWS.map(({ name }) => name) },
  ])('is searched as one types: "$words"', async ({ words, found }) => {
    const { page } = await openFile(browser, file);
    await page.getByLabel('Search').pressSequentially(words);
    expect(await namesOf(page)).toEqual(found);
    expect(await page.getByRole('status').innerText()).toBe(`${found.length} of 5 rows`);
  });

  it('opens and closes its rows by mouse and by keyboard, one and all', async () => {
    const { page } = await openFile(browser, file);
    const summary = page.getByText('Details of wind.gr');
    await press(summary, 'Enter');
    expect(await isOpen(page, 'wind.gr')).toBe(true);
    await summary.click();
    expect(await isOpen(page, 'wind.gr')).toBe(false);
    await page.locator('tr.row', { hasText: 'wind.gr' }).getByText('self-signed').click();
    expect(await isOpen(page, 'wind.gr')).toBe(true);
    await press(page.getByRole('button', { name: 'Open all rows' }), 'Enter');
    expect(await page.locator('tr.below details[open]').count()).toBe(5);
    await page.getByRole('button', { name: 'Close all rows' }).click();
    expect(await page.locator('tr.below details[open]').count()).toBe(0);
  });

  it('opens what a link points into, again where it was closed, and what the address does', async () => {
    const { page } = await openFile(browser, file);
    const link = page.getByRole('link', { name: 'A host' });
    await link.click();
    expect(await isOpen(page, 'hol.gr')).toBe(true);
    await page.getByText('Details of hol.gr').click();
    expect(await isOpen(page, 'hol.gr')).toBe(false);
    await link.click();
    expect(await isOpen(page, 'hol.gr')).toBe(true);
    const other = await openFile(browser, file, { anchor: '#row-1' });
    expect(await isOpen(other.page, 'Otenet.gr')).toBe(true);
  });

  it('opens all that is printed', async () => {
    const { page } = await openFile(browser, longFile);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('tr.below details[open]').count()).toBe(1000);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('tr.row').count()).toBe(100);
    expect(await page.locator('tr.below details[open]').count()).toBe(0);
  });

  it('shows the first rows of many, and the others when they are looked for', async () => {
    const { page } = await openFile(browser, longFile, { anchor: '#host-900' });
    expect(await page.locator('tr.row').count()).toBe(101);
    expect(await isOpen(page, 'p900.gr')).toBe(true);
    await page.getByLabel('Search').fill('p99');
    expect(await page.getByRole('status').innerText()).toBe('11 of 1000 rows');
    await page.getByLabel('Search').fill('mx');
    expect(await page.getByRole('status').innerText()).toBe(
      '1000 of 1000 rows; the first 100 are shown',
    );
    await page.getByRole('button', { name: 'Show all rows' }).click();
    expect(await page.locator('tr.row').count()).toBe(1000);
  });

  it('is complete without the script', async () => {
    const { page } = await openFile(browser, longFile, { script: false });
    expect(await page.locator('tr.row').count()).toBe(1000);
    await page.getByText('Details of p0.gr').click();
    expect(await page.getByText('mx0.gr', { exact: true }).isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('may do no more than its policy allows', async () => {
    const { page, errors } = await openFile(browser, file);
    await page.evaluate("document.body.setAttribute('style', 'color: red')");
    expect(errors.join()).toMatch(/Content Security Policy/);
  });
});
