/** An element of an XML document, read strictly: what is not well-formed throws. */
export interface ReadElement {
  name: string;
  attributes: Record<string, string>;
  children: (ReadElement | string)[];
}

const TOKEN = /<\?xml [^?]*\?>\n|<\/([\w:-]+)>|<([\w:-]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/uy;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Reads the form of XML that the site writes; comments, CDATA and processing instructions are no part of it. */
export function readXml(text: string): ReadElement {
  const top: ReadElement = { name: '', attributes: {}, children: [] };
  const open = [top];
  for (const token of tokensOf(text)) take(token, open);
  const [root, ...others] = elementsOf(top);
  if (open.length !== 1 || root === undefined || others.length > 0) throw new Error('not one root');
  return root;
}

function* tokensOf(text: string): Generator<RegExpExecArray> {
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    if (token === null) throw new Error(`no XML: ${text.slice(at, at + 60)}`);
    yield token;
  }
}

/** Puts what a token holds into the element that is open. */
function take(
  [, closed, opened, attributes = '', empty, content]: RegExpExecArray,
  open: ReadElement[],
) {
  if (closed !== undefined && open.pop()?.name !== closed) throw new Error(`</${closed}>`);
  if (content !== undefined) open.at(-1)?.children.push(decoded(content));
  if (opened === undefined) return;
  const made = { name: opened, attributes: attributesOf(attributes), children: [] };
  open.at(-1)?.children.push(made);
  if (empty === '') open.push(made);
}

export function elementsOf({ children }: ReadElement, name?: string): ReadElement[] {
  return children.filter(
    (each): each is ReadElement =>
      typeof each !== 'string' && (name === undefined || each.name === name),
  );
}

export function textOf({ children }: ReadElement): string {
  return children.map((each) => (typeof each === 'string' ? each : textOf(each))).join('');
}

function attributesOf(text: string): Record<string, string> {
  const found = [...text.matchAll(/ ([\w:-]+)="([^"]*)"/g)];
  const names = found.map(([, name = '']) => name);
  if (new Set(names).size < names.length) throw new Error(`an attribute twice: ${text}`);
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, decoded(value)]));
}

function decoded(text: string): string {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u.test(text)) throw new Error('no character');
  return text.replace(/&([^;]*);?/g, (_, name: string) => {
    const code = /^#(\d+)$/.exec(name)?.[1];
    const sign = code === undefined ? ENTITIES[name] : String.fromCodePoint(Number(code));
    if (sign === undefined) throw new Error(`&${name}`);
    return sign;
  });
}
