import { NumberTable } from '../../model/records/number-table.ts';

/** A list of texts, outside the heap; 2 GiB at most. */
export class StringTable {
  #bytes = Buffer.allocUnsafe(1 << 14);
  #filled = 0;
  readonly #ends = new NumberTable('whole');

  get length(): number {
    return this.#ends.length;
  }

  push(text: string): void {
    const length = Buffer.byteLength(text);
    while (this.#filled + length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(this.#bytes.length * 2);
      this.#bytes.copy(larger, 0, 0, this.#filled);
      this.#bytes = larger;
    }
    this.#filled += this.#bytes.write(text, this.#filled);
    this.#ends.push(this.#filled);
  }

  /** The text at an index; empty beyond the end. */
  at(index: number): string {
    if (index >= this.#ends.length) return '';
    const start = index === 0 ? 0 : this.#ends.at(index - 1);
    return this.#bytes.toString('utf8', start, this.#ends.at(index));
  }
}
