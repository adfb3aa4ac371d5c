import type { Link } from '../document/link.ts';
import { wordAnchor } from './anchors.ts';
import { element, escapeHtml } from './escape-html.ts';
import type { HtmlPage, WordPage } from './html-page.ts';

/** Where the links of one page lead, and which words it links to. */
export class HtmlLinks {
  readonly #page: Pick<HtmlPage, 'hrefOf' | 'words'>;
  readonly #words = new Map<string, WordPage | null>();
  #closed = false;

  constructor(page: Pick<HtmlPage, 'hrefOf' | 'words'>) {
    this.#page = page;
  }

  /** Text, which leads somewhere where the page knows the address and it is safe. @param content HTML. */
  around(content: string, link: Link | undefined): string {
    const href = link === undefined ? null : this.hrefOf(link);
    return href === null ? content : element('a', { href }, content);
  }

  /** The address that a link leads to; null for none, and for one that could run a script. */
  readonly hrefOf = (link: Link): string | null => {
    const href = this.#addressOf(link);
    return href !== null && isSafe(href) ? href : null;
  };

  /** The pages of the words that were linked to, by name. From now on, no other is linked to. */
  close(): [string, WordPage][] {
    this.#closed = true;
    return [...this.#words]
      .flatMap(([name, page]): [string, WordPage][] => (page === null ? [] : [[name, page]]))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #addressOf(link: Link): string | null {
    if (link.kind === 'web') return link.href;
    if (link.kind === 'page' || this.#page.words === null) return this.#page.hrefOf(link);
    return this.#wordOf(link.page) === null ? null : `#${wordAnchor(link.page)}`;
  }

  #wordOf(name: string): WordPage | null {
    const known = this.#words.get(name);
    if (known !== undefined) return known;
    if (this.#closed) return null;
    const page = this.#page.words?.(name) ?? null;
    this.#words.set(name, page);
    return page;
  }
}

/** Whether an address is printable ASCII, and of the web or relative to the page: no other scheme. */
function isSafe(href: string): boolean {
  return /^[!-~]+$/.test(href) && /^(?:https?:\/\/|#|(?!\/\/)[^:?#]*(?:[?#]|$))/.test(href);
}

/** A word as the documents write it, with its place: `problem:expired`. */
const WORD = /^([a-z]+):([a-z0-9.-]+)$/;

/**
 * Prose of our own as HTML: what stands in backquotes is code, and a word of the format with its place leads to its page.
 */
export function proseHtml(text: string, links: HtmlLinks): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => {
      if (!/^`[^`]+`$/.test(part)) return escapeHtml(part);
      const code = part.slice(1, -1);
      const [, place, word] = WORD.exec(code) ?? [];
      const link: Link | undefined =
        place === undefined ? undefined : { kind: 'word', page: `${place}-${word ?? ''}` };
      return links.around(element('code', {}, escapeHtml(code)), link);
    })
    .join('');
}
