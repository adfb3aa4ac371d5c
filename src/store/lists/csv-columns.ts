import { parseDomainName } from '../../model/names/domain-name.ts';
import { isTopLevelDomain } from '../../model/names/operator.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { columnKind, type ColumnKind } from './column-words.ts';

/** Which field of a row is what, as column numbers; null where the file has no such column. */
export interface Columns {
  count: number;
  domain: number;
  rank: number | null;
  provider: number | null;
  category: number | null;
}

/**
 * What the first row of a CSV list is: a header, with a notice where its words are not ours; a row of data; or neither,
 * and then why nothing can be read, in words that read on from the name of the file.
 */
export type FirstRow =
  | { kind: 'header'; columns: Columns; notice: string | null }
  | { kind: 'data'; columns: Columns }
  | { kind: 'refused'; reason: string };

const NO_HEADER = { rank: null, provider: null, category: null };
const MAX_NAMED = 8;

/** The column that has the domains is the first of the first kind that there is. */
const DOMAIN_KINDS = ['domain', 'host', 'site', 'mail'] as const;

/** Reads the first row of a CSV list. */
export function readFirstRow(fields: readonly string[]): FirstRow {
  const headings = fields.map((field) => field.replace(/\s+/gu, ' ').trim());
  const columns = columnsOfHeader(headings);
  if (columns !== null) return { kind: 'header', columns, notice: noticeOf(headings, columns) };
  const filled = headings.findLastIndex((heading) => heading !== '') + 1;
  if (filled === 1) return readOnlyField(headings[0] ?? '');
  if (filled === 2 && isRank(headings[0] ?? '')) {
    return { kind: 'data', columns: { ...NO_HEADER, count: 2, domain: 1, rank: 0 } };
  }
  return { kind: 'refused', reason: refusal(headings) };
}

/** Whether a field is a number in a ranking. */
export function isRank(field: string): boolean {
  return /^\s*[0-9]+\s*$/u.test(field);
}

/** Whether this is a heading over domains, and no domain. */
export function isDomainHeading(text: string): boolean {
  return DOMAIN_KINDS.some((kind) => columnKind(text) === kind);
}

function columnsOfHeader(headings: readonly string[]): Columns | null {
  const kinds = headings.map(columnKind);
  const column = (kind: ColumnKind): number | null => {
    const at = kinds.indexOf(kind);
    return at === -1 ? null : at;
  };
  const [domain] = DOMAIN_KINDS.map(column).filter((at) => at !== null);
  if (domain === undefined) return null;
  return {
    count: headings.length,
    domain,
    rank: null,
    provider: column('provider'),
    category: column('category'),
  };
}

/** A single label that is no top-level domain heads the column: `Customers` is not surveyed. */
function readOnlyField(field: string): FirstRow {
  const columns = { ...NO_HEADER, count: 1, domain: 0 };
  const name = parseDomainName(field);
  const isDomain =
    name.kind === 'invalid' || name.ascii.includes('.') || isTopLevelDomain(name.ascii);
  if (isDomain && columnKind(field) === null) return { kind: 'data', columns };
  return { kind: 'header', columns, notice: `takes its first row, "${field}", for a heading` };
}

function noticeOf(headings: readonly string[], columns: Columns): string | null {
  const { domain, provider, category } = columns;
  const taken = [domain, provider, category].filter((at) => at !== null);
  const named = (at: number | null, what: string): string =>
    at === null ? '' : `${what} from ${quoted(headings[at] ?? '')}`;
  const isOurs = (heading: string): boolean =>
    ['domain', 'provider', 'category'].includes(heading.toLowerCase());
  if (taken.every((at) => isOurs(headings[at] ?? ''))) return null;
  const read = [
    named(domain, 'takes the domains'),
    named(provider, 'the providers'),
    named(category, 'the categories'),
  ].filter((text) => text !== '');
  const others = headings.filter((heading, at) => heading !== '' && !taken.includes(at));
  const left = others.length === 0 ? '' : `; other columns: ${listed(others)}`;
  return `${read.join(', ')}${left}`;
}

function refusal(headings: readonly string[]): string {
  const hasDomain = headings.some((heading) => {
    const name = parseDomainName(heading);
    return name.kind === 'domain' && name.ascii.includes('.');
  });
  if (hasDomain) {
    return 'has several columns and no header: name them in the first row, as in "domain,provider"';
  }
  const named = headings.filter((heading) => heading !== '');
  return `has no column named "domain", but ${listed(named)}: name the column of the domains "domain"`;
}

function listed(headings: readonly string[]): string {
  const more = headings.length - MAX_NAMED;
  const named = headings.slice(0, MAX_NAMED).map(quoted).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function quoted(heading: string): string {
  return `"${shownText(heading, 40)}"`;
}
