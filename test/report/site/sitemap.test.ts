import { describe, expect, it } from 'vitest';
import { sitemapFiles } from '../../../src/report/site/sitemap.ts';
import { elementsOf, readXml, textOf } from './read-xml.ts';

const URL = 'https://tls.example.org/gr/';

function read(pages: readonly string[], most?: number) {
  return [...sitemapFiles(pages, URL, most)].map(([path, text]) => {
    const root = readXml([...text].join(''));
    return { path, kind: root.name, addresses: elementsOf(root).map(textOf) };
  });
}

describe('a sitemap', () => {
  it('has the absolute address of every page', () => {
    expect(read(['index.html', 'providers/ελ&"-1.html'])).toEqual([
      {
        path: 'sitemap.xml',
        kind: 'urlset',
        addresses: [`${URL}index.html`, `${URL}providers/%CE%B5%CE%BB%26%22-1.html`],
      },
    ]);
  });

  it('of too many pages is an index of several', () => {
    expect(read(['a', 'b', 'c'], 2)).toEqual([
      { path: 'sitemap-1.xml', kind: 'urlset', addresses: [`${URL}a`, `${URL}b`] },
      { path: 'sitemap-2.xml', kind: 'urlset', addresses: [`${URL}c`] },
      {
        path: 'sitemap.xml',
        kind: 'sitemapindex',
        addresses: [`${URL}sitemap-1.xml`, `${URL}sitemap-2.xml`],
      },
    ]);
  });
});
