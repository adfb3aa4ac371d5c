import { toUnicode } from '../../model/names/domain-name.ts';
import type { Survey } from '../../model/records/survey.ts';
import { slugOf } from './slug.ts';

/**
 * Where what a site has stands, from its top, with forward slashes and not percent-encoded. None of these ever changes: others
 * link to them.
 */
export const FRONT_PAGE = 'index.html';
export const FEED = 'feed.xml';
export const LATEST = 'latest.json';
export const SITEMAP = 'sitemap.xml';
export const SURVEYS_PAGE = 'surveys/index.html';
export const WORDS_PAGE = 'words/index.html';
export const STYLE = 'page.css';
export const SCRIPT = 'page.js';

/** A provider of the lists, or a domain that stands for itself. */
export interface Holder {
  name: string;
  listed: boolean;
}

/** The files of a provider: its page, its feed, and its badge. */
export interface HolderFiles {
  page: string;
  feed: string;
  badge: string;
}

export function holderFiles({ name, listed }: Holder): HolderFiles {
  const base = listed ? `providers/${slugOf(name)}` : `domains/${slugOf(name, toUnicode(name))}`;
  return { page: `${base}.html`, feed: `${base}.xml`, badge: `${base}.svg` };
}

export function categoryPage(name: string): string {
  return `categories/${slugOf(name)}.html`;
}

/** Two surveys of one second differ in where they were made from, or are the same one. */
function surveyName({ startedAt, vantage }: Pick<Survey, 'startedAt' | 'vantage'>): string {
  const instant = startedAt.replaceAll(':', '');
  return vantage === null ? instant : `${instant}-${slugOf(vantage)}`;
}

export function surveyPage(survey: Pick<Survey, 'startedAt' | 'vantage'>): string {
  return `surveys/${surveyName(survey)}.html`;
}

/** The snapshot of a survey for download. @param file where it is now: its ending says whether it is compressed. */
export function snapshotFile(survey: Pick<Survey, 'startedAt' | 'vantage'>, file: string): string {
  return `snapshots/${surveyName(survey)}.json${file.endsWith('.gz') ? '.gz' : ''}`;
}

/** @param page the file of docs/words without its ending, as a link names it. */
export function wordPage(page: string): string {
  return `words/${page}.html`;
}

/** A path as a URL writes it (RFC 3986 §3.3). */
export function urlPath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
}

/** The reference to a path, which may end in `#` and an anchor, from a page of the site: `../index.html`. */
export function relativeHref(from: string, to: string): string {
  const [path = '', ...anchor] = to.split('#');
  const fragment = anchor.length === 0 ? '' : `#${encodeURIComponent(anchor.join('#'))}`;
  if (path === '') return fragment;
  const depth = from.split('/').length - 1;
  return `${'../'.repeat(depth)}${urlPath(path)}${fragment}`;
}
