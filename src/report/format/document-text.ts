import type { Mark } from '../../compare/history/marks.ts';
import type { Block, Document, Item, Section, Strip } from '../document/document.ts';
import { emphasised } from './emphasis.ts';
import { figureText } from './figure-text.ts';
import { columns, wrap } from './layout.ts';
import { pictureLines } from './picture-text.ts';
import type { Screen } from '../document/screen.ts';
import { legendText, paintedSigns, stripLines } from './strip-text.ts';
import { tableLines } from './table-text.ts';

/** A document for a terminal or a mail, wrapped, a section a piece. Ends in a newline. */
export function* documentText(document: Document, screen: Screen): Generator<string> {
  const { palette, width } = screen;
  const { title, notes, warning, sections } = document;
  yield lines([
    ...wrap(title, '', 0, width).map(palette.strong),
    ...notes.flatMap((note) => wrap(note, '', 2, width)).map(palette.faint),
  ]);
  if (warning !== null) yield `\n${lines(warningLines(warning, screen))}`;
  for (const section of sections) {
    if (section.blocks.length > 0) yield `\n${lines(sectionLines(section, screen))}`;
  }
}

/** The same in one piece, for a document that is short. */
export function wholeText(document: Document, screen: Screen): string {
  return [...documentText(document, screen)].join('');
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** What has to be said before all else, as one loud block. */
export function warningLines(
  { heading, reasons }: NonNullable<Document['warning']>,
  { palette, width }: Screen,
): string[] {
  return [
    ...wrap(heading, '', 0, width).map(palette.bad),
    ...reasons.flatMap((reason) => wrap(reason, '  - ', 4, width)),
  ];
}

function sectionLines({ title, paint = 'strong', blocks }: Section, screen: Screen): string[] {
  return [
    ...(title === null ? [] : titleLines(title, paint, screen)),
    ...blocks.flatMap((block, index) => [
      ...(index > 0 && opens(block, blocks[index - 1]) ? [''] : []),
      ...blockLines(block, screen),
    ]),
  ];
}

function titleLines(
  title: string,
  paint: NonNullable<Section['paint']>,
  { palette, width }: Screen,
): string[] {
  const said = wrap(title, '', 0, width);
  const ruled = Math.min(width, Math.max(...said.map(columns)));
  return [...said.map(palette[paint]), '='.repeat(ruled)];
}

/** What a list, code or a bare table belongs to. */
const ABOVE = new Set<Block['kind'] | undefined>(['heading', 'line', 'prose']);

/** Whether an empty line stands before a block: a list or a bare table belongs to the line above it. */
function opens(block: Block, before: Block | undefined): boolean {
  if (block.kind === 'heading') return before?.kind !== 'heading';
  if (block.kind === 'line') return before?.kind !== 'heading';
  if (block.kind === 'prose') return before?.kind !== 'heading' && before?.kind !== 'code';
  const joined = block.kind !== 'table' || block.bare;
  return !(joined && ABOVE.has(before?.kind));
}

function blockLines(block: Block, screen: Screen): string[] {
  switch (block.kind) {
    case 'heading':
      return wrap(block.text, '', 2, screen.width).map(
        block.paint === undefined ? (line) => line : screen.palette[block.paint],
      );
    case 'line':
      return wrap(block.text, '', 0, screen.width);
    case 'prose':
      return wrap(block.text, '  ', 2, screen.width);
    case 'code':
      return block.lines.map((line) => `    ${line}`);
    case 'list':
      return block.items.flatMap((item) => itemLines(item, 2, screen));
    case 'figures':
      return block.figures.flatMap((figure) => wrap(figureText(figure), '  ', 4, screen.width));
    case 'picture':
      return [
        ...wrap(block.title, '', 2, screen.width),
        ...pictureLines(block.picture, { ...screen, width: screen.width - 2 }).map(
          (line) => `  ${line}`,
        ),
      ];
    case 'legend':
      return wrap(
        legendText(block.marks, (marks) => paintedSigns(marks, screen)),
        '',
        2,
        screen.width,
      );
    case 'table':
      return tableLines(block, screen);
  }
}

function itemLines(item: Item, indent: number, screen: Screen): string[] {
  const { palette, width } = screen;
  const { name, text, below } = item;
  if (item.strip !== undefined) return stripItemLines(item.strip, indent, screen);
  const said = emphasised(text, palette);
  const title = name === null ? [] : [palette.strong(name)];
  const whole = [...title, ...(said === '' ? [] : [said])].join(': ');
  return [
    ...wrap(whole, ' '.repeat(indent), indent + 2, width),
    ...below.flatMap((item) => itemLines(item, indent + 2, screen)),
  ];
}

/** A strip in its colours. */
function stripItemLines(strip: Strip, indent: number, screen: Screen): string[] {
  const draw = (marks: readonly Mark[]) => paintedSigns(marks, screen);
  return stripLines(strip, screen.width - indent, draw).map((line) => ' '.repeat(indent) + line);
}
