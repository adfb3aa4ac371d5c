import type { Block, Document, Item, Section, Table } from './document.ts';
import { emphasised } from './emphasis.ts';
import { columns, padded, wrap } from './layout.ts';
import type { Palette } from './palette.ts';

/** A document for a terminal or a mail, wrapped, a section a piece. Ends in a newline. */
export function* documentText(document: Document, palette: Palette): Generator<string> {
  const { title, notes, warning, sections } = document;
  yield lines([
    palette.strong(title),
    ...notes.flatMap((note) => wrap(note, '', 2)).map(palette.faint),
  ]);
  if (warning !== null) yield `\n${lines(warningLines(warning, palette))}`;
  for (const section of sections) {
    if (section.blocks.length > 0) yield `\n${lines(sectionLines(section, palette))}`;
  }
}

/** The same in one piece, for a document that is short. */
export function wholeText(document: Document, palette: Palette): string {
  return [...documentText(document, palette)].join('');
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** What has to be said before all else, as one loud block. */
export function warningLines(
  { heading, reasons }: NonNullable<Document['warning']>,
  palette: Palette,
): string[] {
  return [palette.bad(heading), ...reasons.flatMap((reason) => wrap(reason, '  - ', 4))];
}

function sectionLines({ title, paint = 'strong', blocks }: Section, palette: Palette): string[] {
  return [
    ...(title === null ? [] : [palette[paint](title), '='.repeat(title.length)]),
    ...blocks.flatMap((block, index) => [
      ...(index > 0 && opens(block, blocks[index - 1]) ? [''] : []),
      ...blockLines(block, palette),
    ]),
  ];
}

/** Whether an empty line stands before a block: a list or a bare table belongs to the line above it. */
function opens(block: Block, before: Block | undefined): boolean {
  if (block.kind === 'heading') return before?.kind !== 'heading';
  if (block.kind === 'line') return before?.kind !== 'heading';
  const joined = block.kind === 'list' || block.bare;
  return !(joined && (before?.kind === 'heading' || before?.kind === 'line'));
}

function blockLines(block: Block, palette: Palette): string[] {
  switch (block.kind) {
    case 'heading':
      return [block.text];
    case 'line':
      return wrap(block.text, '', 0);
    case 'list':
      return block.items.flatMap((item) => itemLines(item, 2, palette));
    case 'table':
      return tableLines(block, palette);
  }
}

function itemLines(item: Item, indent: number, palette: Palette): string[] {
  const { name, text, below } = item;
  if (item.preformatted) return [`${' '.repeat(indent)}${palette.faint(text)}`];
  const said = emphasised(text, palette);
  const title = name === null ? [] : [palette.strong(name)];
  const whole = [...title, ...(said === '' ? [] : [said])].join(': ');
  return [
    ...wrap(whole, ' '.repeat(indent), indent + 2),
    ...below.flatMap((item) => itemLines(item, indent + 2, palette)),
  ];
}

function tableLines({ bare, columns: heads, rows }: Table, palette: Palette): string[] {
  const headings = bare ? [] : [heads.map(({ title }) => ({ text: title, paint: null }))];
  const all = [...headings, ...rows];
  const widths = heads.map(({ width = 0 }, index) =>
    all.reduce((max, row) => Math.max(max, columns(row[index]?.text ?? '')), width),
  );
  return all.map((row) => {
    const cells = row.map(({ text, paint }, index) => {
      const column = heads[index];
      const width = widths[index] ?? 0;
      const last = index === row.length - 1;
      const space = ' '.repeat(Math.max(0, width - columns(text)));
      const filled = column?.align === 'right' ? space + text : last ? text : padded(text, width);
      return paint === null ? filled : palette[paint](filled);
    });
    return `${bare ? '  ' : ''}${cells.join('  ')}`;
  });
}
