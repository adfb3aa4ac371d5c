import { parseWord, PLACES } from '../../model/records/word-places.ts';
import { pageName, type Link } from '../document/link.ts';
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

  /** The address that a link leads to; null for none, and for one that is not of the web or relative. */
  readonly hrefOf = (link: Link): string | null => {
    const href = this.#addressOf(link);
    return href !== null && isSafe(href, link.kind) ? href : null;
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

/** An address of the web. */
const WEB = /^https?:\/\//;

/** An address without a scheme and a host. */
const RELATIVE = /^(?!\/\/)[^:?#]*(?:[?#]|$)/;

/** Characters of an address (RFC 3986 §2): a backslash, which browsers read as a slash, is none. */
const ADDRESS = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;

function isSafe(href: string, kind: Link['kind']): boolean {
  return ADDRESS.test(href) && (WEB.test(href) || (kind !== 'web' && RELATIVE.test(href)));
}

/**
 * Prose of our own as HTML: what stands in backquotes is code, and a word of the format with its place, as
 * `problem:expired`, leads to its page.
 */
export function proseHtml(text: string, links: HtmlLinks): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => {
      if (!/^`[^`]+`$/.test(part)) return escapeHtml(part);
      const code = part.slice(1, -1);
      return links.around(element('code', {}, escapeHtml(code)), linkOf(code));
    })
    .join('');
}

function linkOf(code: string): Link | undefined {
  const query = code.includes(':') ? parseWord(code, PLACES) : null;
  return query?.kind === 'word' ? { kind: 'word', page: pageName(query) } : undefined;
}
