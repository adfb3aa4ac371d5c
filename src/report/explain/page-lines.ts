/** An error in a page, with the line of the file. */
export class PageError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A line of a page; numbers start at 1. */
export interface Line {
  number: number;
  text: string;
}

/** The parts of a page: the keys of its front matter, and its body up to the closing rule. */
export interface PageLines {
  keys: ReadonlyMap<string, Line>;
  body: readonly Line[];
  /** The line of the file where the body ends. */
  end: number;
}

const RULE = '---';

/**
 * Splits a page into its parts. The front matter is one `key: value` on each line, between two lines `---`. Values are
 * plain text in YAML as well, because GitHub reads the front matter as YAML. A third `---` ends the page: the links after
 * it are for readers on the web. Throws a PageError.
 */
export function splitPage(text: string, known: readonly string[]): PageLines {
  const lines = text.split(/\r?\n/u).map((each, index) => ({ number: index + 1, text: each }));
  const isRule = (line: Line): boolean => line.text === RULE;
  if (lines[0]?.text !== RULE) throw new PageError(1, `a page must begin with a line "${RULE}"`);
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
      throw new PageError(number, `expected "key: value" with one of the keys ${known.join(', ')}`);
    }
    if (keys.has(key)) throw new PageError(number, `"${key}" is given twice`);
    if (!isPlain(value)) {
      throw new PageError(
        number,
        `"${key}" must begin with a letter or a digit, and not contain ": " or " #"`,
      );
    }
    keys.set(key, { number, text: value.trimEnd() });
  }
  return keys;
}

/** Whether YAML reads a value as this text, without quotes. */
function isPlain(value: string): boolean {
  return /^[\p{L}\d_(]/u.test(value) && !/:(?: |$)| #/u.test(value);
}

/** The line of a key that a page must have. Throws a PageError. */
export function requiredKey({ keys }: PageLines, key: string): Line {
  const line = keys.get(key);
  if (line === undefined) throw new PageError(1, `the front matter has no "${key}"`);
  return line;
}

/** The values of a key that takes several, separated by commas; none if the key is missing. Throws a PageError. */
export function listKey({ keys }: PageLines, key: string, item: RegExp): string[] {
  const line = keys.get(key);
  if (line === undefined) return [];
  const items = line.text.split(', ');
  const wrong = items.find((each, index) => !item.test(each) || items.indexOf(each) !== index);
  if (wrong === undefined) return items;
  throw new PageError(line.number, `"${key}": "${wrong}" is malformed or given twice`);
}
