import type { Block, Document, Item, Section, Table } from '../document/document.ts';
import { emphasised } from './emphasis.ts';
import { figureText } from './figure-text.ts';
import { NO_BREAK } from './layout.ts';
import { escapeMarkdown } from './markdown-escape.ts';
import { pictureLines } from './picture-text.ts';

/** How a reader's words are marked. */
const MARKS = {
  good: (text: string) => text,
  bad: (text: string) => `**${text}**`,
  unknown: (text: string) => `_${text}_`,
};

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
      const lines = pictureLines(block.picture).map((line) => `- ${escaped(line)}`);
      return [`**${escaped(block.title)}**`, '', ...lines].join('\n');
    }
    case 'table':
      return tableLines(block).join('\n');
  }
}

function itemLines({ name, text, preformatted, below }: Item, indent: string): string[] {
  if (preformatted) return [`${indent}- \`${text}\``];
  const said = emphasised(escaped(text), MARKS);
  const title = name === null ? [] : [`**${escaped(name)}**`];
  const whole = [...title, ...(said === '' ? [] : [said])].join(': ');
  return [`${indent}- ${whole}`, ...below.flatMap((item) => itemLines(item, `${indent}  `))];
}

function tableLines({ columns, rows }: Table): string[] {
  return [
    columns.map(({ title }) => escaped(title)),
    columns.map(({ align }) => (align === 'right' ? '--:' : '---')),
    ...rows.map((row) => row.map(({ text }) => escaped(text))),
  ].map((cells) => `| ${cells.join(' | ')} |`);
}
