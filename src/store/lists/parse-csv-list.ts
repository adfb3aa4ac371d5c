import { invalidItem, listItem, withoutComment, type ListItem } from '../../model/names/list.ts';
import { parseCsvLine } from './csv-line.ts';
import { parseListName } from './list-name.ts';
import type { LineParser } from './parse-list.ts';

/** Which field of a row is what, as column numbers; null where the file has no such column. */
interface Columns {
  count: number;
  domain: number;
  rank: number | null;
  provider: number | null;
  category: number | null;
}

const NO_HEADER = { rank: null, provider: null, category: null };

/**
 * The grammar of `.csv` lists: `domain`, `rank,domain`, or a header that names `domain` and, in
 * any order and among others, `provider` and `category`. The first row decides; every row needs as
 * many fields as it. `#` starts a comment as in text lists; below a header only at the start of a
 * line, since a provider may be called `Mail #1`.
 */
export function createCsvParser(): LineParser {
  let columns: Columns | null = null;
  let headed = false;
  return (line) => {
    const content = headed && !/^\s*#/u.test(line) ? line : withoutComment(line);
    if (content.trim() === '') return [];
    const row = parseCsvLine(content);
    if (row.kind === 'invalid') return [invalidItem(line, row.reason)];
    if (columns !== null) return [rowItem(line, row.fields, columns)];
    const header = parseHeader(row.fields);
    headed = header !== null;
    columns = header ?? columnsOfRow(row.fields);
    if (headed) return [];
    return [columns === null ? noColumns(line) : rowItem(line, row.fields, columns)];
  };
}

function noColumns(line: string): ListItem {
  return invalidItem(line, 'is neither "domain" nor "rank,domain"; other columns need a header');
}

function parseHeader(fields: readonly string[]): Columns | null {
  const names = fields.map((field) => field.trim().toLowerCase());
  const column = (name: string): number | null =>
    names.includes(name) ? names.indexOf(name) : null;
  const domain = column('domain');
  if (domain === null) return null;
  return {
    count: fields.length,
    domain,
    rank: null,
    provider: column('provider'),
    category: column('category'),
  };
}

function columnsOfRow(fields: readonly string[]): Columns | null {
  if (fields.length === 1) return { ...NO_HEADER, count: 1, domain: 0 };
  const ranked = fields.length === 2 && isRank(fields[0]);
  return ranked ? { ...NO_HEADER, count: 2, domain: 1, rank: 0 } : null;
}

function isRank(field: string | undefined): boolean {
  return /^\s*[0-9]+\s*$/u.test(field ?? '');
}

function rowItem(line: string, fields: readonly string[], columns: Columns): ListItem {
  if (fields.length !== columns.count) {
    return invalidItem(
      line,
      `has ${fields.length} fields where the first row has ${columns.count}`,
    );
  }
  if (columns.rank !== null && !isRank(fields[columns.rank])) {
    return invalidItem(line, 'has a rank that is not a number');
  }
  const category = optionalName(fields, columns.category, 'category');
  const provider = optionalName(fields, columns.provider, 'provider');
  if (category.kind === 'invalid') return invalidItem(line, category.reason);
  if (provider.kind === 'invalid') return invalidItem(line, provider.reason);
  return listItem(fields[columns.domain] ?? '', category.name, provider.name);
}

type OptionalName = { kind: 'name'; name: string | null } | { kind: 'invalid'; reason: string };

function optionalName(
  fields: readonly string[],
  column: number | null,
  what: 'category' | 'provider',
): OptionalName {
  const text = column === null ? '' : (fields[column] ?? '').trim();
  return text === '' ? { kind: 'name', name: null } : parseListName(text, what);
}
