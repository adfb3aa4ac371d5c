import { fileLines } from '../lists/file-lines.ts';
import { MinHeap } from './min-heap.ts';
import type { ScratchFile } from './scratch-file.ts';

/** A line under two keys: lines are sorted by the first, then by the second, then as they were added. */
export interface SortedLine {
  readonly key: string;
  readonly second: string;
  readonly text: string;
}

/** What a line costs in memory beside its characters. */
const OVERHEAD = 150;
const CHUNK = 1 << 18;
/** All runs are read at the same time, and of a million domains there are a hundred: each with little in memory. */
const READ = 1 << 14;

/**
 * Sorts any number of lines in a fixed amount of memory: what is too much for it is sorted in runs, which are written to one file and
 * merged (an external merge sort). Keys are compared as JavaScript compares strings, which for ASCII is by their bytes.
 */
export class LineSorter {
  readonly #file: ScratchFile;
  readonly #limit: number;
  readonly #runs: { from: number; to: number }[] = [];
  #held: SortedLine[] = [];
  #size = 0;

  /** @param limit the characters that are held in memory. */
  constructor(file: ScratchFile, limit: number) {
    this.#file = file;
    this.#limit = limit;
  }

  /** Adds a line without an LF. */
  add(key: string, second: string, text: string): void {
    this.#held.push({ key, second, text });
    this.#size += text.length + key.length + second.length + OVERHEAD;
    if (this.#size >= this.#limit) this.#writeRun();
  }

  /** The lines in their order; each call reads them anew. */
  *sorted(): Generator<SortedLine, void> {
    this.#held.sort(compare);
    if (this.#runs.length === 0) {
      yield* this.#held;
      return;
    }
    // Earlier lines are in earlier runs, and those in memory are the last.
    const sources = [...this.#runs.map((run) => this.#readRun(run)), each(this.#held)];
    yield* merged(sources);
  }

  /** Frees its file. */
  close(): void {
    this.#held = [];
    this.#file.close();
  }

  #writeRun(): void {
    const from = this.#file.size;
    let text = '';
    for (const line of this.#held.sort(compare)) {
      text += `${JSON.stringify(line.key)}\t${JSON.stringify(line.second)}\t${line.text}\n`;
      if (text.length < CHUNK) continue;
      this.#file.append(text);
      text = '';
    }
    this.#file.append(text);
    this.#runs.push({ from, to: this.#file.size });
    this.#held = [];
    this.#size = 0;
  }

  *#readRun({ from, to }: { from: number; to: number }): Generator<SortedLine, void> {
    const { fd } = this.#file;
    if (fd === null) throw new Error('a run without a file');
    for (const line of fileLines(fd, from, to, READ)) {
      if (line.kind === 'fault') throw new Error(`a run: ${line.message}`);
      yield parseLine(line.bytes.toString('utf8'));
    }
  }
}

/** JSON has no tab in it: the first two divide the line. */
function parseLine(line: string): SortedLine {
  const first = line.indexOf('\t');
  const second = line.indexOf('\t', first + 1);
  return {
    key: String(JSON.parse(line.slice(0, first))),
    second: String(JSON.parse(line.slice(first + 1, second))),
    text: line.slice(second + 1),
  };
}

function compare(a: SortedLine, b: SortedLine): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.second === b.second) return 0;
  return a.second < b.second ? -1 : 1;
}

/** The next line of a run, and which run it is. */
interface Cursor {
  line: SortedLine;
  order: number;
  rest: Iterator<SortedLine, void>;
}

function* merged(sources: readonly Iterator<SortedLine, void>[]): Generator<SortedLine, void> {
  const heap = new MinHeap<Cursor>((a, b) => compare(a.line, b.line) || a.order - b.order);
  for (const [order, rest] of sources.entries()) {
    const next = rest.next();
    if (next.done !== true) heap.push({ line: next.value, order, rest });
  }
  for (let top = heap.top(); top !== undefined; top = heap.top()) {
    yield top.line;
    const next = top.rest.next();
    if (next.done === true) heap.pop();
    else heap.replaceTop({ ...top, line: next.value });
  }
}

function* each(lines: readonly SortedLine[]): Generator<SortedLine, void> {
  yield* lines;
}
