import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import {
  categoriesOf,
  listItem,
  problemText,
  type DomainList,
  type Lists,
} from '../../model/names/list.ts';
import { shownText } from '../../model/text/shown-text.ts';
import {
  collectList,
  emptyCollection,
  startList,
  type Collection,
  type ListFormat,
} from './collect-list.ts';
import { findLists } from './find-lists.ts';
import { createCsvParser } from './parse-csv-list.ts';
import { createTextParser } from './parse-list.ts';
import { readErrorText } from './read-error.ts';

/**
 * Reads all lists that the patterns name (`findLists`): `.csv` and `.tsv` files as CSV, all others as text.
 * Bad lines and duplicates are left out and reported. A pattern without a file, and a file that
 * cannot be read or has no valid domain, is `no-list`: a survey of half the lists is none.
 */
export async function readLists(patterns: readonly string[], cwd: string): Promise<Lists> {
  const found = await findLists(patterns, cwd);
  if (found.kind === 'no-list') return found;
  const collection = emptyCollection();
  const lists: DomainList[] = [];
  for (const file of found.files) {
    const chunks = createReadStream(resolve(cwd, file));
    const added = await addList(chunks, file, collection);
    if (typeof added === 'string') return { kind: 'no-list', message: added };
    lists.push(added);
  }
  return finished(lists, collection);
}

/**
 * Reads a text list from a stream, as `scan -` does from standard input.
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
  const [problem] = collection.problems;
  if (collection.entries.length > 0) return finished([], collection);
  const message = problem === undefined ? 'no domain is given' : problemText(problem);
  return { kind: 'no-list', message };
}

function finished(lists: DomainList[], collection: Collection): Lists {
  const { entries, problems, notices } = collection;
  return { kind: 'lists', lists, entries, categories: categoriesOf(entries), problems, notices };
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
