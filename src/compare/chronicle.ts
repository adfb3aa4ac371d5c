/** Keeps equal things once, each under a number. */
export class Pool<T> {
  readonly #items: T[] = [];
  readonly #byKey = new Map<string, number>();

  /** The number of a thing; `make` gives it where its key is new. */
  put(key: string, make: () => T): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.#items.length);
    return this.#items.push(make()) - 1;
  }

  at(number: number): T {
    const item = this.#items[number];
    if (item === undefined) throw new Error('a number that the pool has not given');
    return item;
  }
}

/** Of many subjects what each survey showed, in the order of time: four bytes a subject and survey, and equal things once. */
export class Chronicle<T> {
  readonly #places = new Map<string, number>();
  readonly #columns: Int32Array[] = [];
  readonly #pool = new Pool<T>();

  /** Begins the next survey. */
  begin(): void {
    this.#columns.push(new Int32Array(Math.max(64, this.#places.size)));
  }

  /** Takes what the survey that has begun shows of a subject. @param key is the same for equal things. */
  put(name: string, key: string, make: () => T): void {
    const place = this.#places.get(name) ?? this.#places.size;
    this.#places.set(name, place);
    const number = this.#pool.put(key, make) + 1;
    this.#column(place)[place] = number;
  }

  /** What a survey showed of a subject; null where it is not in it. */
  at(name: string, survey: number): T | null {
    const number = this.#columns[survey]?.[this.#places.get(name) ?? -1] ?? 0;
    return number === 0 ? null : this.#pool.at(number - 1);
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** All subjects, those that came first at first. */
  names(): string[] {
    return [...this.#places.keys()];
  }

  #column(place: number): Int32Array {
    const last = this.#columns.at(-1);
    if (last === undefined) throw new Error('no survey has begun');
    if (place < last.length) return last;
    const larger = new Int32Array(last.length * 2);
    larger.set(last);
    this.#columns[this.#columns.length - 1] = larger;
    return larger;
  }
}
