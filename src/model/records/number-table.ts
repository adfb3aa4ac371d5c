/** So many numbers are allocated at a time: nothing is copied as a large table grows. */
const CHUNK = 1 << 13;

/** A small table begins with so many. */
const FEW = 64;

/**
 * A list of numbers outside the heap, for as many as a snapshot has records: in 8 bytes each, or `whole` ones from -2^31 to
 * 2^31 - 1 in 4.
 */
export class NumberTable {
  readonly #chunks: (Float64Array | Int32Array)[] = [];
  readonly #size: 'any' | 'whole';
  #length = 0;

  constructor(size: 'any' | 'whole' = 'any') {
    this.#size = size;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a number, and gives its index. */
  push(value: number): number {
    const index = this.#length++;
    const last = this.#chunks.at(-1);
    if (index % CHUNK === 0) this.#chunks.push(this.#made(index === 0 ? FEW : CHUNK));
    else if (last !== undefined && index === last.length) {
      const larger = this.#made(2 * last.length);
      larger.set(last);
      this.#chunks[0] = larger;
    }
    this.set(index, value);
    return index;
  }

  #made(length: number): Float64Array | Int32Array {
    return this.#size === 'any' ? new Float64Array(length) : new Int32Array(length);
  }

  /** Puts another number at an index, which has to be there. */
  set(index: number, value: number): void {
    const chunk = this.#chunks[Math.floor(index / CHUNK)];
    if (chunk !== undefined) chunk[index % CHUNK] = value;
  }

  /** Adds 1 to the number at an index, which has to be there. */
  increment(index: number): void {
    this.set(index, this.at(index) + 1);
  }

  /** The number at an index; NaN beyond the end. */
  at(index: number): number {
    if (!(index < this.#length)) return NaN;
    return this.#chunks[Math.floor(index / CHUNK)]?.[index % CHUNK] ?? NaN;
  }
}

/** The first index from 0 to `length` that is not before what is sought, in a list that is sorted. */
export function firstIndex(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
