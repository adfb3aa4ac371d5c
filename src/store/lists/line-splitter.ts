import { isUtf8 } from 'node:buffer';

/** A line without its end. `cut`: it was longer than the cap, and `text` is only its beginning. */
export interface Line {
  number: number;
  text: string;
  cut: boolean;
  /** The first byte that is no UTF-8; null where there is none, and in a line that was cut. */
  badByte: number | null;
}

const LF = 0x0a;
const CR = 0x0d;
/** NEL, U+0085, in UTF-8. */
const NEL = [0xc2, 0x85] as const;

/** Cuts a stream of bytes into lines. It holds one line of `maxBytes` at the most. */
export interface LineSplitter {
  push(chunk: Uint8Array): Line[];
  /** The last line, if the bytes did not end with a line end. */
  end(): Line[];
}

/**
 * Splits UTF-8 bytes at LF, CRLF, CR or NEL, wherever the chunks are cut. A byte-order mark is
 * dropped, bytes that are no UTF-8 become U+FFFD. Of a line of more than `maxBytes` only so many
 * are kept.
 */
export function createLineSplitter(maxBytes: number): LineSplitter {
  const held = Buffer.alloc(maxBytes);
  let length = 0; // of the line so far, the bytes beyond the cap included
  let number = 0;
  let previous = 0; // the byte before, of an earlier chunk as well

  function hold(bytes: Uint8Array): void {
    if (length < maxBytes) held.set(bytes.subarray(0, maxBytes - length), length);
    length += bytes.length;
  }
  function finish(): Line {
    const cut = length > maxBytes;
    const bytes = held.subarray(0, Math.min(length, maxBytes));
    const text = bytes.toString('utf8');
    const badByte = cut || isUtf8(bytes) ? null : firstBadByte(bytes, text);
    length = 0;
    number += 1;
    return { number, text: number === 1 ? text.replace(/^\ufeff/u, '') : text, cut, badByte };
  }
  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      // Every byte of a list comes by here: an iterator makes an array for each.
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at];
        const isNel = byte === NEL[1] && previous === NEL[0];
        if (byte === LF && previous === CR) start = at + 1;
        else if (byte === LF || byte === CR || isNel) {
          hold(chunk.subarray(start, at));
          if (isNel) length -= 1;
          lines.push(finish());
          start = at + 1;
        }
        previous = byte ?? 0;
      }
      hold(chunk.subarray(start));
      return lines;
    },
    end: () => (length > 0 ? [finish()] : []),
  };
}

/** The byte for which the decoder put the first U+FFFD that was not in the bytes themselves. */
function firstBadByte(bytes: Buffer, text: string): number | null {
  let at = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (character === '\ufffd' && !isUtf8(bytes.subarray(at, at + size))) return bytes[at] ?? null;
    at += size;
  }
  return null;
}
