/** A list of numbers in 8 bytes each, outside the heap: for as many as a snapshot has records. */
export class NumberTable {
  #numbers = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = value;
  }

  /** Adds 1 to the number at an index, which has to be there. */
  increment(index: number): void {
    this.#numbers[index] = this.at(index) + 1;
  }

  /** The number at an index; NaN beyond the end. */
  at(index: number): number {
    return index < this.#length ? (this.#numbers[index] ?? NaN) : NaN;
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
