import { inPieces } from '../../model/text/in-pieces.ts';
import type { Document } from '../document/document.ts';
import { Anchors, wordAnchor } from './anchors.ts';
import { element, escapeHtml, openTag, titleHtml } from './escape-html.ts';
import { blocksHtml, type BlockContext } from './html-blocks.ts';
import { HtmlLinks } from './html-links.ts';
import type { HtmlAssets, HtmlPage } from './html-page.ts';
import { securityPolicy } from './security-policy.ts';

/** Characters of a piece, from which on it is given out. */
const PIECE = 16_384;

/** An entry of the table of contents. */
interface Entry {
  anchor: string;
  title: string;
}

/**
 * A document as a page of HTML, piece by piece. All text of the document is escaped here and nowhere else. What depends on
 * the whole of it stands at its end: the pages of the words that it links to, and the table of contents.
 * Ends in a newline.
 */
export function documentHtml(document: Document, page: HtmlPage): Generator<string> {
  return inPieces(pageHtml(document, page), PIECE);
}

function* pageHtml(document: Document, page: HtmlPage): Generator<string> {
  const context = { links: new HtmlLinks(page), draw: page.draw };
  const contents: Entry[] = [];
  for (const word of document.words ?? []) context.links.hrefOf({ kind: 'word', page: word });
  yield headHtml(document.title, page);
  yield `<main id="top">\n${openingHtml(document)}`;
  yield* sectionsHtml(document, context, contents);
  yield* wordsHtml(context, contents);
  yield `</main>\n${contentsHtml(contents)}${scriptHtml(page.assets)}</body>\n</html>\n`;
}

function headHtml(title: string, { assets, navigation, feeds }: HtmlPage): string {
  const policy = { 'http-equiv': 'Content-Security-Policy', content: securityPolicy(assets) };
  const feedLinks = feeds.map((feed) =>
    openTag('link', { rel: 'alternate', type: 'application/atom+xml', ...feed }),
  );
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    openTag('meta', policy),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    ...feedLinks,
    styleHtml(assets),
    '</head>\n<body>\n<a class="skip" href="#contents">Contents</a>',
    ...(navigation.length === 0 ? [] : [navigationHtml(navigation)]),
    '',
  ].join('\n');
}

function styleHtml({ kind, style }: HtmlAssets): string {
  return kind === 'linked'
    ? openTag('link', { rel: 'stylesheet', href: style })
    : `<style>${raw(style, 'style')}</style>`;
}

function scriptHtml({ kind, script }: HtmlAssets): string {
  if (script === null) return '';
  return kind === 'linked'
    ? `${element('script', { src: script }, '')}\n`
    : `<script>${raw(script, 'script')}</script>\n`;
}

/** Text of our own between the tags of an element that HTML reads to its end tag. */
function raw(text: string, name: 'style' | 'script'): string {
  if (/<\/(?:style|script)|<!--/i.test(text)) throw new Error(`the ${name} ends its own element`);
  return text;
}

function navigationHtml(links: HtmlPage['navigation']): string {
  const items = links.map(({ text, href }) => {
    const attributes = href === null ? { 'aria-current': 'page' } : { href };
    return `<li>${element('a', attributes, escapeHtml(text))}</li>`;
  });
  return `<nav class="site" aria-label="Site"><ul>${items.join('')}</ul></nav>`;
}

function openingHtml({ title, notes, warning }: Document): string {
  return [
    `<h1>${titleHtml(title)}</h1>\n`,
    ...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>\n`),
    ...(warning === null ? [] : [warningHtml(warning)]),
  ].join('');
}

function warningHtml({ heading, reasons }: NonNullable<Document['warning']>): string {
  const items = reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`);
  const list = items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
  return `<aside class="warning" aria-label="Warning"><p><strong>${escapeHtml(heading)}</strong></p>${list}</aside>\n`;
}

/** A section without a title goes on in the one above it, or stands before all others. */
function* sectionsHtml(
  { sections }: Document,
  context: BlockContext,
  contents: Entry[],
): Generator<string> {
  const anchors = new Anchors();
  let isOpen = false;
  for (const { title, id, paint = null, blocks } of sections) {
    if (blocks.length === 0) continue;
    if (title !== null) {
      if (isOpen) yield '</section>\n';
      isOpen = true;
      const anchor = anchors.take(id ?? title);
      contents.push({ anchor, title });
      yield `${openTag('section', { id: anchor })}\n`;
      yield `${element('h2', { class: paint }, titleHtml(title))}\n`;
    }
    yield* blocksHtml(blocks, isOpen ? 3 : 2, context);
  }
  if (isOpen) yield '</section>\n';
}

function* wordsHtml(context: BlockContext, contents: Entry[]): Generator<string> {
  const words = context.links.close();
  if (words.length === 0) return;
  const title = 'What the words mean';
  contents.push({ anchor: 'words', title });
  yield `<section id="words">\n<h2>${title}</h2>\n`;
  for (const [name, page] of words) {
    yield `${openTag('section', { id: wordAnchor(name) })}\n<h3>${escapeHtml(page.title)}</h3>\n`;
    yield* blocksHtml(page.blocks, 4, context);
    yield '</section>\n';
  }
  yield '</section>\n';
}

function contentsHtml(contents: readonly Entry[]): string {
  const items = [{ anchor: 'top', title: 'Top of the page' }, ...contents].map(
    ({ anchor, title }) => `<li>${element('a', { href: `#${anchor}` }, escapeHtml(title))}</li>\n`,
  );
  return `<nav class="contents" id="contents" aria-label="Contents"><h2>Contents</h2>\n<ul>\n${items.join('')}</ul></nav>\n`;
}
