import {
  invalidItem,
  listItem,
  trimmedText,
  withoutComment,
  type ListItem,
} from '../../model/names/list.ts';
import { isDomainHeading } from './csv-columns.ts';
import { parseListName } from './list-name.ts';

/**
 * What a line comes to: a value; or something about the whole file, to read on from its name: how it is read, or why it
 * cannot be read on.
 */
export type ParsedItem =
  ListItem | { kind: 'notice'; text: string } | { kind: 'refused'; reason: string };

/** Takes the lines of one list, in order, and says what each comes to: no item for a blank one. */
export type LineParser = (line: string) => ParsedItem[];

/**
 * The grammar of text lists, where lines of both forms may stand together: a domain, which is in
 * the category above it, and `[Category]` over lines of `Provider: domain domain`. The colon needs
 * a blank or nothing after it, so that `a.gr:25` and `http://a.gr` are no providers. Commas between
 * domains are let pass. `#` starts a comment, at the start of a line or after a blank. A first line
 * that only heads a column, as `hostname` does, is no domain.
 */
export function createTextParser(): LineParser {
  let category: string | null = null;
  let isFirst = true;
  return (line) => {
    const content = trimmedText(withoutComment(line));
    if (content === '') return [];
    const mayHead = isFirst;
    isFirst = false;
    if (mayHead && isDomainHeading(content)) {
      return [{ kind: 'notice', text: `takes its first line, "${content}", for a heading` }];
    }
    if (content.startsWith('[')) {
      const heading = parseHeading(content);
      // Under a heading that cannot be read, the old category would be wrong.
      category = typeof heading === 'string' ? heading : null;
      return typeof heading === 'string' ? [] : [heading];
    }
    const colon = content.search(/:(?:\s|$)/u);
    if (colon !== -1) return providerLine(content, colon, category);
    return [plainLine(content, category)];
  };
}

function parseHeading(content: string): string | ListItem {
  if (!content.endsWith(']')) return invalidItem(content, 'is a category without its "]"');
  const heading = parseListName(content.slice(1, -1), 'category');
  return heading.kind === 'name' ? heading.name : invalidItem(content, heading.reason);
}

function providerLine(content: string, colon: number, category: string | null): ListItem[] {
  const provider = parseListName(content.slice(0, colon), 'provider');
  if (provider.kind === 'invalid') return [invalidItem(content, provider.reason)];
  const domains = content
    .slice(colon + 1)
    .split(/[\s,;]+/u)
    .filter((domain) => domain !== '');
  if (domains.length === 0) return [invalidItem(content, 'is a provider without a domain')];
  return domains.map((domain) => listItem(domain, category, provider.name));
}

function plainLine(content: string, category: string | null): ListItem {
  if (!/\s/u.test(content)) return listItem(content, category);
  if (/[,;\t]/u.test(content)) {
    return invalidItem(content, 'has several columns: call a file with columns .csv or .tsv');
  }
  return invalidItem(content, 'is neither one domain nor "Provider: domain domain"');
}
