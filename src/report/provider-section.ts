import { counted, wrap } from './layout.ts';
import type { Paint, Palette } from './palette.ts';
import { escapeShort } from './terminal-escape.ts';
import { categoryTitle } from './totals.ts';
import { domainTitle } from './verdict.ts';

/** Paragraphs of one category; a list of a million domains is for the snapshot's readers, not for this text. */
export const PARAGRAPHS = 200;
const NAME_CHARACTERS = 80;

/** A category with what stands for its providers. */
interface Section<Item> {
  name: string | null;
  providers: readonly Item[];
}

/** A provider and what is said of it, in sentences without full stops; none where nothing is. */
interface Paragraph {
  title: string;
  sentences: readonly string[];
}

/** The paragraphs of all categories as text, each below its heading; a list without categories needs none. */
export function providerSection<Item>(
  categories: readonly Section<Item>[],
  palette: Palette,
  paragraphOf: (provider: Item) => Paragraph,
): string[] {
  const bare = categories.every(({ name }) => name === null);
  const parts = categories.map(({ name, providers }) => {
    const paragraphs = providers.slice(0, PARAGRAPHS).flatMap((provider) => {
      const paragraph = paragraphOf(provider);
      return paragraph.sentences.length === 0 ? [] : paragraphLines(paragraph, palette);
    });
    const more = moreProviders(providers.length);
    if (more !== null) paragraphs.push(`  ${more}`);
    return paragraphs.length === 0 || bare ? paragraphs : [categoryTitle(name), ...paragraphs];
  });
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

/** What is said of the providers of a category that are too many; null for none. */
export function moreProviders(count: number): string | null {
  return count > PARAGRAPHS
    ? `and ${counted(count - PARAGRAPHS, 'more')}, each in the snapshot`
    : null;
}

/** A provider of a list by its name; a domain that stands for itself with its U-label. Fit for a terminal. */
export function providerTitle(name: string, listed: boolean): string {
  return listed ? escapeShort(name, NAME_CHARACTERS) : domainTitle(name);
}

function paragraphLines({ title, sentences }: Paragraph, palette: Palette): string[] {
  const text = sentences.map((sentence) => emphasised(sentence, palette)).join('. ');
  return wrap(`${palette.strong(title)}: ${text}.`, '  ', 4);
}

/** Paints the words that a reader looks for. */
export function emphasised(
  sentence: string,
  paint: { good: Paint; bad: Paint; untold: Paint },
): string {
  return sentence
    .replace(
      /does NOT support TLS|do NOT support TLS|does NOT work|NOT on every address/gi,
      paint.bad,
    )
    .replace(/could not (?:tell|be told)/gi, paint.untold)
    .replace(/^Supports TLS [0-9.]+/, paint.good);
}
