import type { Comparison } from '../../model/output/change.ts';
import type { Effect } from '../../model/output/change-kinds.ts';
import type { Document, Section } from '../document/document.ts';
import type { Palette } from '../document/palette.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { categoryBlocks, PARAGRAPHS } from '../words/category-blocks.ts';
import { changesView, type SectionView } from './changes-view.ts';
import { wordsOfChanges } from './words-of-changes.ts';

const NAME_CHARACTERS = 80;

const PAINTS = {
  regression: 'bad',
  improvement: 'good',
  neutral: 'strong',
} as const satisfies Record<Effect, keyof Palette>;

/**
 * What changed between two surveys as a document: regressions first, each section by category and provider.
 * @param only shows the changes of this effect alone; null for all.
 */
export function changesDocument(comparison: Comparison, only: Effect | null = null): Document {
  const { title, scanner, sections, totals } = changesView(comparison, only, PARAGRAPHS);
  const last: Section = { title: null, blocks: [{ kind: 'line', text: totals }] };
  return {
    title,
    notes: scanner.map((sentence) => `${sentence}.`),
    warning: null,
    sections: [...sections.map(sectionOf), ...(totals === '' ? [] : [last])],
    words: wordsOfChanges(comparison, only),
  };
}

function sectionOf({ title, effect, categories }: SectionView): Section {
  const blocks = categoryBlocks(
    categories.map(({ name, paragraphs }) => ({ name, providers: paragraphs })),
    ({ name, sentences }) => ({ title: escapeShort(name, NAME_CHARACTERS), sentences }),
  );
  return { title, paint: PAINTS[effect], blocks };
}
