import { readSync } from 'node:fs';

const LF = 0x0a;
/** The bytes that are read at once; a longer line makes it more. */
const CHUNK = 1 << 18;

/** A longer line is no line of ours: the longest that a writer makes is the survey's, with the names of all providers. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A line of a file without its LF, and where it starts in the file. The bytes are good until the next line is asked for. */
export type FileLine =
  { kind: 'line'; bytes: Buffer; start: number } | { kind: 'fault'; message: string };

/**
 * Reads the lines of an open file from one offset to another, in step with whoever asks for them, so that several files
 * can be read side by side. A last line without LF, and one that would fill the memory, is a fault and ends the lines.
 * Throws the system's error.
 */
export function* fileLines(
  fd: number,
  from = 0,
  to = Infinity,
  chunk = CHUNK,
): Generator<FileLine, void> {
  let buffer: Buffer = Buffer.allocUnsafe(chunk);
  let held = 0; // bytes in the buffer
  let offset = from; // of the buffer's first byte in the file
  for (;;) {
    const wanted = Math.min(buffer.length - held, to - offset - held);
    const got = wanted > 0 ? readSync(fd, buffer, held, wanted, offset + held) : 0;
    const filled = held + got;
    let start = 0;
    // What was held has no line end in it.
    const read = buffer.subarray(0, filled);
    for (let at = read.indexOf(LF, held); at !== -1;) {
      yield { kind: 'line', bytes: read.subarray(start, at), start: offset + start };
      start = at + 1;
      at = read.indexOf(LF, start);
    }
    held = filled - start;
    if (got === 0) {
      if (held > 0) yield { kind: 'fault', message: 'the line has no end: the file is cut off' };
      return;
    }
    if (held === buffer.length && held >= MAX_BYTES) {
      yield { kind: 'fault', message: `the line is longer than ${MAX_BYTES} bytes` };
      return;
    }
    const next = held === buffer.length ? Buffer.allocUnsafe(buffer.length * 2) : buffer;
    buffer.copy(next, 0, start, filled);
    buffer = next;
    offset += start;
  }
}
