import { fileKind, HEAD_BYTES } from './file-kind.ts';
import { createLineSplitter, type Line } from './line-splitter.ts';

/** The next lines of a text file; or why it is none, in words that read on from its name. */
export type TextLines = { kind: 'lines'; lines: Line[] } | { kind: 'not-text'; reason: string };

/**
 * Reads the lines of a text file that people made, from its bytes: UTF-8, or UTF-16 with its byte order mark; the line
 * ends of any system. Rejects as `chunks` does. After `not-text` nothing follows.
 * @param maxLine longer lines are cut and say so, in bytes of UTF-8.
 */
export async function* textLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLine: number,
): AsyncGenerator<TextLines, void> {
  const splitter = createLineSplitter(maxLine);
  let decode: ((chunk: Uint8Array) => Uint8Array) | null = null;
  for await (const chunk of headFirst(chunks)) {
    if (decode === null) {
      const kind = fileKind(chunk.subarray(0, HEAD_BYTES));
      if (kind.kind === 'not-text') {
        yield kind;
        return;
      }
      decode = decoderOf(kind.encoding);
    }
    yield { kind: 'lines', lines: splitter.push(decode(chunk)) };
  }
  yield { kind: 'lines', lines: splitter.end() };
}

/** The same bytes, with so many in the first chunk that the file can be known by them. */
async function* headFirst(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const head: Uint8Array[] = [];
  let wanted = HEAD_BYTES;
  for await (const chunk of chunks) {
    if (wanted <= 0) yield chunk;
    else {
      head.push(chunk);
      wanted -= chunk.length;
      if (wanted <= 0) yield Buffer.concat(head);
    }
  }
  if (wanted > 0) yield Buffer.concat(head);
}

function decoderOf(encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): (chunk: Uint8Array) => Uint8Array {
  if (encoding === 'utf-8') return (chunk) => chunk;
  const decoder = new TextDecoder(encoding);
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
}
