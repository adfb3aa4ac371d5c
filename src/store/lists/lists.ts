import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  categoriesOf,
  listItem,
  problemText,
  type DomainList,
  type ListEntry,
  type Lists,
  type TakenDomain,
} from '../../model/names/list.ts';
import { NameTable } from '../../model/names/name-table.ts';
import { shownText } from '../../model/text/shown-text.ts';
import {
  collectList,
  emptyCollection,
  readAgain,
  startList,
  type Collection,
  type ListFormat,
} from './collect-list.ts';
import { createCsvParser } from './parse-csv-list.ts';
import { createTextParser } from './parse-list.ts';
import { readErrorText } from './read-error.ts';

/** So many domains are held in memory, about 10 MB: their files may change while they are surveyed. */
const KEPT = 50_000;

/**
 * Reads all lists that the patterns name (`findLists`): `.csv` and `.tsv` files as CSV, all others as text.
 * Bad lines and duplicates are left out and reported. A pattern without a file, and a file that
 * cannot be read or has no valid domain, is `no-list`: a survey of half the lists is none.
 * @param keptMost of more domains than this the files are read again for `entries`.
 */
export async function readLists(
  patterns: readonly string[],
  cwd: string,
  keptMost = KEPT,
): Promise<Lists> {
  // Loaded here: single domains are in no file.
  const { findLists } = await import('./find-lists.ts');
  const found = await findLists(patterns, cwd);
  if (found.kind === 'no-list') return found;
  // A pipe can be read only once.
  const regular = await Promise.all(found.files.map((file) => isRegular(file, cwd)));
  const collection = emptyCollection(regular.every(Boolean) ? keptMost : Infinity);
  const lists: DomainList[] = [];
  for (const file of found.files) {
    const chunks = createReadStream(resolve(cwd, file));
    const added = await addList(chunks, file, collection);
    if (typeof added === 'string') return { kind: 'no-list', message: added };
    lists.push(added);
  }
  return finished(lists, collection, () => readAllAgain(lists, cwd));
}

/**
 * Reads a text list from a stream, as `scan -` does from standard input. Its domains are held in memory.
 * @param name what the list and its problems are called: `<stdin>`.
 */
export async function readDomains(stream: AsyncIterable<Uint8Array>, name: string): Promise<Lists> {
  const collection = emptyCollection();
  const added = await addList(stream, name, collection);
  if (typeof added === 'string') return { kind: 'no-list', message: added };
  return finished([added], collection);
}

/** The domains of a command line. They are in no list; problems name `argument` and its number. */
export function parseArguments(domains: readonly string[]): Lists {
  const collection = emptyCollection();
  const list = startList('argument', collection);
  domains.forEach((domain, index) => {
    list.add(listItem(domain), index + 1);
  });
  list.done('', 0);
  const [problem] = collection.problems;
  if (collection.seen.size > 0) return finished([], collection);
  const message = problem === undefined ? 'no domain is given' : problemText(problem);
  return { kind: 'no-list', message };
}

async function isRegular(file: string, cwd: string): Promise<boolean> {
  try {
    return (await stat(resolve(cwd, file))).isFile();
  } catch {
    // Reading it says why.
    return true;
  }
}

function finished(
  lists: DomainList[],
  collection: Collection,
  again: () => AsyncIterable<TakenDomain> = () => taken([]),
): Lists {
  const { seen, kept, categories, problems, notices } = collection;
  return {
    kind: 'lists',
    lists,
    domains: seen.size,
    entries: kept === null ? again : () => taken(kept),
    categories: categoriesOf(categories),
    problems,
    notices,
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- as what is read again
async function* taken(entries: readonly ListEntry[]): AsyncGenerator<TakenDomain, void> {
  for (const entry of entries) yield { kind: 'domain', entry };
}

/**
 * The domains of lists that were read before, each once. Which ones were taken is known as long as the lists are read and no
 * longer: a survey has better use for that memory at its end.
 */
async function* readAllAgain(
  lists: readonly DomainList[],
  cwd: string,
): AsyncGenerator<TakenDomain, void> {
  const seen = new NameTable();
  const isNew = (domain: string): boolean => {
    const before = seen.size;
    return seen.add(domain) === before;
  };
  for (const list of lists) {
    const chunks = createReadStream(resolve(cwd, list.file));
    try {
      yield* readAgain(chunks, list, formatOf(list.file), isNew);
    } catch (error) {
      yield { kind: 'fault', message: `${shownText(list.file, 255)}: ${readErrorText(error)}` };
      return;
    }
  }
}

async function addList(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  collection: Collection,
): Promise<DomainList | string> {
  try {
    const read = await collectList(chunks, file, formatOf(file), collection);
    if (read.kind === 'refused') return `${shownText(file, 255)}: ${read.reason}`;
    return read.list.domains > 0 ? read.list : noDomain(read.list, collection);
  } catch (error) {
    return `${shownText(file, 255)}: ${readErrorText(error)}`;
  }
}

function formatOf(file: string): ListFormat {
  return /\.[ct]sv$/iu.test(file)
    ? { parser: createCsvParser(), joinsLines: true }
    : { parser: createTextParser(), joinsLines: false };
}

function noDomain(list: DomainList, collection: Collection): string {
  const file = shownText(list.file, 255);
  if (list.invalid === 0) return `${file}: has no domain in it`;
  const first = collection.problems.find((problem) => problem.file === list.file);
  const example = first === undefined ? '' : `; ${problemText(first)}`;
  return `${file}: has no valid domain in it${example}`;
}
