/*
 * What a page does beyond HTML: tables are sorted by their headings and searched, rows open by a click, and links open what
 * they point into. The page is complete without it.
 *
 * It is one classic script that imports and exports nothing: it stands inline in a page that is opened from a disk, where a
 * browser loads no modules. Text goes into the page as text alone.
 */

/** What a row is sorted by in a column: a number before a text, and an empty cell after both, in either direction. */
type SortKey = number | string | null;

/** The text of an entry, in lower case, in which a search looks. */
interface Searchable {
  entry: HTMLTableSectionElement;
  text: string;
}

const OPEN_ALL = 'Open all rows';
const CLOSE_ALL = 'Close all rows';

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', startPage);
else startPage();

function startPage(): void {
  document.querySelectorAll<HTMLTableElement>('table[data-sortable]').forEach(makeSortable);
  document.querySelectorAll<HTMLElement>('figure.table').forEach(addTools);
  document.querySelectorAll<HTMLTableElement>('table.data').forEach(openByClick);
  openForAnchors();
  openForPrint();
}

function entriesOf(table: HTMLTableElement): HTMLTableSectionElement[] {
  return [...table.tBodies].filter((body) => body.classList.contains('entry'));
}

/** Puts a button into each heading of a table with something to sort. */
function makeSortable(table: HTMLTableElement): void {
  if (entriesOf(table).length < 2) return;
  for (const heading of headingsOf(table)) {
    const button = makeButton('', () => {
      sortByHeading(table, heading);
    });
    button.append(...heading.childNodes);
    heading.append(button);
  }
}

function headingsOf(table: HTMLTableElement): HTMLTableCellElement[] {
  return [...(table.tHead?.rows[0]?.cells ?? [])];
}

/** Sorts by a column, downwards where it is sorted upwards already. Equal rows keep their order. */
function sortByHeading(table: HTMLTableElement, heading: HTMLTableCellElement): void {
  const sign = heading.ariaSort === 'ascending' ? -1 : 1;
  for (const each of headingsOf(table)) each.removeAttribute('aria-sort');
  heading.ariaSort = sign === 1 ? 'ascending' : 'descending';
  const sorted = entriesOf(table)
    .map((entry) => ({ entry, key: sortKeyOf(entry.rows[0]?.cells[heading.cellIndex]) }))
    .sort((a, b) => compareKeys(a.key, b.key, sign));
  const moved = document.createDocumentFragment();
  for (const { entry } of sorted) moved.append(entry);
  table.append(moved);
}

function sortKeyOf(cell: HTMLTableCellElement | undefined): SortKey {
  const number = cell?.dataset['sort'];
  if (number !== undefined) return Number(number);
  const text = cell?.textContent.trim().toLowerCase();
  return text === undefined || text === '' ? null : text;
}

/** @param sign 1 to sort upwards, -1 to sort downwards. */
function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  const kinds = rankOf(a) - rankOf(b);
  if (kinds !== 0 || a === null || b === null || a === b) return kinds;
  // The order of code units is the same in every language that a browser may be set to.
  return a < b ? -sign : sign;
}

function rankOf(key: SortKey): number {
  if (key === null) return 2;
  return typeof key === 'number' ? 0 : 1;
}

/** Puts the search box, and the button that opens all rows, above a table that has use for them. */
function addTools(figure: HTMLElement): void {
  const table = figure.querySelector<HTMLTableElement>('table.data');
  if (table === null) return;
  const tools = document.createElement('div');
  tools.className = 'tools';
  if (figure.dataset['filter'] !== undefined) tools.append(...makeSearch(table));
  if (table.querySelector('tr.below') !== null) tools.append(makeOpener(table));
  if (tools.childElementCount > 0) table.before(tools);
}

/** The search box with its label, and the number of rows found, which is read out when it changes. */
function makeSearch(table: HTMLTableElement): HTMLElement[] {
  const label = document.createElement('label');
  const input = document.createElement('input');
  const count = document.createElement('output');
  input.type = 'search';
  input.autocomplete = 'off';
  input.spellcheck = false;
  label.append('Search ', input);
  const total = entriesOf(table).length;
  count.textContent = `${total} rows`;
  let searchables: Searchable[] | null = null;
  input.addEventListener('focus', () => {
    searchables ??= entriesOf(table).map(searchableOf);
  });
  input.addEventListener('input', () => {
    searchables ??= entriesOf(table).map(searchableOf);
    const found = showFound(searchables, input.value);
    count.textContent = found === total ? `${total} rows` : `${found} of ${total} rows`;
  });
  return [label, count];
}

function searchableOf(entry: HTMLTableSectionElement): Searchable {
  const cells = [...entry.rows].flatMap((row) => [...row.cells]);
  return { entry, text: cells.map((cell) => cell.textContent.toLowerCase()).join('\n') };
}

/** Shows the entries that have all words of a search, in whatever order, and hides the others. Returns how many it shows. */
function showFound(searchables: readonly Searchable[], search: string): number {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { entry, text } of searchables) {
    const isFound = words.every((word) => text.includes(word));
    if (isFound) found += 1;
    if (entry.hidden === isFound) entry.hidden = !isFound;
  }
  return found;
}

/** A button that opens all rows that are shown, and then closes all. */
function makeOpener(table: HTMLTableElement): HTMLButtonElement {
  const button = makeButton(OPEN_ALL, () => {
    const isOpening = button.textContent === OPEN_ALL;
    button.textContent = isOpening ? CLOSE_ALL : OPEN_ALL;
    for (const entry of entriesOf(table)) {
      const details = detailsOf(entry);
      if (details !== null) details.open = isOpening && !entry.hidden;
    }
  });
  return button;
}

function makeButton(text: string, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', act);
  return button;
}

function detailsOf(entry: Element | null): HTMLDetailsElement | null {
  return entry?.querySelector<HTMLDetailsElement>('tr.below details') ?? null;
}

/** Opens or closes a row when it is clicked anywhere but on what acts itself, or where text was selected. */
function openByClick(table: HTMLTableElement): void {
  table.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || target.closest('a, button, summary') !== null) return;
    const row = target.closest('tr.row');
    if (row?.closest('table') !== table || getSelection()?.isCollapsed === false) return;
    const details = detailsOf(row.parentElement);
    if (details !== null) details.open = !details.open;
  });
}

/** Opens what the address and the links of the page point into. */
function openForAnchors(): void {
  openAround(location.hash);
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
  addEventListener('hashchange', () => {
    openAround(location.hash);
  });
  // A second click on the same link does not change the address.
  document.addEventListener('click', ({ target }) => {
    const link =
      target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
    if (link !== null) openAround(link.hash);
  });
}

/** Opens and shows everything around an anchor, and the row that it names. @param hash `#` and the name. */
function openAround(hash: string): void {
  const target = document.getElementById(hash.slice(1));
  const entry = target?.closest<HTMLElement>('tbody.entry') ?? null;
  if (entry !== null) entry.hidden = false;
  const row = detailsOf(entry);
  if (row !== null) row.open = true;
  for (let element = target; element !== null; element = element.parentElement)
    if (element instanceof HTMLDetailsElement) element.open = true;
}

/** Paper opens nothing: while the page is printed, all is open. */
function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
  });
}
