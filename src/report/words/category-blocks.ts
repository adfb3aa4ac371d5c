import { plainItem, type Block, type Item } from '../document/document.ts';
import { firstOf, type Listing } from '../format/listing.ts';
import { categoryTitle } from './categories.ts';

/** Paragraphs of one category; a list of a million domains is for the readers of the JSON, not for a text. */
export const PARAGRAPHS = 200;

/** A provider, or a domain without one, and the sentences about it, without full stops; none: it is left out. */
export interface Paragraph {
  title: string;
  sentences: readonly string[];
}

/**
 * A list of paragraphs for each category, below its heading; a list without categories has no headings.
 * @param paragraphOf is called only for those that are printed.
 */
export function categoryBlocks<Each>(
  categories: readonly { name: string | null; providers: Listing<Each> }[],
  paragraphOf: (provider: Each) => Paragraph,
): Block[] {
  const bare = categories.every(({ name }) => name === null);
  return categories.flatMap(({ name, providers }): Block[] => {
    const paragraphs = firstOf(providers, PARAGRAPHS).map(paragraphOf);
    const items = paragraphs.filter(({ sentences }) => sentences.length > 0).map(itemOf);
    const more = providers.length - PARAGRAPHS;
    if (more > 0) items.push(plainItem(`and ${more} more, all in the JSON form`));
    if (items.length === 0) return [];
    const list: Block = { kind: 'list', items };
    return bare ? [list] : [{ kind: 'heading', text: categoryTitle(name) }, list];
  });
}

function itemOf({ title, sentences }: Paragraph): Item {
  return { name: title, text: `${sentences.join('. ')}.`, below: [] };
}
