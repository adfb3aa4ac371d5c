import type { Block, Cell, Table } from '../document/document.ts';
import { element, escapeHtml, openTag, titleHtml } from './escape-html.ts';
import type { HtmlLinks } from './html-links.ts';
import { stripHtml } from './html-strip.ts';

/** Rows from which on a table with a name has a search box. */
const SEARCHED_ROWS = 8;

/** What a table needs of the page around it. */
export interface TableContext {
  links: HtmlLinks;
  /** What a row opens to. */
  blocksHtml: (blocks: readonly Block[]) => Iterable<string>;
}

/** A table, a row a piece. One with a name can be sorted: each row is a `tbody` together with what it opens to. */
export function* tableHtml(table: Table, context: TableContext): Generator<string> {
  const { name = null, columns, rows } = table;
  const filter = name !== null && rows.length >= SEARCHED_ROWS ? true : null;
  // A narrow screen scrolls it: where nothing in it takes the focus, it does itself, for the keys that scroll.
  const tabindex = name === null || rows.length < 2 ? 0 : null;
  yield openTag('figure', { class: 'table', 'data-filter': filter, tabindex });
  yield openTag('table', {
    class: 'data',
    'data-sortable': name === null ? null : true,
    'aria-label': name,
  });
  const titles = columns.map(({ title, align }) =>
    element(
      title === '' ? 'td' : 'th',
      { scope: title === '' ? null : 'col', class: align === 'right' ? 'right' : null },
      titleHtml(title),
    ),
  );
  yield `\n<thead><tr>${titles.join('')}</tr></thead>\n`;
  const isPlain = name === null && table.details === undefined;
  if (isPlain) yield '<tbody>\n';
  for (const [nth, row] of rows.entries()) {
    if (isPlain) yield `<tr>${cellsHtml(table, row, context.links)}</tr>\n`;
    else yield* entryHtml(table, row, nth, context);
  }
  yield `${isPlain ? '</tbody>\n' : ''}</table></figure>\n`;
}

function* entryHtml(
  table: Table,
  row: readonly Cell[],
  nth: number,
  { links, blocksHtml }: TableContext,
): Generator<string> {
  yield openTag('tbody', { class: 'entry', id: table.anchor?.(nth) ?? null });
  yield `<tr class="row">${cellsHtml(table, row, links)}</tr>\n`;
  const details = table.details?.(nth) ?? [];
  if (details.length > 0) {
    yield `<tr class="below">${openTag('td', { colspan: table.columns.length })}<details>`;
    yield `<summary>Details of ${escapeHtml(row[0]?.text ?? '')}</summary>\n`;
    yield* blocksHtml(details);
    yield '</details></td></tr>\n';
  }
  yield '</tbody>\n';
}

/** The cells of a row. It is named by its first column with a title: one without has signs alone. */
function cellsHtml({ columns }: Table, row: readonly Cell[], links: HtmlLinks): string {
  const naming = columns.findIndex(({ title }) => title !== '');
  return row
    .map(({ text, paint, link, sort = null, strip }, nth) => {
      const classes = [columns[nth]?.align === 'right' ? 'right' : '', paint ?? ''].filter(Boolean);
      const isName = nth === naming && text !== '';
      const attributes = {
        scope: isName ? 'row' : null,
        class: classes.join(' ') || null,
        'data-sort': sort,
      };
      const content = strip === undefined ? links.around(escapeHtml(text), link) : stripHtml(strip);
      return element(isName ? 'th' : 'td', attributes, content);
    })
    .join('');
}
