import { SITEMAP, urlPath } from './addresses.ts';
import { element, xmlDocument } from './xml.ts';

/** What one file may have (sitemaps.org). */
const MOST = 50_000;
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/**
 * The sitemap of some pages by its files: one, or of more than 50,000 pages an index and what it names.
 * @param url the absolute address of the top of the site, which ends in a slash.
 */
export function* sitemapFiles(
  pages: readonly string[],
  url: string,
  most = MOST,
): Generator<[path: string, text: Iterable<string>]> {
  const address = (path: string) => element('loc', {}, `${url}${urlPath(path)}`);
  const setOf = (own: readonly string[]) =>
    element(
      'urlset',
      { xmlns: NAMESPACE },
      ...own.map((page) => element('url', {}, address(page))),
    );
  if (pages.length <= most) {
    yield [SITEMAP, xmlDocument(setOf(pages))];
    return;
  }
  const files: string[] = [];
  for (let start = 0; start < pages.length; start += most) {
    const path = `sitemap-${files.length + 1}.xml`;
    files.push(path);
    yield [path, xmlDocument(setOf(pages.slice(start, start + most)))];
  }
  const maps = files.map((path) => element('sitemap', {}, address(path)));
  yield [SITEMAP, xmlDocument(element('sitemapindex', { xmlns: NAMESPACE }, ...maps))];
}
