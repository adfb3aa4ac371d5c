/*
 * What a page does beyond HTML: tables are sorted and searched, rows open by a click, links open what they point into. The
 * page is complete without it. It is one classic script without imports, at the end of the page: it stands inline in a page
 * that is opened from a disk, where a browser loads no modules. Text goes into the page as text alone.
 */

/**
 * The rows of a table, each a `tbody` with what it opens to. Those that are not shown are not in the page: a browser takes
 * minutes to hide thousands of them, and seconds to lay thousands out.
 */
interface Rows {
  table: HTMLTableElement;
  /** All of them, in the order in which they are sorted. */
  entries: HTMLTableSectionElement[];
  /** The text of each, in lower case, in which a search looks; empty until the first search. */
  texts: Map<HTMLTableSectionElement, string>;
  /** The words that are searched for, in lower case. */
  words: string[];
  /** How many are shown at most. */
  most: number;
  count: HTMLOutputElement;
  /** Shows more of them. */
  more: HTMLButtonElement;
}

/** What a row is sorted by in a column: a number before a text, and an empty cell after both, in either direction. */
type SortKey = number | string | null;

/** Rows that are shown at first. */
const MOST = 100;

startPage();

function startPage(): void {
  const tables = [...document.querySelectorAll<HTMLTableElement>('table.data')]
    .map(readRows)
    .filter(({ entries }) => entries.length > 0);
  for (const rows of tables) {
    makeSortable(rows);
    addTools(rows);
    openByClick(rows);
    showRows(rows);
  }
  openForAnchors(tables);
  openForPrint(tables);
}

function readRows(table: HTMLTableElement): Rows {
  const entries = [...table.tBodies].filter((body) => body.classList.contains('entry'));
  const count = document.createElement('output');
  const more = makeButton('Show all rows', () => {
    rows.most = Infinity;
    showRows(rows);
  });
  const rows: Rows = { table, entries, texts: new Map(), words: [], most: MOST, count, more };
  return rows;
}

/** Puts the rows that have all words of the search into the table. @param pinned one that is shown in any case. */
function showRows(rows: Rows, pinned: HTMLTableSectionElement | null = null): void {
  const { table, entries, texts, words, most, count, more } = rows;
  const found = entries.filter((entry) => {
    const text = texts.get(entry) ?? '';
    return words.every((word) => text.includes(word));
  });
  const shown = found.slice(0, most);
  if (pinned !== null && !shown.includes(pinned)) shown.push(pinned);
  replaceRows(table, shown);
  more.hidden = found.length <= most;
  const said = `${found.length} of ${entries.length} rows`;
  count.textContent = more.hidden ? said : `${said}; the first ${most} are shown`;
}

/** The table is not in the page meanwhile: in the page, a browser lays it out anew for each row that goes. */
function replaceRows(table: HTMLTableElement, shown: readonly HTMLTableSectionElement[]): void {
  const focused = table.contains(document.activeElement) ? document.activeElement : null;
  const place = document.createComment('');
  table.replaceWith(place);
  const others = [...table.children].filter((child) => !child.classList.contains('entry'));
  table.replaceChildren(...others, ...shown);
  place.replaceWith(table);
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}

/** Puts a button into each heading of a table with something to sort. */
function makeSortable(rows: Rows): void {
  if (rows.table.dataset['sortable'] === undefined || rows.entries.length < 2) return;
  for (const heading of headingsOf(rows.table)) {
    const button = makeButton('', () => {
      sortByHeading(rows, heading);
    });
    button.append(...heading.childNodes);
    heading.append(button);
  }
}

function headingsOf(table: HTMLTableElement): HTMLTableCellElement[] {
  return [...table.querySelectorAll<HTMLTableCellElement>(':scope > thead th')];
}

/** Sorts by a column, downwards where it is sorted upwards already. Equal rows keep their order. */
function sortByHeading(rows: Rows, heading: HTMLTableCellElement): void {
  const sign = heading.ariaSort === 'ascending' ? -1 : 1;
  for (const each of headingsOf(rows.table)) each.removeAttribute('aria-sort');
  heading.ariaSort = sign === 1 ? 'ascending' : 'descending';
  rows.entries = rows.entries
    .map((entry) => ({ entry, key: sortKeyOf(entry.rows[0]?.cells[heading.cellIndex]) }))
    .sort((a, b) => compareKeys(a.key, b.key, sign))
    .map(({ entry }) => entry);
  showRows(rows);
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
  return key === null ? 2 : Number(typeof key === 'string');
}

/** Puts the search box, and the button that opens all rows, above a table that has use for them. */
function addTools(rows: Rows): void {
  const { table } = rows;
  const tools = document.createElement('div');
  tools.className = 'tools';
  if (table.closest<HTMLElement>('figure.table')?.dataset['filter'] !== undefined)
    tools.append(makeSearch(rows), rows.count);
  if (table.querySelector('tr.below') !== null) tools.append(makeOpener(table));
  table.before(tools);
  table.after(rows.more);
}

/** The search box with its label. The number of rows beside it is read out when it changes. */
function makeSearch(rows: Rows): HTMLElement {
  const label = document.createElement('label');
  const input = document.createElement('input');
  input.type = 'search';
  label.append('Search ', input);
  // Before the first key: it takes as long as some keys do.
  input.addEventListener('focus', readTexts.bind(null, rows), { once: true });
  input.addEventListener('input', () => {
    rows.words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    showRows(rows);
  });
  return label;
}

function readTexts({ entries, texts }: Rows): void {
  for (const entry of entries) {
    const cells = [...entry.rows].flatMap((row) => [...row.cells]);
    texts.set(entry, cells.map((cell) => cell.textContent.toLowerCase()).join('\n'));
  }
}

/** A button that opens all rows that are shown, and then closes them. */
function makeOpener(table: HTMLTableElement): HTMLButtonElement {
  let isOpen = false;
  const button = makeButton('Open all rows', () => {
    isOpen = !isOpen;
    button.textContent = isOpen ? 'Close all rows' : 'Open all rows';
    for (const entry of table.tBodies) setOpen(entry, isOpen);
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

/** @param open whether a row is to be open; null for what it is not. */
function setOpen(entry: Element | null, open: boolean | null): void {
  const details = entry?.querySelector<HTMLDetailsElement>('tr.below details') ?? null;
  if (details !== null) details.open = open ?? !details.open;
}

/** Opens or closes a row when it is clicked anywhere but on what acts itself, or where text was selected. */
function openByClick({ table }: Rows): void {
  table.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element) || target.closest('a, button, summary') !== null) return;
    const row = target.closest('tr.row');
    if (row?.closest('table') !== table || getSelection()?.isCollapsed === false) return;
    setOpen(row.parentElement, null);
  });
}

/** Opens what the address and the links of the page point into. */
function openForAnchors(tables: readonly Rows[]): void {
  const openAddress = (): void => {
    openAround(location.hash, tables);
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  };
  openAddress();
  addEventListener('hashchange', openAddress);
  // A second click on the same link does not change the address.
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a') : null;
    if (link?.getAttribute('href')?.startsWith('#')) openAround(link.hash, tables);
  });
}

/** Shows and opens everything around an anchor, and the row that it names. @param hash `#` and the name. */
function openAround(hash: string, tables: readonly Rows[]): void {
  const name = hash.slice(1);
  if (name === '') return;
  if (document.getElementById(name) === null) showAnchor(name, tables);
  const target = document.getElementById(name);
  setOpen(target?.closest('tbody.entry') ?? null, true);
  for (let element = target; element !== null; element = element.parentElement)
    if (element instanceof HTMLDetailsElement) element.open = true;
}

/** Shows the row that an anchor stands in, where it is not shown. */
function showAnchor(name: string, tables: readonly Rows[]): void {
  const anchor = `#${CSS.escape(name)}`;
  for (const rows of tables) {
    const entry = rows.entries.find((each) => each.matches(`${anchor}, :has(${anchor})`));
    if (entry !== undefined) showRows(rows, entry);
  }
}

/** Paper opens nothing and shows no more rows: while the page is printed, all is shown and open. */
function openForPrint(tables: readonly Rows[]): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    for (const rows of tables) if (!rows.more.hidden) showRows({ ...rows, most: Infinity });
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of opened) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
    for (const rows of tables) showRows(rows);
  });
}
