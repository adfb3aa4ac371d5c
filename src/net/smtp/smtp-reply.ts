/** The line of an SMTP reply that is kept at most, in bytes; RFC 5321 §4.5.3.1.5 allows 512. */
const LINE_BYTES = 2_048;
/** Lines of one reply. */
const LINE_COUNT = 128;
/** Bytes of one reply, and of what is kept waiting behind it. */
const REPLY_BYTES = 65_536;
/** How much of something that is no SMTP is kept for people. */
const SAMPLE_BYTES = 64;

/**
 * One SMTP reply (RFC 5321 §4.2): its code is the last line's; `lines` are the texts behind the codes, in order.
 * `mixedCodes`: a line had another code than the last one.
 */
export interface SmtpReply {
  code: number;
  lines: string[];
  mixedCodes: boolean;
}

/** What the parser makes of the bytes it has been fed so far. */
export type ReplyResult =
  | { kind: 'more' }
  | { kind: 'reply'; reply: SmtpReply }
  | { kind: 'malformed'; sample: string }
  | { kind: 'too-long'; detail: string };

/** Three digits, then `-`, a space or the end of the line. */
const REPLY_LINE = /^([2-5][0-9]{2})(?:$|([ -])(.*)$)/s;

/**
 * Parses the server's side of an SMTP dialogue, however its bytes are cut into packets. It reads one reply at a time:
 * bytes behind it wait. A bare LF ends a line too. It never throws, and never keeps more than a reply's caps.
 */
export class ReplyParser {
  #waiting: Buffer = Buffer.alloc(0);
  #lines: { code: number; text: string }[] = [];
  #bytes = 0;
  #skipping = false;

  /** Takes the next bytes, as they come. */
  push(bytes: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
  }

  /** How many bytes wait behind the last reply read. */
  get pending(): number {
    return this.#waiting.length;
  }

  /** Drops and gives what waits behind the last reply: the server said it without being asked. */
  discard(): Buffer {
    const dropped = this.#waiting;
    this.#waiting = Buffer.alloc(0);
    this.#skipping = false;
    return dropped;
  }

  /** Gives the next whole reply, or says why there is none. */
  next(): ReplyResult {
    for (;;) {
      const line = this.#nextLine();
      if (line === null) return this.#overflow() ?? { kind: 'more' };
      const result = this.#take(line);
      if (result !== null) return result;
    }
  }

  /** At the end of the stream: what waits without a line end is a line as well. */
  finish(): ReplyResult {
    if (this.#waiting.length === 0) return { kind: 'more' };
    this.push(Buffer.from('\n'));
    return this.next();
  }

  #take(line: Buffer): ReplyResult | null {
    const match = REPLY_LINE.exec(line.toString('latin1'));
    if (match === null) return { kind: 'malformed', sample: sampleOf(line) };
    const overflow = this.#overflow();
    if (overflow !== null) return overflow;
    const code = Number(match[1]);
    this.#lines.push({ code, text: decode(line.subarray(4)) });
    if (this.#lines.length > LINE_COUNT) {
      return { kind: 'too-long', detail: `more than ${LINE_COUNT} lines` };
    }
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

  /** Cuts the next line off what waits, without its end, to its cap; null while it has not ended. */
  #nextLine(): Buffer | null {
    for (;;) {
      const end = this.#waiting.indexOf(0x0a);
      if (end < 0) return this.#keepHead();
      const line = this.#waiting.subarray(0, end);
      this.#waiting = this.#waiting.subarray(end + 1);
      this.#bytes += line.length + 1;
      const rest = this.#skipping;
      this.#skipping = false;
      if (rest) return this.#head;
      const whole = line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
      return whole.subarray(0, LINE_BYTES);
    }
  }

  #head: Buffer = Buffer.alloc(0);

  /** Of a line that is too long already, only its head is kept; the rest is skipped as it comes. */
  #keepHead(): null {
    if (this.#waiting.length <= LINE_BYTES) return null;
    if (!this.#skipping) this.#head = Buffer.from(this.#waiting.subarray(0, LINE_BYTES));
    this.#skipping = true;
    this.#bytes += this.#waiting.length;
    this.#waiting = Buffer.alloc(0);
    return null;
  }

  #overflow(): ReplyResult | null {
    return this.#bytes > REPLY_BYTES
      ? { kind: 'too-long', detail: `more than ${REPLY_BYTES} bytes` }
      : null;
  }
}

/** Text as UTF-8 where it is that (RFC 6531), else byte by byte: the same bytes always give the same text. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

/** The first bytes of something that is no SMTP, printable as they are and `\xNN` otherwise. */
function sampleOf(bytes: Buffer): string {
  return bytes
    .subarray(0, SAMPLE_BYTES)
    .toString('latin1')
    .replace(/[^ -~]|\\/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
