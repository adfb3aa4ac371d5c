import type { PlacedWord } from '../../model/records/word-places.ts';

/** Where a link leads, in formats that have links: to the page of a word, to a page of the same site or document, or elsewhere. */
export type Link =
  /** @param page the file of docs/words without its ending: `problem-expired`. */
  | { kind: 'word'; page: string }
  /** @param path from the top of the site, with forward slashes: `providers/wind.html`, or an anchor alone: `#changes`. */
  | { kind: 'page'; path: string }
  /** @param href an address of the web: `https://www.rfc-editor.org/rfc/rfc3207`. */
  | { kind: 'web'; href: string };

/** The name of the page of a word: its file in docs/words without the ending. */
export function pageName({ place, word }: PlacedWord): string {
  return `${place}-${word}`;
}
