/** An element of XML: its text and attributes are plain, and are escaped when it is written. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (XmlElement | string)[];
}

export function element(
  name: string,
  attributes: XmlElement['attributes'],
  ...children: XmlElement['children']
): XmlElement {
  return { name, attributes, children };
}

/** A whole document, piece by piece. Ends in a newline. */
export function* xmlDocument(root: XmlElement): Generator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n';
  yield* pieces(root);
  yield '\n';
}

function* pieces({ name, attributes, children }: XmlElement): Generator<string> {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  if (children.length === 0) {
    yield `<${name}${written.join('')}/>`;
    return;
  }
  yield `<${name}${written.join('')}>`;
  for (const child of children) {
    if (typeof child === 'string') yield escaped(child);
    else yield* pieces(child);
  }
  yield `</${name}>`;
}

/** What XML 1.0 §2.2 cannot hold, not even escaped. */
const NOT_A_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Readers of XML would make a space, or a newline, of these.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  return text
    .replace(NOT_A_CHARACTER, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (sign) => REFERENCES[sign] ?? sign);
}
