import { CappedBytes } from '../capped-bytes.ts';

/** Bytes of one reply at most: any line of it may say what decides, so that none is cut. */
const REPLY_BYTES = 65_536;
/** Unread bytes that are kept at most: what a server sends unasked, and faster than it is read, is dropped. */
const UNREAD_BYTES = 2 * REPLY_BYTES;
/** How many bytes of a malformed line are kept for people; of a binary protocol, the first ones, before any random bytes. */
const SAMPLE_BYTES = 64;
const BINARY_SAMPLE_BYTES = 8;

/**
 * One SMTP reply (RFC 5321 §4.2): `code` is that of the last line; `lines` are the texts after the codes, in order.
 * `mixedCodes`: a line has another code than the last one.
 */
export interface SmtpReply {
  code: number;
  lines: string[];
  mixedCodes: boolean;
}

/** The result of parsing the bytes so far. */
export type ReplyResult =
  | { kind: 'more' }
  | { kind: 'reply'; reply: SmtpReply }
  | { kind: 'malformed'; sample: string }
  | { kind: 'too-long'; detail: string };

/** Three digits, then `-`, a space or the end of the line. */
const REPLY_LINE = /^([2-5][0-9]{2})(?:$|([ -])(.*)$)/s;

/**
 * Parses the replies of an SMTP server (RFC 5321 §4.2), in any split into packets, one at a time. A bare LF ends a line too.
 * Never throws, keeps at most its caps, and takes linear time however small the pieces are.
 */
export class ReplyParser {
  readonly #unread = new CappedBytes(Infinity);
  /** The first bytes of the unread ones that are known to have no line end. */
  #searched = 0;
  #lines: { code: number; text: string }[] = [];
  #bytes = 0;

  /** Takes the next bytes. */
  push(bytes: Buffer): void {
    this.#unread.push(bytes.subarray(0, UNREAD_BYTES - this.pending));
  }

  /** The number of unread bytes after the last reply. */
  get pending(): number {
    return this.#unread.held.length;
  }

  /** Drops and returns the unread bytes after the last reply. */
  discard(): Buffer {
    const dropped = Buffer.from(this.#unread.held);
    this.#drop(dropped.length);
    return dropped;
  }

  /** Returns the next whole reply, or why there is none. */
  next(): ReplyResult {
    for (;;) {
      const line = this.#nextLine();
      if (line === null) return this.#overflow(this.pending) ?? { kind: 'more' };
      const result = this.#take(line);
      if (result !== null) return result;
    }
  }

  /** Returns the last reply at the end of the stream, where a line without a line end counts. */
  finish(): ReplyResult {
    if (this.pending === 0) return { kind: 'more' };
    this.push(Buffer.from('\n'));
    return this.next();
  }

  #take(line: Buffer): ReplyResult | null {
    const overflow = this.#overflow(0);
    if (overflow !== null) return overflow;
    const match = REPLY_LINE.exec(line.toString('latin1'));
    if (match === null) return { kind: 'malformed', sample: sampleOf(line) };
    const code = Number(match[1]);
    this.#lines.push({ code, text: decode(line.subarray(4)) });
    if (match[2] === '-') return null;
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    return {
      kind: 'reply',
      reply: {
        code,
        lines: lines.map((each) => each.text),
        mixedCodes: lines.some((each) => each.code !== code),
      },
    };
  }

  /** Takes the next line, without its end; null while it is incomplete. */
  #nextLine(): Buffer | null {
    const { held } = this.#unread;
    const end = held.indexOf(0x0a, this.#searched);
    if (end < 0) {
      this.#searched = held.length;
      return null;
    }
    const line = held.subarray(0, end);
    this.#drop(end + 1);
    this.#bytes += end + 1;
    return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  }

  #drop(length: number): void {
    this.#unread.drop(length);
    this.#searched = 0;
  }

  /** @param unfinished the bytes of a line that has no end yet. */
  #overflow(unfinished: number): ReplyResult | null {
    return this.#bytes + unfinished > REPLY_BYTES
      ? { kind: 'too-long', detail: `more than ${REPLY_BYTES} bytes` }
      : null;
  }
}

/** Decodes UTF-8 (RFC 6531), or else Latin-1: the same bytes always give the same text. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

/** Returns the first bytes of a malformed line, unprintable ones as `\xNN`. */
function sampleOf(bytes: Buffer): string {
  const text = bytes.subarray(0, SAMPLE_BYTES).toString('latin1');
  return (/[^\t -~]/.test(text) ? text.slice(0, BINARY_SAMPLE_BYTES) : text).replace(
    /[^ -~]|\\/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
