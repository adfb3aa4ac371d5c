/** How a priority queue orders its items, and where an item keeps its place in it: -1 while it is not in it. */
export interface Ordering<T> {
  isBefore: (a: T, b: T) => boolean;
  placeOf: (item: T) => number;
  setPlace: (item: T, place: number) => void;
}

/** A binary heap whose items know their place, so that one whose rank changed is moved in logarithmic time. */
export class PriorityQueue<T> {
  readonly #items: T[] = [];
  readonly #ordering: Ordering<T>;

  constructor(ordering: Ordering<T>) {
    this.#ordering = ordering;
  }

  /** The item before all others; undefined for none. */
  get first(): T | undefined {
    return this.#items[0];
  }

  /** Puts an item in, moves it to where it belongs now, or takes it out. */
  keep(item: T, isIn: boolean): void {
    const place = this.#ordering.placeOf(item);
    if (!isIn) {
      if (place >= 0) this.#remove(item, place);
    } else if (place < 0) this.#rise(item, this.#items.length);
    else this.#settle(item, place);
  }

  #remove(item: T, place: number): void {
    this.#ordering.setPlace(item, -1);
    const last = this.#items.pop();
    if (last !== undefined && last !== item) this.#settle(last, place);
  }

  #settle(item: T, place: number): void {
    this.#rise(item, place);
    this.#sink(item, this.#ordering.placeOf(item));
  }

  #rise(item: T, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = this.#items[(place - 1) >> 1];
      if (parent === undefined || !this.#ordering.isBefore(item, parent)) break;
      this.#put(parent, place);
      place = (place - 1) >> 1;
    }
    this.#put(item, place);
  }

  #sink(item: T, from: number): void {
    let place = from;
    for (;;) {
      const child = this.#earlierChild(place);
      if (child === undefined || !this.#ordering.isBefore(child, item)) break;
      const next = this.#ordering.placeOf(child);
      this.#put(child, place);
      place = next;
    }
    this.#put(item, place);
  }

  #earlierChild(place: number): T | undefined {
    const left = this.#items[2 * place + 1];
    const right = this.#items[2 * place + 2];
    if (left === undefined || right === undefined) return left;
    return this.#ordering.isBefore(right, left) ? right : left;
  }

  #put(item: T, place: number): void {
    this.#items[place] = item;
    this.#ordering.setPlace(item, place);
  }
}
