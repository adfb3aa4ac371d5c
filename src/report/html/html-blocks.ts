import type { Block, Figure, Item } from '../document/document.ts';
import { emphasised } from '../format/emphasis.ts';
import { pictureTable } from '../pictures/picture-table.ts';
import { element, escapeHtml, openTag, titleHtml } from './escape-html.ts';
import { proseHtml, type HtmlLinks } from './html-links.ts';
import type { DrawPicture } from './html-page.ts';
import { legendHtml, stripHtml } from './html-strip.ts';
import { tableHtml } from './html-table.ts';

/** What blocks need of the page around them. */
export interface BlockContext {
  links: HtmlLinks;
  draw: DrawPicture | null;
}

/** How a reader's words are marked: by their weight and by a colour. */
const MARKS = {
  good: (text: string) => element('strong', { class: 'good' }, text),
  bad: (text: string) => element('strong', { class: 'bad' }, text),
  unknown: (text: string) => element('strong', { class: 'unknown' }, text),
};

/**
 * Blocks of a document, in small pieces.
 * @param level of the headings among them: 3 is `h3`. What stands in a block below such a heading is one deeper.
 */
export function* blocksHtml(
  blocks: readonly Block[],
  level: number,
  context: BlockContext,
): Generator<string> {
  let below = level;
  for (const block of blocks) {
    if (block.kind === 'heading') below = level + 1;
    yield* blockHtml(block, level, below, context);
  }
}

function* blockHtml(
  block: Block,
  level: number,
  below: number,
  context: BlockContext,
): Generator<string> {
  const { links } = context;
  switch (block.kind) {
    case 'heading':
      yield `${element(`h${level}`, { class: block.paint ?? null }, titleHtml(block.text))}\n`;
      return;
    case 'line':
      yield `<p>${escapeHtml(block.text)}</p>\n`;
      return;
    case 'prose':
      yield `<p>${proseHtml(block.text, links)}</p>\n`;
      return;
    case 'code':
      yield `<pre><code>${block.lines.map(escapeHtml).join('\n')}</code></pre>\n`;
      return;
    case 'list':
      yield* itemsHtml(block.items, links);
      return;
    case 'figures':
      yield `<dl class="figures">\n${block.figures.map(figureHtml).join('')}</dl>\n`;
      return;
    case 'picture':
      yield* pictureHtml(block, context);
      return;
    case 'legend':
      yield legendHtml(block.marks);
      return;
    case 'table':
      yield* tableHtml(block, { links, blocksHtml: (each) => blocksHtml(each, below, context) });
  }
}

function* itemsHtml(items: readonly Item[], links: HtmlLinks): Generator<string> {
  yield '<ul class="items">\n';
  for (const item of items) {
    yield `<li>${itemHtml(item, links)}`;
    if (item.below.length > 0) {
      yield '\n';
      yield* itemsHtml(item.below, links);
    }
    yield '</li>\n';
  }
  yield '</ul>\n';
}

function itemHtml({ name, text, strip, link }: Item, links: HtmlLinks): string {
  if (strip !== undefined) return stripHtml(strip);
  const said = emphasised(escapeHtml(text), MARKS);
  if (name === null) return links.around(said, link);
  const title = element('strong', {}, links.around(escapeHtml(name), link));
  return said === '' ? title : `${title}: ${said}`;
}

function figureHtml({ label, value, change }: Figure): string {
  const classes = change === null ? '' : ['change', change.paint ?? ''].join(' ').trimEnd();
  return [
    `<div><dt>${escapeHtml(label)}</dt><dd class="value">${escapeHtml(value)}</dd>`,
    change === null ? '' : element('dd', { class: classes }, escapeHtml(change.text)),
    '</div>\n',
  ].join('');
}

/** A picture with its title, drawn where it can be, and its data as a table. */
function* pictureHtml(
  { title, picture }: Extract<Block, { kind: 'picture' }>,
  { links, draw }: BlockContext,
): Generator<string> {
  yield `<figure class="picture"><figcaption>${escapeHtml(title)}</figcaption>\n`;
  if (draw !== null) yield `${draw(picture, { title, hrefOf: links.hrefOf })}\n`;
  yield `${openTag('details', { open: draw === null ? true : null })}<summary>As a table</summary>\n`;
  yield* tableHtml(pictureTable(picture), { links, blocksHtml: () => [] });
  yield '</details></figure>\n';
}
