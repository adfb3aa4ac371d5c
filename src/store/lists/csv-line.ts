/** The fields of one row of CSV; `open`: a quoted field has not ended yet; or why it has none. */
export type CsvLine =
  { kind: 'fields'; fields: string[] } | { kind: 'open' } | { kind: 'invalid'; reason: string };

/** What separates the fields of a row, in the order of preference where one can be read in several ways. */
export const SEPARATORS = [',', ';', '\t'] as const;

/** One of them, or all, of which any separates. */
export type Separator = (typeof SEPARATORS)[number] | typeof ANY_SEPARATOR;
export const ANY_SEPARATOR = ',;\t';

interface Patterns {
  quote: RegExp;
  quoted: RegExp;
  bare: RegExp;
}

/**
 * Splits one row of CSV (RFC 4180 §2): fields in double quotes, a quote in them doubled. Blanks
 * around quotes are let pass. A quoted field may have line breaks in it.
 */
export function parseCsvLine(line: string, separator: Separator = ','): CsvLine {
  const { quote, quoted, bare } = PATTERNS[separator];
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    quote.lastIndex = at;
    const isQuoted = quote.test(line);
    const pattern = isQuoted ? quoted : bare;
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null) return faultAt(line, at, isQuoted);
    const [, text = '', end] = match;
    fields.push(isQuoted ? text.replaceAll('""', '"') : text);
    if (end === '') return { kind: 'fields', fields };
    at = pattern.lastIndex;
  }
}

function patternsOf(separators: string): Patterns {
  const blank = separators.includes('\t') ? '[ \\u00a0]*' : '[ \\t\\u00a0]*';
  const end = `([${separators}]|$)`;
  return {
    quote: new RegExp(`${blank}"`, 'uy'),
    quoted: new RegExp(`${blank}"((?:[^"]|"")*)"${blank}${end}`, 'uy'),
    bare: new RegExp(`([^"${separators}]*)${end}`, 'uy'),
  };
}

const PATTERNS: Readonly<Record<Separator, Patterns>> = {
  ',': patternsOf(','),
  ';': patternsOf(';'),
  '\t': patternsOf('\t'),
  [ANY_SEPARATOR]: patternsOf(ANY_SEPARATOR),
};

function faultAt(line: string, at: number, isQuoted: boolean): CsvLine {
  const quotes = line.slice(at).split('"').length - 1;
  return isQuoted && quotes % 2 === 1
    ? { kind: 'open' }
    : { kind: 'invalid', reason: 'has a quote inside a field that is not quoted' };
}
