/** What is wrong with a page, and the line of the file where it is. */
export class PageError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A line of a page; its number counts from 1. */
export interface Line {
  number: number;
  text: string;
}

/** A page as it is read: the keys of its front matter, and its body without what follows the closing rule. */
export interface PageLines {
  keys: ReadonlyMap<string, Line>;
  body: readonly Line[];
  /** The line of the file where the body ends. */
  end: number;
}

const RULE = '---';

/**
 * Takes a page apart. The front matter is one `key: value` a line between two lines `---`, each value plain text to YAML
 * too, as GitHub reads it so. A further `---` ends the page: links for readers on the web follow.
 * Throws a PageError.
 */
export function splitPage(text: string, known: readonly string[]): PageLines {
  const lines = text.split(/\r?\n/u).map((each, index) => ({ number: index + 1, text: each }));
  const isRule = (line: Line): boolean => line.text === RULE;
  if (lines[0]?.text !== RULE) throw new PageError(1, `a page begins with a line "${RULE}"`);
  const close = lines.findIndex((line, index) => index > 0 && isRule(line));
  if (close === -1) throw new PageError(1, `the front matter is not closed by a line "${RULE}"`);
  const last = lines.findIndex((line, index) => index > close && isRule(line));
  const end = last === -1 ? lines.length : last;
  const keys = readKeys(lines.slice(1, close), known);
  return { keys, body: lines.slice(close + 1, end), end: Math.min(end + 1, lines.length) };
}

function readKeys(lines: readonly Line[], known: readonly string[]): Map<string, Line> {
  const keys = new Map<string, Line>();
  for (const { number, text } of lines) {
    const [, key = '', value = ''] = /^([a-z]+): +(\S.*)$/u.exec(text) ?? [];
    if (!known.includes(key)) {
      throw new PageError(number, `is no "key: value" with one of the keys ${known.join(', ')}`);
    }
    if (keys.has(key)) throw new PageError(number, `"${key}" stands here twice`);
    if (!isPlain(value)) {
      throw new PageError(
        number,
        `"${key}" must not have ": " or " #" in it, nor begin with a sign`,
      );
    }
    keys.set(key, { number, text: value.trimEnd() });
  }
  return keys;
}

/** Whether a value is itself in YAML, without quotes. */
function isPlain(value: string): boolean {
  return /^[\p{L}\d_(]/u.test(value) && !/:(?: |$)| #/u.test(value);
}

/** The value of a key that a page must have. Throws a PageError. */
export function requiredKey({ keys }: PageLines, key: string): Line {
  const line = keys.get(key);
  if (line === undefined) throw new PageError(1, `the front matter has no "${key}"`);
  return line;
}

/** The values of a key that takes several, with commas between; none where it is not there. Throws a PageError. */
export function listKey({ keys }: PageLines, key: string, item: RegExp): string[] {
  const line = keys.get(key);
  if (line === undefined) return [];
  const items = line.text.split(', ');
  const wrong = items.find((each, index) => !item.test(each) || items.indexOf(each) !== index);
  if (wrong === undefined) return items;
  throw new PageError(line.number, `"${key}": "${wrong}" is malformed, or stands here twice`);
}
