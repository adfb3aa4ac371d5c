import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  plainCell,
  type Block,
  type Document,
  type Section,
} from '../../../src/report/document/document.ts';
import { documentHtml } from '../../../src/report/html/document-html.ts';
import type { HtmlPage } from '../../../src/report/html/html-page.ts';
import { ALL, ALONE, PROVIDERS } from './all-blocks.ts';
import { elementsNamed, partsOfPage } from './parsed.ts';

const SITE: HtmlPage = {
  assets: { kind: 'linked', style: '../page.css', script: '../page.js' },
  hrefOf: (link) => (link.kind === 'word' ? `../words/${link.page}.html` : null),
  words: null,
  navigation: [
    { text: 'Front page', href: '../' },
    { text: 'WIND', href: null },
  ],
  feeds: [{ title: 'Changes of WIND', href: 'wind.xml' }],
  draw: null,
};

function documentOf(sections: Iterable<Section>): Document {
  return { title: 'A title', notes: [], warning: null, sections };
}

const html = (document: Document, page: HtmlPage) => [...documentHtml(document, page)].join('');

describe('a page of HTML', () => {
  it('has every kind of block, the words that it links to, and a table of contents', async () => {
    await expect(html(ALL, ALONE)).toMatchFileSnapshot('expected/all.html');
  });

  it('of a site links to the style, the script, the words, other pages and a feed', async () => {
    await expect(html(ALL, SITE)).toMatchFileSnapshot('expected/site.html');
  });

  it.each([
    { what: 'that stands alone', page: ALONE },
    { what: 'of a site', page: SITE },
  ])('$what has each anchor once, and each anchor that it links to', ({ page }) => {
    const all = partsOfPage(html(ALL, page)).flatMap((part) =>
      part.kind === 'element' ? [part.attributes] : [],
    );
    const ids = all.flatMap(({ id }) => id ?? []);
    const targets = all.flatMap(({ href = '' }) => (href.startsWith('#') ? [href.slice(1)] : []));
    expect(ids.length).toBe(new Set(ids).size);
    expect(targets.filter((target) => !ids.includes(target) && page === ALONE)).toEqual([]);
  });

  it('skips no level of headings, before its first section and in rows that open', () => {
    const heading: Block = { kind: 'heading', text: 'h' };
    const opening: Block = { ...PROVIDERS, details: () => [heading] };
    const sections = [
      { title: null, blocks: [heading, opening] },
      { title: 'One', blocks: [opening, heading, opening] },
    ];
    const page = html(documentOf(sections), ALONE);
    const found = partsOfPage(page).flatMap((part) =>
      part.kind === 'element' && /^h\d$/.test(part.name) ? [part.name] : [],
    );
    const of = (level: string) => PROVIDERS.rows.map(() => level);
    const first = ['h1', 'h2', ...of('h3')];
    expect(found).toEqual([...first, 'h2', ...of('h3'), 'h3', ...of('h4'), 'h2']);
  });

  it.each([
    { name: 'Providers', count: 8, attributes: { class: 'table', 'data-filter': '' } },
    { name: 'Providers', count: 7, attributes: { class: 'table' } },
    { name: undefined, count: 8, attributes: { class: 'table', tabindex: '0' } },
  ])('has a search box for $count rows of a table named $name: $attributes', (each) => {
    const rows = Array.from({ length: each.count }, () => [plainCell('a.gr'), plainCell('1')]);
    const { name, ...plain } = PROVIDERS;
    const table: Block = { ...plain, rows, ...(each.name === undefined ? {} : { name }) };
    const page = html(documentOf([{ title: 'One', blocks: [table] }]), ALONE);
    expect(elementsNamed(page, 'figure')).toEqual([each.attributes]);
  });

  it.each([
    ['Commercial Providers', 'commercial-providers'],
    ['ΟΤΕ', 'section'],
    ['2016', 'section-2016'],
    ['Word: none', 'section-word-none'],
    ['Contents', 'contents-2'],
    ['Wörter & mehr', 'worter-mehr'],
  ])('has a section %s at #%s', (title, anchor) => {
    const sections = [{ title, blocks: [{ kind: 'line' as const, text: 'x' }] }];
    expect(elementsNamed(html(documentOf(sections), ALONE), 'section')).toEqual([{ id: anchor }]);
  });

  it('allows its own style and script and nothing else', () => {
    const [style, script] = ['p { color: red }\n', 'var a = "\u00e9" && 1 < 2;\n'];
    const page = html(ALL, { ...ALONE, assets: { kind: 'inline', style, script } });
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [policy] = elementsNamed(page, 'meta').filter((each) => 'http-equiv' in each);
    expect(policy?.['content']).toBe(
      `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    );
    // What stands between the tags is what was hashed.
    const texts = partsOfPage(page).flatMap((part) => (part.kind === 'text' ? [part.text] : []));
    expect(texts).toContain(style);
    expect(texts).toContain(script);
  });

  it.each(['</style>', 'a</SCRIPT>', '<!--'])('refuses a script with %s', (script) => {
    const assets = { kind: 'inline' as const, style: '', script };
    expect(() => html(ALL, { ...ALONE, assets })).toThrow('the script ends its own element');
  });

  it('draws pictures where it can', () => {
    const page = html(ALL, { ...ALONE, draw: (picture) => `<svg class="${picture.kind}"></svg>` });
    expect(elementsNamed(page, 'svg')).toEqual([{ class: 'lines' }]);
    expect(elementsNamed(page, 'details')[0]).toEqual({});
    expect(elementsNamed(html(ALL, ALONE), 'details')[0]).toEqual({ open: '' });
  });
});

describe('a large page', () => {
  const rows = Array.from({ length: 10_000 }, (_, nth) => [
    plainCell(`p${nth}.gr`),
    plainCell('1'),
  ]);

  it('is made in pieces: a row is made when the pieces before it were taken', () => {
    let made = 0;
    const details = (row: number) => {
      made = row + 1;
      return [{ kind: 'line' as const, text: `of row ${row}` }];
    };
    const pieces = documentHtml(
      documentOf([{ title: 'Providers', blocks: [{ ...PROVIDERS, rows, details }] }]),
      ALONE,
    );
    let longest = 0;
    let taken = 0;
    for (const piece of pieces) {
      longest = Math.max(longest, piece.length);
      taken += piece.split('class="below"').length - 1;
      expect(made - taken).toBeLessThan(100);
    }
    expect(longest).toBeLessThan(20_000);
    expect(taken).toBe(10_000);
  });

  it('asks for a section when those before it are printed', () => {
    let made = 0;
    function* sections(): Generator<Section> {
      for (let nth = 0; nth < 1000; nth++) {
        made += 1;
        yield { title: `Section ${nth}`, blocks: [{ kind: 'line', text: 'x'.repeat(1000) }] };
      }
    }
    const pieces = documentHtml(documentOf(sections()), ALONE);
    pieces.next();
    expect(made).toBeLessThan(20);
  });
});
