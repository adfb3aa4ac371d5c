/** From so many taken items on, their places are given back, once they are the half of all. */
const COMPACT_FROM = 32;

/** A queue that takes at one end and gives at the other, in constant time. */
export class Fifo<T> {
  #items: T[];
  #head = 0;

  constructor(first: T) {
    // Made with its first item, an array has one place; most queues hold one.
    this.#items = [first];
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#head];
    this.#head++;
    const isHalf = this.#head >= COMPACT_FROM && this.#head * 2 > this.#items.length;
    if (isHalf || this.size === 0) this.#compact();
    return item;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
