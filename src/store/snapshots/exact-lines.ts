import { isUtf8 } from 'node:buffer';

const LF = 0x0a;

/** A longer line is no line of ours: the longest that a writer makes is the survey's, with the names of all providers. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A line without its LF, exactly as it stands; or why there is none, in place of the rest. */
export type ExactLine = { kind: 'line'; text: string } | { kind: 'fault'; message: string };

/**
 * Cuts UTF-8 bytes into lines that end in LF, byte for byte: a CR stays, and so does a byte-order mark. Bytes that are
 * no UTF-8, a last line without LF, and a line that would fill the memory are faults, and end the lines.
 */
export async function* exactLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes = MAX_BYTES,
): AsyncGenerator<ExactLine> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, start)) {
      held.push(chunk.subarray(start, at));
      const line = decoded(held);
      yield line;
      if (line.kind === 'fault') return;
      held = [];
      length = 0;
      start = at + 1;
    }
    held.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > maxBytes) {
      yield { kind: 'fault', message: `the line is longer than ${maxBytes} bytes` };
      return;
    }
  }
  if (length > 0) yield { kind: 'fault', message: 'the line has no end: the file is cut off' };
}

function decoded(held: readonly Buffer[]): ExactLine {
  const bytes = Buffer.concat(held);
  if (!isUtf8(bytes)) return { kind: 'fault', message: 'the line is not UTF-8' };
  return { kind: 'line', text: bytes.toString('utf8') };
}
