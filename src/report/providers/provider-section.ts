import type { Block, Item } from '../format/document.ts';
import { counted } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';
import { domainTitle } from '../answer/verdict.ts';

/** Paragraphs of one category; a list of a million domains is for the snapshot's readers, not for this text. */
const PARAGRAPHS = 200;
const NAME_CHARACTERS = 80;

/** A provider and what is said of it, in sentences without full stops; none where nothing is. */
interface Paragraph {
  title: string;
  sentences: readonly string[];
}

/**
 * What is said of the providers of all categories, each below its heading; a list without categories needs none, and a
 * provider that nothing is said of is left out.
 * @param paragraphOf is asked only for those that are told.
 */
export function providerBlocks<Provider>(
  categories: readonly { name: string | null; providers: readonly Provider[] }[],
  paragraphOf: (provider: Provider) => Paragraph,
): Block[] {
  const bare = categories.every(({ name }) => name === null);
  return categories.flatMap(({ name, providers }): Block[] => {
    const told = providers.slice(0, PARAGRAPHS).map(paragraphOf);
    const items = told.filter(({ sentences }) => sentences.length > 0).map(itemOf);
    const more = providers.length - PARAGRAPHS;
    if (more > 0) {
      const text = `and ${counted(more, 'more')}, each in the snapshot`;
      items.push({ name: null, text, below: [] });
    }
    if (items.length === 0) return [];
    const list: Block = { kind: 'list', items };
    return bare ? [list] : [{ kind: 'heading', text: categoryTitle(name) }, list];
  });
}

/** A provider of a list by its name; a domain that stands for itself with its U-label. Fit for a terminal. */
export function providerTitle(name: string, listed: boolean): string {
  return listed ? escapeShort(name, NAME_CHARACTERS) : domainTitle(name);
}

function itemOf({ title, sentences }: Paragraph): Item {
  return { name: title, text: `${sentences.join('. ')}.`, below: [] };
}
