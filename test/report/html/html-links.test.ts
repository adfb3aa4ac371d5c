import { describe, expect, it } from 'vitest';
import { HtmlLinks, proseHtml } from '../../../src/report/html/html-links.ts';
import { ALONE } from './all-blocks.ts';

const SITE = { hrefOf: (link: { kind: string }) => `../${link.kind}.html`, words: null };

describe('an address', () => {
  it.each([
    'https://www.rfc-editor.org/rfc/rfc3207#section-4',
    'http://example.org/',
    '#changes',
    'providers/wind.html',
    '../words/problem-expired.html#x:y',
    './',
    '?a=b:c',
    'latest.json',
    'feeds/%CE%B1.xml',
  ])('%s is linked to', (href) => {
    const links = new HtmlLinks({ hrefOf: () => href, words: null });
    expect(links.hrefOf({ kind: 'page', path: 'x' })).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    'https:evil.example',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example/',
    'providers/a b.html',
    'providers/"onload=.html',
    '<b>',
    'providers/\u202e.html',
    '',
  ])('%j is not', (href) => {
    const links = new HtmlLinks({ hrefOf: () => href, words: null });
    expect(links.hrefOf({ kind: 'web', href })).toBeNull();
    expect(links.hrefOf({ kind: 'page', path: 'x' })).toBeNull();
    expect(links.around('text', { kind: 'word', page: 'x' })).toBe('text');
  });
});

it('of the web has a host', () => {
  const links = new HtmlLinks(ALONE);
  const href = 'https://www.rfc-editor.org/rfc/rfc3207';
  expect(links.hrefOf({ kind: 'web', href })).toBe(href);
  expect(links.hrefOf({ kind: 'web', href: 'latest.json' })).toBeNull();
});

describe('a link to a word', () => {
  it('leads to its place in a page that stands alone, and to a page of its own elsewhere', () => {
    const link = { kind: 'word', page: 'problem-expired' } as const;
    expect(new HtmlLinks(ALONE).hrefOf(link)).toBe('#word-problem-expired');
    expect(new HtmlLinks(SITE).hrefOf(link)).toBe('../word.html');
  });

  it('is none where there is no such page, or where the pages of the words are printed', () => {
    const links = new HtmlLinks(ALONE);
    expect(links.hrefOf({ kind: 'word', page: 'problem-none' })).toBeNull();
    expect(links.hrefOf({ kind: 'word', page: 'path-trusted' })).not.toBeNull();
    expect(links.close().map(([name]) => name)).toEqual(['path-trusted']);
    expect(links.hrefOf({ kind: 'word', page: 'path-trusted' })).not.toBeNull();
    expect(links.hrefOf({ kind: 'word', page: 'problem-expired' })).toBeNull();
  });
});

describe('prose', () => {
  const word = '<a href="../word.html"><code>version:TLSv1.3</code></a>';
  it.each([
    ['a < b', 'a &lt; b'],
    ['run `a <b>`.', 'run <code>a &lt;b&gt;</code>.'],
    ['see `version:TLSv1.3`.', `see ${word}.`],
    ['`level:WORD` is none', '<code>level:WORD</code> is none'],
    ['`http://x`', '<code>http://x</code>'],
    ['one ` alone', 'one ` alone'],
    ['``', '``'],
  ])('%j is %s', (text, html) => {
    expect(proseHtml(text, new HtmlLinks(SITE))).toBe(html);
  });
});
