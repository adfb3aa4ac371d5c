/** A line without its end. `cut`: it was longer than the cap, and `text` is only its beginning. */
export interface Line {
  number: number;
  text: string;
  cut: boolean;
}

const LF = 0x0a;
const CR = 0x0d;

/** Cuts a stream of bytes into lines. It holds one line of `maxBytes` at the most. */
export interface LineSplitter {
  push(chunk: Uint8Array): Line[];
  /** The last line, if the bytes did not end with a line end. */
  end(): Line[];
}

/**
 * Splits UTF-8 bytes at LF or CRLF, wherever the chunks are cut. A byte-order mark is dropped,
 * bytes that are no UTF-8 become U+FFFD. Of a line of more than `maxBytes` only so many are kept.
 */
export function createLineSplitter(maxBytes: number): LineSplitter {
  const held = Buffer.alloc(maxBytes);
  let length = 0; // of the line so far, the bytes beyond the cap included
  let number = 0;

  function hold(bytes: Uint8Array): void {
    if (length < maxBytes) held.set(bytes.subarray(0, maxBytes - length), length);
    length += bytes.length;
  }
  function finish(): Line {
    const cut = length > maxBytes;
    const ended = !cut && length > 0 && held[length - 1] === CR;
    const text = held.toString('utf8', 0, cut ? maxBytes : ended ? length - 1 : length);
    length = 0;
    number += 1;
    return { number, text: number === 1 ? text.replace(/^\ufeff/u, '') : text, cut };
  }
  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, start)) {
        hold(chunk.subarray(start, at));
        lines.push(finish());
        start = at + 1;
      }
      hold(chunk.subarray(start));
      return lines;
    },
    end: () => (length > 0 ? [finish()] : []),
  };
}
