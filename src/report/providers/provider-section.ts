import type { Block, Item } from '../format/document.ts';
import { counted } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';
import { domainTitle } from '../answer/verdict.ts';

/** Paragraphs of one category; of a longer list, the snapshot has the rest. */
const PARAGRAPHS = 200;
const NAME_CHARACTERS = 80;

/** A provider and the sentences about it, without full stops. */
interface Paragraph {
  title: string;
  sentences: readonly string[];
}

/**
 * The paragraphs of the providers, below the headings of their categories if there are any; a provider without sentences
 * is left out.
 * @param paragraphOf is called only for providers that are shown.
 */
export function providerBlocks<Provider>(
  categories: readonly { name: string | null; providers: readonly Provider[] }[],
  paragraphOf: (provider: Provider) => Paragraph,
): Block[] {
  const bare = categories.every(({ name }) => name === null);
  return categories.flatMap(({ name, providers }): Block[] => {
    const shown = providers.slice(0, PARAGRAPHS).map(paragraphOf);
    const items = shown.filter(({ sentences }) => sentences.length > 0).map(itemOf);
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

/** A provider of a list by its name; a domain that stands for itself with its U-label. Safe for a terminal. */
export function providerTitle(name: string, listed: boolean): string {
  return listed ? escapeShort(name, NAME_CHARACTERS) : domainTitle(name);
}

function itemOf({ title, sentences }: Paragraph): Item {
  return { name: title, text: `${sentences.join('. ')}.`, below: [] };
}
