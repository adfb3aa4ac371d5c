/** Reads foreign bytes from the front. What goes beyond their end gives null, and so does everything after it. */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  /** The next `length` bytes, 0 and more. */
  bytes(length: number): Buffer | null {
    if (length > this.left) return this.#overrun();
    const start = this.#offset;
    this.#offset += length;
    return this.#bytes.subarray(start, this.#offset);
  }

  /** A whole number of 1 to 4 bytes, the highest first. */
  uint(length: number): number | null {
    return this.bytes(length)?.readUIntBE(0, length) ?? null;
  }

  /** Bytes with their length, of so many bytes itself, before them (RFC 8446 §3.4). */
  vector(lengthBytes: number): Buffer | null {
    const length = this.uint(lengthBytes);
    return length === null ? null : this.bytes(length);
  }

  #overrun(): null {
    this.#offset = this.#bytes.length;
    return null;
  }
}
