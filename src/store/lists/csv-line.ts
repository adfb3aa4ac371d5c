/** The fields of one CSV line, or why it has none. */
export type CsvLine = { kind: 'fields'; fields: string[] } | { kind: 'invalid'; reason: string };

const QUOTED = /\s*"((?:[^"]|"")*)"\s*(,|$)/uy;
const BARE = /([^",]*)(,|$)/uy;

/**
 * Splits one line of CSV (RFC 4180 §2): commas, fields in double quotes, a quote in them doubled.
 * Blanks around quotes are let pass. A quoted field has to end on its line.
 */
export function parseCsvLine(line: string): CsvLine {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = line.slice(at).trimStart().startsWith('"');
    const pattern = quoted ? QUOTED : BARE;
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null) return { kind: 'invalid', reason: faultAt(line, at, quoted) };
    const [, text = '', separator] = match;
    fields.push(quoted ? text.replaceAll('""', '"') : text);
    if (separator !== ',') return { kind: 'fields', fields };
    at = pattern.lastIndex;
  }
}

function faultAt(line: string, at: number, quoted: boolean): string {
  const quotes = line.slice(at).split('"').length - 1;
  return quoted && quotes % 2 === 1
    ? 'has a quoted field that does not end on its line'
    : 'has a quote inside a field that is not quoted';
}
