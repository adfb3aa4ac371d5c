import { createHash, type Hash } from 'node:crypto';
import {
  MAX_PROBLEMS,
  placeText,
  type DomainList,
  type ListEntry,
  type ListItem,
  type ListProblem,
} from '../../model/names/list.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { createRowJoiner } from './csv-rows.ts';
import type { Line } from './line-splitter.ts';
import type { LineParser, ParsedItem } from './parse-list.ts';
import { textLines, type TextLines } from './text-lines.ts';

const MAX_LINE = 1024; // bytes

const AS_UTF8 = 'save it as UTF-8 (in Excel: "CSV UTF-8")';

/** All lists of a run on their way to one. `seen` has, list by list, the line of each domain. */
export interface Collection {
  seen: { file: string; lines: Map<string, number> }[];
  entries: ListEntry[];
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
export function emptyCollection(): Collection {
  return { seen: [], entries: [], problems: [], notices: [] };
}

/**
 * Reads one list from its bytes, a chunk at a time, and adds it to the collection. Rejects as
 * `chunks` does; what the collection holds then, or for a refused list, is not to be used.
 */
export async function collectList(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  { parser, joinsLines }: ListFormat,
  collection: Collection,
): Promise<Collected> {
  const list = startList(file, collection);
  const notUtf8 = new BadBytes();
  const take = (line: Line): string | null => {
    for (const item of itemsOf(line, parser)) {
      if (item.kind === 'entry') list.add(item, line.number);
      else if (item.kind === 'notice') notice(item.text);
      else if (line.badByte !== null) notUtf8.add(line.number, line.badByte);
      else if (item.kind === 'invalid') list.add(item, line.number);
      if (item.kind === 'refused') return notUtf8.reason() ?? item.reason;
    }
    return null;
  };
  const notice = (text: string): void => {
    collection.notices.push(`${shownText(file, 255)}: ${text}`);
  };
  const hash = createHash('sha256');
  for await (const read of rowsOf(hashed(chunks, hash), joinsLines)) {
    if (read.kind === 'not-text') return { kind: 'refused', reason: read.reason };
    for (const line of read.lines) {
      const reason = take(line);
      if (reason !== null) return { kind: 'refused', reason };
    }
  }
  const done = list.done(hash.digest('hex'), notUtf8.values);
  const reason = notUtf8.reason();
  if (reason !== null && done.domains === 0) return { kind: 'refused', reason };
  if (reason !== null) notice(reason);
  return { kind: 'list', list: done };
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
  const lines = new Map<string, number>();
  const earlier = [...collection.seen];
  collection.seen.push({ file, lines });
  const entries: ListEntry[] = [];
  const counts = { invalid: 0, duplicate: 0 };

  function report(kind: ListProblem['kind'], line: number, value: string, reason: string): void {
    counts[kind] += 1;
    if (collection.problems.length >= MAX_PROBLEMS) return;
    collection.problems.push({ kind, file, line, value, reason });
  }
  function addEntry(entry: ListEntry, line: number): void {
    const known = lines.get(entry.domain);
    const before = earlier.find((list) => list.lines.has(entry.domain));
    if (known === undefined) {
      lines.set(entry.domain, line);
      entries.push(entry);
    }
    const first = before?.lines.get(entry.domain) ?? known;
    if (first === undefined) collection.entries.push(entry);
    else
      report(
        'duplicate',
        line,
        entry.domain,
        `is already at ${placeText(before?.file ?? file, first)}`,
      );
  }
  return {
    add(item, line) {
      if (item.kind === 'entry') addEntry(item.entry, line);
      else report('invalid', line, item.value, item.reason);
    },
    done: (sha256, unreadable) => ({
      file,
      sha256,
      domains: entries.length,
      entries,
      invalid: counts.invalid + unreadable,
      duplicates: counts.duplicate,
    }),
  };
}
