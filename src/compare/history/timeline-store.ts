/** Interns strings: equal strings are kept once, each under a number. */
export class StringPool {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  put(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  at(number: number): string {
    const text = this.#texts[number];
    if (text === undefined) throw new Error('no string has this number');
    return text;
  }
}

/** Records kept parsed: a subject shows the same in many surveys. */
const KEPT = 64;

/**
 * Stores what each survey showed of many subjects, in the order of time: four bytes for a subject and survey, and equal
 * records once, as text, which takes a fraction of the memory of objects.
 */
export class TimelineStore<T> {
  readonly #places = new Map<string, number>();
  readonly #columns: Int32Array[] = [];
  readonly #pool = new StringPool();
  readonly #read: (text: string) => T;
  readonly #kept = new Map<number, T>();

  /** @param read makes a record of its text. */
  constructor(read: (text: string) => T) {
    this.#read = read;
  }

  /** Begins the next survey. */
  begin(): void {
    this.#columns.push(new Int32Array(Math.max(64, this.#places.size)));
  }

  /** Takes what the survey that has begun shows of a subject, as text. */
  put(name: string, text: string): void {
    const place = this.#places.get(name) ?? this.#places.size;
    this.#places.set(name, place);
    const number = this.#pool.put(text) + 1;
    this.#column(place)[place] = number;
  }

  /** What a survey showed of a subject; null where it is not in it. */
  at(name: string, survey: number): T | null {
    const number = this.#columns[survey]?.[this.#places.get(name) ?? -1] ?? 0;
    return number === 0 ? null : this.#record(number - 1);
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** All subjects, those that came first at first. */
  names(): string[] {
    return [...this.#places.keys()];
  }

  #record(number: number): T {
    const known = this.#kept.get(number);
    if (known !== undefined) return known;
    const record = this.#read(this.#pool.at(number));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(number, record);
    return record;
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
