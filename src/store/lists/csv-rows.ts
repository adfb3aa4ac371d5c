import { ANY_SEPARATOR, parseCsvLine } from './csv-line.ts';
import type { Line } from './line-splitter.ts';

/** A cell with more line breaks is a quote that somebody forgot to close. */
const MAX_LINES = 16;

/** Joins the lines of CSV to rows: a quoted field may have line breaks in it (RFC 4180 §2.6). */
export interface RowJoiner {
  push(line: Line): Line[];
  /** What is still held. */
  end(): Line[];
}

/**
 * Creates a joiner. A row has the number of its first line, and `maxBytes` at the most. A quote that does not end in such
 * a row is the fault of its own line: that line is given as it is, and those after it are read anew.
 */
export function createRowJoiner(maxBytes: number): RowJoiner {
  let held: Line[] = [];

  function release(): Line[] {
    const [first, ...rest] = held;
    held = [];
    return first === undefined ? [] : [first, ...rest.flatMap(push)];
  }
  function releaseAll(): Line[] {
    return held.length === 0 ? [] : [...release(), ...releaseAll()];
  }
  function push(line: Line): Line[] {
    if (line.cut) return [...releaseAll(), line];
    if (held.length === 0 && !/^[^#].*"|^"/u.test(line.text)) return [line];
    held.push(line);
    const row = joined(held);
    const read = parseCsvLine(row.text, ANY_SEPARATOR);
    if (read.kind === 'fields') {
      held = [];
      return [row];
    }
    const mayGoOn = held.length < MAX_LINES && Buffer.byteLength(row.text) <= maxBytes;
    return read.kind === 'open' && mayGoOn ? [] : release();
  }
  return { push, end: releaseAll };
}

function joined(lines: readonly Line[]): Line {
  return {
    number: lines[0]?.number ?? 0,
    text: lines.map(({ text }) => text).join('\n'),
    cut: false,
    badByte: lines.find(({ badByte }) => badByte !== null)?.badByte ?? null,
  };
}
