/** Reads untrusted bytes from the front. A read beyond their end returns null, and so does every later read. */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The number of bytes left. */
  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  /** Reads `length` bytes, 0 or more. */
  bytes(length: number): Buffer | null {
    if (length > this.left) return this.#overrun();
    const start = this.#offset;
    this.#offset += length;
    return this.#bytes.subarray(start, this.#offset);
  }

  /** Reads an unsigned big-endian integer of 1 to 4 bytes. */
  uint(length: number): number | null {
    return this.bytes(length)?.readUIntBE(0, length) ?? null;
  }

  /** Reads a vector whose length field has `lengthBytes` bytes (RFC 8446 §3.4). */
  vector(lengthBytes: number): Buffer | null {
    const length = this.uint(lengthBytes);
    return length === null ? null : this.bytes(length);
  }

  #overrun(): null {
    this.#offset = this.#bytes.length;
    return null;
  }
}
