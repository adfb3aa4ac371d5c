import { parseDomainName } from './domain-name.ts';
import { shownText } from '../text/shown-text.ts';
import { trimmed } from '../text/trimmed.ts';

/** A domain of a list: `domain` in A-labels is the key, `unicode` is for people. */
export interface ListEntry {
  domain: string;
  unicode: string;
  category: string | null;
  provider: string | null;
}

/**
 * A line, or part of one, that was left out. `file` is `argument` and `line` its number for a
 * domain of the command line. `value` is fit to print (`shownText`), `reason` reads on from it.
 */
interface LeftOut {
  kind: 'invalid' | 'duplicate';
  file: string;
  line: number;
  value: string;
  reason: string;
}

/** What was left out of a list, or how many more values were, behind the first ones of their kind. */
export type ListProblem =
  LeftOut | { kind: 'more'; of: LeftOut['kind']; file: string; count: number };

/**
 * One list file that was read: its path from the working folder with forward slashes, the SHA-256
 * of its bytes in hex, the number of its distinct valid domains, and how many of its values were
 * left out as invalid and as duplicates (of this or an earlier file).
 */
export interface DomainList {
  file: string;
  sha256: string;
  domains: number;
  invalid: number;
  duplicates: number;
}

/** A category and its providers, both in the order in which the lists first name them. */
export interface Category {
  name: string;
  providers: string[];
}

/** A domain of the lists; or why they cannot be read to their end, in one line, and nothing follows. */
export type TakenDomain = { kind: 'domain'; entry: ListEntry } | { kind: 'fault'; message: string };

/**
 * What a run is to survey. `entries` gives each domain once, anew with each call: of several lines the first wins; `domains`
 * is their number. Long lists are not held in memory but read again. `problems` is in reading order, with `MAX_PROBLEMS` of a
 * kind and a list at most; the counts of `lists` are exact. `notices` are lines about whole files: which columns were taken,
 * and in what they are not UTF-8. `no-list`: there is nothing that can be trusted to be the list; `message` is one line.
 */
export type Lists =
  | {
      kind: 'lists';
      lists: DomainList[];
      domains: number;
      entries: () => AsyncIterable<TakenDomain>;
      categories: Category[];
      problems: ListProblem[];
      notices: string[];
    }
  | { kind: 'no-list'; message: string };

/** How many problems of one kind are kept of a list: of a million lines all may be wrong in the same way. */
export const MAX_PROBLEMS = 10;

/** What one value of a list comes to. */
export type ListItem =
  { kind: 'entry'; entry: ListEntry } | { kind: 'invalid'; value: string; reason: string };

/** The line without its comment: `#` at the start or after a blank, and all that follows. */
export function withoutComment(line: string): string {
  const start = line.search(/(?:^|\s)#/u);
  return start === -1 ? line : line.slice(0, start);
}

/** The text without what surrounds it and does not show: blanks of all kinds, zero-width characters, soft hyphens. */
export function trimmedText(text: string): string {
  return trimmed(text, /[\s\u00ad\u200b-\u200f\u2060\ufeff]/);
}

/** An entry for a domain as written, or why it is none. The names are taken as they are. */
export function listItem(
  text: string,
  category: string | null = null,
  provider: string | null = null,
): ListItem {
  const name = parseDomainName(trimmedText(text));
  if (name.kind === 'invalid') return invalidItem(text, name.reason);
  return {
    kind: 'entry',
    entry: { domain: name.ascii, unicode: name.unicode, category, provider },
  };
}

/** An item that says why a value was left out; the value is made fit to print here. */
export function invalidItem(value: string, reason: string): ListItem {
  return { kind: 'invalid', value: shownText(value.trim()), reason };
}

/** Adds the category and the provider of a domain to those of the domains before it. */
export function addCategory(
  categories: Map<string, Set<string>>,
  { category, provider }: ListEntry,
): void {
  if (category === null) return;
  const providers = categories.get(category) ?? new Set();
  categories.set(category, providers);
  if (provider !== null) providers.add(provider);
}

/** The categories that were added, in their order; what has no category is in none. */
export function categoriesOf(categories: ReadonlyMap<string, ReadonlySet<string>>): Category[] {
  return Array.from(categories, ([name, providers]) => ({ name, providers: [...providers] }));
}

/** Where a value stands: `domains/gr.txt:3`, or `argument 3`. */
export function placeText(file: string, line: number): string {
  return file === 'argument' ? `argument ${line}` : `${shownText(file, 255)}:${line}`;
}

/** A problem as one line: `domains/gr.txt:3: "a_b.gr" has an underscore`. */
export function problemText(problem: ListProblem): string {
  if (problem.kind === 'more') return moreText(problem);
  const { file, line, value, reason } = problem;
  return `${placeText(file, line)}: "${value}" ${reason}`;
}

const MORE = {
  invalid: ['invalid value', 'correct those above, and run again to see the next'],
  duplicate: ['duplicate', 'each domain counts once'],
} as const satisfies Record<LeftOut['kind'], readonly [string, string]>;

function moreText({ of, file, count }: Extract<ListProblem, { kind: 'more' }>): string {
  const [noun, advice] = MORE[of];
  const which = file === 'argument' ? 'arguments' : shownText(file, 255);
  return `${which}: and ${count} more ${noun}${count === 1 ? '' : 's'}: ${advice}`;
}
