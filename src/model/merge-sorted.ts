/** Two records of one key, one on each side; one of them may be missing, never both. */
export interface Pair<T> {
  key: string;
  before: T | null;
  after: T | null;
}

/** Walks two lists side by side, each sorted by the code units of its keys, and pairs what has the same key. */
export function* mergeSorted<T>(
  before: Iterable<T>,
  after: Iterable<T>,
  keyOf: (record: T) => string,
): Generator<Pair<T>, void> {
  const left = new Cursor(before, keyOf);
  const right = new Cursor(after, keyOf);
  for (;;) {
    const key = lesser(left.key, right.key);
    if (key === null) return;
    yield { key, before: left.take(key), after: right.take(key) };
  }
}

function lesser(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return b < a ? b : a;
}

/** Stands before the next record of a list. */
class Cursor<T> {
  readonly #records: Iterator<T>;
  readonly #keyOf: (record: T) => string;
  #next: { key: string; record: T } | null;

  constructor(records: Iterable<T>, keyOf: (record: T) => string) {
    this.#records = records[Symbol.iterator]();
    this.#keyOf = keyOf;
    this.#next = this.#read();
  }

  /** The key of the next record; null behind the last one. */
  get key(): string | null {
    return this.#next?.key ?? null;
  }

  /** The next record if it has this key, and then stands before the one behind it. */
  take(key: string): T | null {
    if (this.#next?.key !== key) return null;
    const { record } = this.#next;
    this.#next = this.#read();
    return record;
  }

  #read(): { key: string; record: T } | null {
    const result: IteratorResult<T, unknown> = this.#records.next();
    return result.done === true ? null : { key: this.#keyOf(result.value), record: result.value };
  }
}
