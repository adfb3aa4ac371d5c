import { createHash } from 'node:crypto';
import {
  MAX_PROBLEMS,
  placeText,
  type DomainList,
  type ListEntry,
  type ListItem,
  type ListProblem,
} from '../../model/names/list.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { createLineSplitter, type Line } from './line-splitter.ts';
import type { LineParser } from './parse-list.ts';

const MAX_LINE = 1024; // bytes

/** All lists of a run on their way to one. `seen` has, list by list, the line of each domain. */
export interface Collection {
  seen: { file: string; lines: Map<string, number> }[];
  entries: ListEntry[];
  problems: ListProblem[];
}

/** A collection that nothing is in yet. */
export function emptyCollection(): Collection {
  return { seen: [], entries: [], problems: [] };
}

/**
 * Reads one list from its bytes, a chunk at a time, and adds it to the collection. Rejects as
 * `chunks` does; what the collection holds then is not to be used.
 */
export async function collectList(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  parser: LineParser,
  collection: Collection,
): Promise<DomainList> {
  const list = startList(file, collection);
  const hash = createHash('sha256');
  const splitter = createLineSplitter(MAX_LINE);
  const take = (line: Line): void => {
    for (const item of itemsOf(line, parser)) list.add(item, line.number);
  };
  for await (const chunk of chunks) {
    hash.update(chunk);
    splitter.push(chunk).forEach(take);
  }
  splitter.end().forEach(take);
  return list.done(hash.digest('hex'));
}

function itemsOf(line: Line, parser: LineParser): ListItem[] {
  if (!line.cut) return parser(line.text);
  const reason = `is a line of more than ${MAX_LINE} bytes; a provider can have several lines`;
  return [{ kind: 'invalid', value: shownText(line.text), reason }];
}

/**
 * Starts a list of the collection: `add` takes what its lines come to, in order, and `done` gives
 * the list. A domain of an earlier list counts for this one too, but is not surveyed twice.
 */
export function startList(
  file: string,
  collection: Collection,
): { add: (item: ListItem, line: number) => void; done: (sha256: string) => DomainList } {
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
    done: (sha256) => ({
      file,
      sha256,
      domains: entries.length,
      entries,
      invalid: counts.invalid,
      duplicates: counts.duplicate,
    }),
  };
}
