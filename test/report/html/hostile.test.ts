import { describe, expect, it } from 'vitest';
import { plainItem, type Document, type Table } from '../../../src/report/document/document.ts';
import { escapeTerminal } from '../../../src/report/format/terminal-escape.ts';
import { documentHtml } from '../../../src/report/html/document-html.ts';
import { ALONE } from './all-blocks.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { partsOfPage } from './parsed.ts';

function tableOf(text: string, rest: Partial<Table>): Table {
  const cell = { text, paint: null };
  const columns = [{ title: text, align: 'left' as const }];
  return { kind: 'table', bare: false, columns, rows: [[cell]], ...rest };
}

/** A document with a text in every place that foreign text can have. */
function documentOf(text: string): Document {
  const at = ['2016-01-23T14:05:33Z'];
  const cells = [{ mark: 'valid' as const, words: text }];
  const shares = [{ share: 1, count: 1, known: 1, unknown: 0 }];
  return {
    title: text,
    notes: [text],
    warning: { heading: text, reasons: [text] },
    sections: [
      {
        title: text,
        id: text,
        blocks: [
          { kind: 'heading', text },
          { kind: 'line', text },
          { kind: 'code', lines: [text] },
          {
            kind: 'list',
            items: [
              { name: text, text, link: { kind: 'page', path: text }, below: [plainItem(text)] },
              { ...plainItem(text), link: { kind: 'web', href: text } },
              { ...plainItem(text), link: { kind: 'word', page: text } },
              { ...plainItem(''), strip: { marks: ['valid'], moments: [text] } },
            ],
          },
          {
            kind: 'figures',
            figures: [{ label: text, value: text, change: { text, paint: 'good' } }],
          },
          {
            kind: 'picture',
            title: text,
            picture: { kind: 'strips', at, rows: [{ name: text, link: null, cells }] },
          },
          {
            kind: 'picture',
            title: text,
            picture: {
              kind: 'lines',
              at,
              whole: text,
              stacked: false,
              series: [{ name: text, shares }],
            },
          },
          {
            kind: 'picture',
            title: text,
            picture: {
              kind: 'calendar',
              at: '2016-01-23T14:05:33Z',
              days: [{ day: '2016-02-01', names: [text] }],
            },
          },
          tableOf(text, {}),
          tableOf(text, {
            name: text,
            details: () => [{ kind: 'line', text }, tableOf(text, {})],
            anchor: () => text,
          }),
        ],
      },
      { title: text, blocks: [{ kind: 'line', text }] },
    ],
  };
}

function pageOf(text: string): string {
  return [...documentHtml(documentOf(text), ALONE)].join('');
}

/** The elements of a page with the names of their attributes; what depends on the text is left out. */
function shapeOf(text: string): string[] {
  return partsOfPage(pageOf(text)).flatMap((part) =>
    part.kind === 'element' ? [`${part.name} ${Object.keys(part.attributes).join(' ')}`] : [],
  );
}

/** How often a text is seen in a page, between tags and in attributes. */
function seen(html: string, shown: string): number {
  const texts = partsOfPage(html).flatMap((part) =>
    part.kind === 'text' ? [part.text] : Object.values(part.attributes),
  );
  return texts.reduce((sum, each) => sum + each.split(shown).length - 1, 0);
}

const HARMLESS = '(A plain name!';

describe('a hostile text', () => {
  it.each(HOSTILE_TEXTS)('%j stays text in every place of a document', (text) => {
    expect(shapeOf(text)).toEqual(shapeOf(HARMLESS));
    const shown = escapeTerminal(text.replaceAll('\u00a0', ' '));
    expect(seen(pageOf(text), shown)).toBe(seen(pageOf(HARMLESS), HARMLESS));
  });

  it('is seen in each of the places', () => {
    expect(seen(pageOf(HARMLESS), HARMLESS)).toBeGreaterThan(30);
  });
});
