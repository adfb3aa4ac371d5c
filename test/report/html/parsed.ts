import { parse, parseFragment, defaultTreeAdapter, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

/** A part of a parsed page: an element with its attributes, or a text. */
export type Part =
  | { kind: 'element'; name: string; attributes: Readonly<Record<string, string>> }
  | { kind: 'text'; text: string };

/** What a browser finds in a page, in order, comments included as elements of the name `#comment`. */
export function partsOfPage(html: string): Part[] {
  return partsOf(parse(html));
}

/** What a browser finds in a fragment of a body. */
export function partsOfFragment(html: string): Part[] {
  return partsOf(parseFragment(html));
}

function partsOf(node: Node): Part[] {
  if (defaultTreeAdapter.isTextNode(node)) return [{ kind: 'text', text: node.value }];
  const children = 'childNodes' in node ? node.childNodes.flatMap(partsOf) : [];
  if (!defaultTreeAdapter.isElementNode(node)) {
    const isComment = defaultTreeAdapter.isCommentNode(node);
    return [
      ...(isComment ? [{ kind: 'element' as const, name: '#comment', attributes: {} }] : []),
      ...children,
    ];
  }
  const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
  return [{ kind: 'element', name: node.tagName, attributes }, ...children];
}

/** The elements of a page alone, of one name. */
export function elementsNamed(html: string, name: string): Readonly<Record<string, string>>[] {
  return partsOfPage(html).flatMap((part) =>
    part.kind === 'element' && part.name === name ? [part.attributes] : [],
  );
}
