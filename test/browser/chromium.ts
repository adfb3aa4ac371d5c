import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Available } from './available.ts';

/** The browser of Debian's package `chromium`. */
const PROGRAM = '/usr/bin/chromium';

export const CHROMIUM: Available = existsSync(PROGRAM)
  ? { ok: true }
  : { ok: false, reason: `${PROGRAM} is not installed` };

/** In CI the browser must be there: that it is missing is then a failure, not a reason to skip. */
export const CHROMIUM_REQUIRED = process.env['MXTLS_REQUIRE_PEERS'] === '1';

/** What a page is shown with. */
export interface View {
  width: 1280 | 390;
  colorScheme: 'light' | 'dark';
}

/** Each width and each colour scheme once: no colour depends on the width, and no width on the colours. */
export const VIEWS: readonly [View, ...View[]] = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
];

/** A page in the browser, and what it should never have: requests beyond the file itself, and errors. */
export interface OpenPage {
  page: Page;
  requests: string[];
  errors: string[];
}

export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
}

/** How a page is opened: in the first of the views, with its script, and without an anchor (`#` and a name) by default. */
interface Opening {
  view?: View;
  script?: boolean;
  anchor?: string;
}

/** Opens a file, as a reader does from a disk. */
export async function openFile(
  browser: Browser,
  file: string,
  { view = VIEWS[0], script = true, anchor = '' }: Opening = {},
): Promise<OpenPage> {
  const page = await browser.newPage({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.colorScheme,
    javaScriptEnabled: script,
    offline: true,
  });
  page.setDefaultTimeout(10_000);
  const own = pathToFileURL(file).href;
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== own + anchor && request.url() !== own) requests.push(request.url());
  });
  page.on('console', (message) => {
    errors.push(message.text());
  });
  page.on('pageerror', (error) => {
    errors.push(error.message);
  });
  await page.goto(own + anchor);
  return { page, requests, errors };
}
