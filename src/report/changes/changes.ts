import type { Comparison, Effect } from '../../model/output/change.ts';
import {
  changesView,
  type ChangesView,
  type ParagraphView,
  type SectionView,
} from './changes-view.ts';
import { counted, wrap } from '../format/layout.ts';
import { escapeMarkdown } from '../format/markdown-escape.ts';
import type { Palette } from '../format/palette.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';

/** Paragraphs of one category in a section; a flood of changes is for the JSON's readers, not for this text. */
const PARAGRAPHS = 200;
const NAME_CHARACTERS = 80;

const PAINTS = {
  regression: 'bad',
  improvement: 'good',
  neutral: 'strong',
} as const satisfies Record<Effect, keyof Palette>;

/**
 * What changed between two surveys, as text: regressions first, each section by category and provider. Ends in a newline.
 * @param only tells the changes of one effect alone.
 */
export function describeChanges(
  comparison: Comparison,
  palette: Palette,
  only: Effect | null = null,
): string {
  const view = changesView(comparison, only);
  const bare = hasNoCategories(view);
  const blocks = [
    [palette.strong(view.sections.length > 0 ? view.title : `${view.title}.`)],
    view.scanner.flatMap((sentence) => wrap(`${sentence}.`, '', 2)),
    ...view.sections.map((section) => sectionLines(section, bare, palette)),
    ...(view.sections.length > 0 ? [wrap(view.totals, '', 0)] : []),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The same in Markdown. */
export function changesMarkdown(comparison: Comparison, only: Effect | null = null): string {
  const view = changesView(comparison, only);
  const bare = hasNoCategories(view);
  const blocks = [
    `## ${escapeMarkdown(view.title)}`,
    ...view.scanner.map((sentence) => `${escapeMarkdown(sentence)}.`),
    ...view.sections.flatMap((section) => sectionMarkdown(section, bare)),
    ...(view.sections.length > 0 ? [escapeMarkdown(view.totals)] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Lists without categories need no headings for them. */
function hasNoCategories({ sections }: ChangesView): boolean {
  return sections.every(({ categories }) => categories.every(({ name }) => name === null));
}

function sectionLines(section: SectionView, bare: boolean, palette: Palette): string[] {
  const { title, effect, categories } = section;
  const parts = categories.map(({ name, paragraphs }) => [
    ...(bare ? [] : [categoryTitle(name)]),
    ...paragraphs
      .slice(0, PARAGRAPHS)
      .flatMap((each) => wrap(`${palette.strong(shownName(each))}: ${told(each)}`, '  ', 4)),
    ...moreLines(paragraphs, '  '),
  ]);
  return [palette[PAINTS[effect]](title), '='.repeat(title.length), ...parts.flat()];
}

function sectionMarkdown({ title, categories }: SectionView, bare: boolean): string[] {
  const parts = categories.flatMap(({ name, paragraphs }) => [
    ...(bare ? [] : [`#### ${escapeMarkdown(categoryTitle(name))}`]),
    [
      ...paragraphs
        .slice(0, PARAGRAPHS)
        .map((each) => `- **${escapeMarkdown(shownName(each))}**: ${escapeMarkdown(told(each))}`),
      ...moreLines(paragraphs, '- '),
    ].join('\n'),
  ]);
  return [`### ${title}`, ...parts];
}

function shownName({ name }: ParagraphView): string {
  return escapeShort(name, NAME_CHARACTERS);
}

function told({ sentences }: ParagraphView): string {
  return `${sentences.join('. ')}.`;
}

function moreLines(paragraphs: readonly ParagraphView[], first: string): string[] {
  const more = paragraphs.length - PARAGRAPHS;
  return more > 0 ? [`${first}and ${counted(more, 'more')}, each in --format json`] : [];
}
