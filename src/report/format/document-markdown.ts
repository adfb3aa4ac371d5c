import type { Mark } from '../../compare/history/marks.ts';
import type { Block, Document, Item, Section, Table } from '../document/document.ts';
import { makePalette } from '../document/palette.ts';
import type { Screen } from '../document/screen.ts';
import { emphasised } from './emphasis.ts';
import { figureText } from './figure-text.ts';
import { NO_BREAK } from './layout.ts';
import { escapeMarkdown } from './markdown-escape.ts';
import { pictureLines } from './picture-text.ts';
import { legendText, signsOf, stripLines } from './strip-text.ts';

/** How a reader's words are marked. */
const MARKS = {
  good: (text: string) => text,
  bad: (text: string) => `**${text}**`,
  unknown: (text: string) => `_${text}_`,
};

/** A page is UTF-8 and has a font with all signs, whatever it is made on. */
const PAGE: Screen = { palette: makePalette(false), width: 100, signs: 'unicode' };

/** A document in Markdown, as GitHub shows it, a section a piece. Ends in a newline. */
export function* documentMarkdown(document: Document): Generator<string> {
  const { title, notes, warning, sections } = document;
  const head = [`# ${escaped(title)}`, ...notes.map(escaped)];
  yield paragraphs(warning === null ? head : [...head, warningText(warning)]);
  for (const section of sections) {
    if (section.blocks.length > 0) yield `\n${paragraphs(sectionParts(section))}`;
  }
}

function escaped(text: string): string {
  return escapeMarkdown(text.replaceAll(NO_BREAK, ' '));
}

function paragraphs(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

function warningText({ heading, reasons }: NonNullable<Document['warning']>): string {
  const lines = [
    `> **${escaped(heading)}**`,
    '>',
    ...reasons.map((reason) => `> - ${escaped(reason)}`),
  ];
  return lines.join('\n');
}

function sectionParts({ title, blocks }: Section): string[] {
  return [...(title === null ? [] : [`## ${escaped(title)}`]), ...blocks.map(blockText)];
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `### ${escaped(block.text)}`;
    case 'line':
      return escaped(block.text);
    case 'prose':
      return block.text;
    case 'code':
      return ['```text', ...block.lines, '```'].join('\n');
    case 'list':
      return block.items.flatMap((item) => itemLines(item, '')).join('\n');
    case 'figures':
      return block.figures.map((figure) => `- ${escaped(figureText(figure))}`).join('\n');
    case 'picture': {
      const lines = pictureLines(block.picture, PAGE).map((line) => `    ${line}`);
      return [`**${escaped(block.title)}**`, '', ...lines].join('\n');
    }
    case 'legend':
      return escaped(legendText(block.marks, draw));
    case 'table':
      return tableLines(block).join('\n');
  }
}

function draw(marks: readonly Mark[]): string {
  return signsOf(marks, PAGE.signs);
}

function code(text: string): string {
  return `\`${text}\``;
}

function itemLines({ name, text, strip, below }: Item, indent: string): string[] {
  if (strip !== undefined) {
    return stripLines(strip, Infinity, draw).map((line) => `${indent}- ${code(line)}`);
  }
  const said = emphasised(escaped(text), MARKS);
  const title = name === null ? [] : [`**${escaped(name)}**`];
  const whole = [...title, ...(said === '' ? [] : [said])].join(': ');
  return [`${indent}- ${whole}`, ...below.flatMap((item) => itemLines(item, `${indent}  `))];
}

function tableLines({ columns, rows }: Table): string[] {
  return [
    columns.map(({ title }) => escaped(title)),
    columns.map(({ align }) => (align === 'right' ? '--:' : '---')),
    ...rows.map((row) =>
      row.map(({ text, strip }) => (strip === undefined ? escaped(text) : code(draw(strip.marks)))),
    ),
  ].map((cells) => `| ${cells.join(' | ')} |`);
}
