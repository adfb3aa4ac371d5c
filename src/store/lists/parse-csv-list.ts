import {
  invalidItem,
  listItem,
  trimmedText,
  withoutComment,
  type ListItem,
} from '../../model/names/list.ts';
import { isRank, readFirstRow, type Columns } from './csv-columns.ts';
import { parseCsvLine, SEPARATORS, type Separator } from './csv-line.ts';
import { parseListName } from './list-name.ts';
import type { LineParser, ParsedItem } from './parse-list.ts';

/** What the first row showed. */
interface Table {
  separator: Separator;
  columns: Columns;
  headed: boolean;
}

/**
 * The grammar of CSV lists: `domain`, `rank,domain`, or a header that names the domains and, in any order and among
 * others, providers and categories. Fields are separated by commas, semicolons or tabs, as in the first row, or as a line
 * `sep=;` above it says. `#` starts a comment as in text lists; below a header only at the start of a line, since a
 * provider may be called `Mail #1`.
 */
export function createCsvParser(): LineParser {
  let told: Separator | null = null;
  let table: Table | null = null;

  function first(content: string): ParsedItem[] {
    const separator = told ?? bestSeparator(content);
    const row = parseCsvLine(content, separator);
    if (row.kind !== 'fields') return [faultItem(content, row)];
    const read = readFirstRow(row.fields);
    if (read.kind === 'refused') return [read];
    table = { separator, columns: read.columns, headed: read.kind === 'header' };
    if (read.kind === 'data') return rowItems(content, row.fields, read.columns);
    return read.notice === null ? [] : [{ kind: 'notice', text: read.notice }];
  }
  return (line) => {
    const content = table?.headed === true && !/^\s*#/u.test(line) ? line : withoutComment(line);
    if (/^(?:[\s,;]|"")*$/u.test(content)) return []; // Excel keeps empty rows
    if (table === null) {
      const separator = separatorOf(content);
      if (separator === null) return first(content);
      told = separator;
      return [];
    }
    const row = parseCsvLine(content, table.separator);
    return row.kind === 'fields'
      ? rowItems(line, row.fields, table.columns)
      : [faultItem(line, row)];
  };
}

/** What Excel writes above the first row, to name the separator. */
function separatorOf(content: string): Separator | null {
  const sign = /^"?sep=(.)"?\s*$/iu.exec(content)?.[1];
  return SEPARATORS.find((each) => each === sign) ?? null;
}

/** The separator by which a row has the most fields. */
function bestSeparator(content: string): Separator {
  const counts = SEPARATORS.map((separator) => {
    const row = parseCsvLine(content, separator);
    return row.kind === 'fields' ? row.fields.length : 0;
  });
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function faultItem(
  line: string,
  row: { kind: 'open' } | { kind: 'invalid'; reason: string },
): ListItem {
  const reason = row.kind === 'open' ? 'has a quoted field that does not end' : row.reason;
  return invalidItem(line, reason);
}

function rowItems(line: string, fields: readonly string[], columns: Columns): ListItem[] {
  const fault = rowFault(fields, columns);
  if (fault !== null) return [invalidItem(line, fault)];
  const category = optionalName(fields, columns.category, 'category');
  const provider = optionalName(fields, columns.provider, 'provider');
  if (category.kind === 'invalid') return [invalidItem(line, category.reason)];
  if (provider.kind === 'invalid') return [invalidItem(line, provider.reason)];
  return namesIn(fields[columns.domain] ?? '').map((name) =>
    listItem(name, category.name, provider.name),
  );
}

/** What is wrong with a row. Excel leaves out empty fields at its end, and adds some. */
function rowFault(fields: readonly string[], columns: Columns): string | null {
  const { count, domain, rank, provider, category } = columns;
  const needed = Math.max(domain, rank ?? 0, provider ?? 0, category ?? 0) + 1;
  const hasMore = fields.slice(count).some((field) => field.trim() !== '');
  if (fields.length < needed || hasMore) {
    const found = fields.length === 1 ? '1 field' : `${fields.length} fields`;
    return `has ${found} where the first row has ${count}`;
  }
  const hasRank = rank === null || isRank(fields[rank] ?? '');
  return hasRank ? null : 'has a rank that is not a number';
}

/** The names of a cell: several, where each has a dot, so that `Hellas Online` is not two. */
function namesIn(cell: string): string[] {
  const names = trimmedText(cell).split(/[\s,;]+/u);
  return names.every((name) => /[^.]\.[^.]/u.test(name)) ? names : [cell];
}

type OptionalName = { kind: 'name'; name: string | null } | { kind: 'invalid'; reason: string };

function optionalName(
  fields: readonly string[],
  column: number | null,
  what: 'category' | 'provider',
): OptionalName {
  const text = column === null ? '' : trimmedText(fields[column] ?? '').replace(/\s+/gu, ' ');
  return text === '' ? { kind: 'name', name: null } : parseListName(text, what);
}
