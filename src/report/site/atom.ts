import { element, xmlDocument, type XmlElement } from './xml.ts';

/** A feed of Atom (RFC 4287). */
export interface Feed {
  /** An IRI that stays the same for ever (§4.2.6). */
  id: string;
  title: string;
  /** The absolute address of the feed; null where that is not known. */
  self: string | null;
  /** The page that it is about, as a reference from the feed. */
  page: string;
  author: string;
  /** The instant of the feed where it has no entry. */
  since: string;
  /** The newest first. */
  entries: readonly FeedEntry[];
}

export interface FeedEntry {
  id: string;
  title: string;
  /** An instant (RFC 3339). */
  updated: string;
  /** The page that tells more, as a reference from the feed. */
  page: string;
  content: readonly FeedPart[];
}

/** A part of the content of an entry: a heading, and what stands below it, each with a name that leads to a page, or without. */
export interface FeedPart {
  heading: string;
  items: readonly { name: { text: string; page: string } | null; text: string }[];
}

/** A feed as XML, piece by piece. Ends in a newline. */
export function atomText(feed: Feed): Generator<string> {
  const { id, title, self, page, author, since, entries } = feed;
  return xmlDocument(
    element(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': 'en' },
      element('id', {}, id),
      element('title', {}, title),
      element('updated', {}, entries[0]?.updated ?? since),
      element('author', {}, element('name', {}, author)),
      ...(self === null
        ? []
        : [element('link', { rel: 'self', type: 'application/atom+xml', href: self })]),
      alternate(page),
      ...entries.map(entryElement),
    ),
  );
}

function entryElement({ id, title, updated, page, content }: FeedEntry): XmlElement {
  return element(
    'entry',
    {},
    element('id', {}, id),
    element('title', {}, title),
    element('updated', {}, updated),
    element('published', {}, updated),
    alternate(page),
    element('content', { type: 'xhtml' }, contentElement(content)),
  );
}

function alternate(href: string): XmlElement {
  return element('link', { rel: 'alternate', type: 'text/html', href });
}

/** The content is one `div` (§4.1.3.3). */
function contentElement(parts: readonly FeedPart[]): XmlElement {
  return element(
    'div',
    { xmlns: 'http://www.w3.org/1999/xhtml' },
    ...parts.flatMap(({ heading, items }) => [
      element('h3', {}, heading),
      element('ul', {}, ...items.map(itemElement)),
    ]),
  );
}

function itemElement({ name, text }: FeedPart['items'][number]): XmlElement {
  if (name === null) return element('li', {}, text);
  return element('li', {}, element('a', { href: name.page }, name.text), `: ${text}`);
}
