import type { Block } from '../document/document.ts';
import type { Link } from '../document/link.ts';
import type { Picture } from '../document/picture.ts';

/** What a page of HTML needs besides its document. */
export interface HtmlPage {
  assets: HtmlAssets;
  /** The address that a link leads to from this page; null where there is no such page. Words have a place in `words` instead, where that is given. */
  hrefOf: HrefOf;
  /**
   * Gives the pages of the words, for a file that stands alone: those that it links to stand at its end. Null where the
   * words have pages of their own, which `hrefOf` knows.
   */
  words: WordPages | null;
  /** Links to other pages, above all else; one without an address is the page itself. */
  navigation: readonly { text: string; href: string | null }[];
  /** Feeds of what the page tells. */
  feeds: readonly { title: string; href: string }[];
  /** Draws pictures; where it is null, each stands as a table. */
  draw: DrawPicture | null;
}

/** The style and the script, in the page or beside it. They are ours: nothing foreign is in them. */
export type HtmlAssets =
  | { kind: 'inline'; style: string; script: string | null }
  | { kind: 'linked'; style: string; script: string | null };

type HrefOf = (link: Link) => string | null;

/** The page of a word: its title, and what it says; null where there is no such page. */
type WordPages = (page: string) => WordPage | null;

export interface WordPage {
  title: string;
  blocks: readonly Block[];
}

/** Makes the SVG of a picture. */
export type DrawPicture = (picture: Picture, options: { title: string; hrefOf: HrefOf }) => string;
