import { createReadStream } from 'node:fs';
import { createLineSplitter, type Line } from './line-splitter.ts';

/** A file of this size is nothing that a person or a script wrote for us. */
const MAX_BYTES = 16 * 1024 * 1024;

/** A line of a foreign file; or, in place of the rest, that it is too long to be one. */
export type ForeignLine = ({ kind: 'line' } & Line) | { kind: 'too-long'; bytes: number };

/**
 * Reads the lines of a foreign text file, cut at LF or CRLF, one by one. A line of more than `maxLine` bytes is cut and
 * says so. Rejects with the system's error.
 */
export async function* foreignLines(
  file: string,
  maxLine: number,
  maxBytes = MAX_BYTES,
): AsyncGenerator<ForeignLine, void> {
  const splitter = createLineSplitter(maxLine);
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    const read = chunk as Uint8Array;
    bytes += read.length;
    if (bytes > maxBytes) {
      yield { kind: 'too-long', bytes: maxBytes };
      return;
    }
    for (const line of splitter.push(read)) yield { kind: 'line', ...line };
  }
  for (const line of splitter.end()) yield { kind: 'line', ...line };
}
