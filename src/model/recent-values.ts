/** Values that were used lately, by a key: of more than a number of them, those that were not used the longest are forgotten. */
export class RecentValues<T extends object> {
  readonly #most: number;
  readonly #values = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The value of a key, made where it is not known, or no more. */
  get(key: string, make: () => T): T {
    const value = this.#values.get(key) ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#most) this.#forget();
    return value;
  }

  /** The value of a key if it is still known. */
  peek(key: string): T | undefined {
    return this.#values.get(key);
  }

  #forget(): void {
    const [oldest] = this.#values.keys();
    if (oldest !== undefined) this.#values.delete(oldest);
  }
}
