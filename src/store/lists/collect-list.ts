import { createHash, type Hash } from 'node:crypto';
import {
  addCategory,
  MAX_PROBLEMS,
  placeText,
  type DomainList,
  type ListEntry,
  type ListItem,
  type ListProblem,
  type TakenDomain,
} from '../../model/names/list.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { createRowJoiner } from './csv-rows.ts';
import type { Line } from './line-splitter.ts';
import type { LineParser, ParsedItem } from './parse-list.ts';
import { SeenDomains } from '../../model/names/seen-domains.ts';
import { textLines, type TextLines } from './text-lines.ts';

const MAX_LINE = 1024; // bytes

const AS_UTF8 = 'save it as UTF-8 (in Excel: "CSV UTF-8")';

/**
 * All lists of a run on their way to one. `kept` has the distinct domains; null once they are more than `keptMost`.
 */
export interface Collection {
  files: string[];
  seen: SeenDomains;
  kept: ListEntry[] | null;
  keptMost: number;
  categories: Map<string, Set<string>>;
  problems: ListProblem[];
  notices: string[];
}

/** How a kind of list is read: its grammar, and whether several lines can be one row. */
export interface ListFormat {
  parser: LineParser;
  joinsLines: boolean;
}

/** A list that was read; or why the file is none, in words that read on from its name. */
export type Collected = { kind: 'list'; list: DomainList } | { kind: 'refused'; reason: string };

/** A collection that nothing is in yet. */
export function emptyCollection(keptMost = Infinity): Collection {
  const [seen, categories] = [new SeenDomains(), new Map<string, Set<string>>()];
  return { files: [], seen, kept: [], keptMost, categories, problems: [], notices: [] };
}

/**
 * Reads one list from its bytes, a chunk at a time, and adds it to the collection. Rejects as
 * `chunks` does; what the collection holds then, or for a refused list, is not to be used.
 */
export async function collectList(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  format: ListFormat,
  collection: Collection,
): Promise<Collected> {
  const list = startList(file, collection);
  const notUtf8 = new BadBytes();
  const notice = (text: string): void => {
    collection.notices.push(`${shownText(file, 255)}: ${text}`);
  };
  const hash = createHash('sha256');
  for await (const read of readItems(hashed(chunks, hash), format)) {
    if (read.kind === 'not-text') return { kind: 'refused', reason: read.reason };
    const { item, line } = read;
    if (item.kind === 'entry') list.add(item, line.number);
    else if (item.kind === 'notice') notice(item.text);
    else if (line.badByte !== null) notUtf8.add(line.number, line.badByte);
    else if (item.kind === 'invalid') list.add(item, line.number);
    if (item.kind === 'refused') {
      return { kind: 'refused', reason: notUtf8.reason() ?? item.reason };
    }
  }
  const done = list.done(hash.digest('hex'), notUtf8.values);
  const reason = notUtf8.reason();
  if (reason !== null && done.domains === 0) return { kind: 'refused', reason };
  if (reason !== null) notice(reason);
  return { kind: 'list', list: done };
}

/** One value of a list, and its line. */
type ReadItem =
  { kind: 'item'; item: ParsedItem; line: Line } | { kind: 'not-text'; reason: string };

async function* readItems(
  chunks: AsyncIterable<Uint8Array>,
  { parser, joinsLines }: ListFormat,
): AsyncGenerator<ReadItem, void> {
  for await (const read of rowsOf(chunks, joinsLines)) {
    if (read.kind === 'not-text') {
      yield read;
      return;
    }
    for (const line of read.lines) {
      for (const item of itemsOf(line, parser)) yield { kind: 'item', item, line };
    }
  }
}

/**
 * Reads a list once more that was collected before, and gives those of its domains that `isNew` takes. Whether the file is
 * still the same is known at its end. Rejects as `chunks` does.
 */
export async function* readAgain(
  chunks: AsyncIterable<Uint8Array>,
  { file, sha256 }: Pick<DomainList, 'file' | 'sha256'>,
  format: ListFormat,
  isNew: (domain: string) => boolean,
): AsyncGenerator<TakenDomain, void> {
  const hash = createHash('sha256');
  for await (const read of readItems(hashed(chunks, hash), format)) {
    if (read.kind === 'not-text' || read.item.kind !== 'entry') continue;
    const { entry } = read.item;
    if (isNew(entry.domain)) yield { kind: 'domain', entry };
  }
  if (hash.digest('hex') === sha256) return;
  yield { kind: 'fault', message: `${shownText(file, 255)}: was changed while it was read` };
}

/** The values of a list that were lost because their bytes are no UTF-8. */
class BadBytes {
  values = 0;
  #first: { line: number; byte: number } | null = null;
  #lines = 0;
  #last = 0;

  add(line: number, byte: number): void {
    this.#first ??= { line, byte };
    if (line !== this.#last) this.#lines += 1;
    this.#last = line;
    this.values += 1;
  }

  /** The first of them and how many lines are left out, to read on from the name of the file; null for none. */
  reason(): string | null {
    if (this.#first === null) return null;
    const { line, byte } = this.#first;
    const more = this.#lines - 1;
    const others = more === 0 ? '' : `; ${more} more ${more === 1 ? 'line' : 'lines'} like it`;
    const hex = byte.toString(16).toUpperCase();
    return `is not UTF-8 (line ${line}, byte 0x${hex}${others}): ${AS_UTF8}`;
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* rowsOf(
  chunks: AsyncIterable<Uint8Array>,
  joinsLines: boolean,
): AsyncGenerator<TextLines> {
  const joiner = createRowJoiner(MAX_LINE);
  for await (const read of textLines(chunks, MAX_LINE)) {
    if (read.kind === 'not-text' || !joinsLines) yield read;
    else yield { kind: 'lines', lines: read.lines.flatMap((line) => joiner.push(line)) };
  }
  yield { kind: 'lines', lines: joiner.end() };
}

function itemsOf(line: Line, parser: LineParser): ParsedItem[] {
  if (!line.cut) return parser(line.text);
  const reason = `is a line of more than ${MAX_LINE} bytes; a provider can have several lines`;
  return [{ kind: 'invalid', value: shownText(line.text), reason }];
}

type LeftOutKind = Exclude<ListProblem['kind'], 'more'>;

/**
 * Starts a list of the collection: `add` takes what its lines come to, in order, and `done` gives
 * the list; `unreadable` values are counted as invalid. A domain of an earlier list counts for this one too, but is not surveyed twice.
 */
export function startList(
  file: string,
  collection: Collection,
): {
  add: (item: ListItem, line: number) => void;
  done: (sha256: string, unreadable: number) => DomainList;
} {
  const list = collection.files.push(file) - 1;
  const counts = { domains: 0, invalid: 0, duplicate: 0 };

  function report(kind: LeftOutKind, line: number, value: string, reason: string): void {
    counts[kind] += 1;
    if (counts[kind] > MAX_PROBLEMS) return;
    collection.problems.push({ kind, file, line, value, reason });
  }
  function reportMore(of: LeftOutKind): void {
    const count = counts[of] - MAX_PROBLEMS;
    if (count > 0) collection.problems.push({ kind: 'more', of, file, count });
  }
  function addEntry(entry: ListEntry, line: number): void {
    const { first, isNewInList } = collection.seen.add(entry.domain, { list, line });
    if (isNewInList) counts.domains += 1;
    if (first === null) {
      addCategory(collection.categories, entry);
      if (collection.seen.size > collection.keptMost) collection.kept = null;
      collection.kept?.push(entry);
      return;
    }
    const place = placeText(collection.files[first.list] ?? file, first.line);
    report('duplicate', line, entry.domain, `is already at ${place}`);
  }
  return {
    add(item, line) {
      if (item.kind === 'entry') addEntry(item.entry, line);
      else report('invalid', line, item.value, item.reason);
    },
    done(sha256, unreadable) {
      reportMore('invalid');
      reportMore('duplicate');
      const { domains, invalid, duplicate: duplicates } = counts;
      return { file, sha256, domains, invalid: invalid + unreadable, duplicates };
    },
  };
}
