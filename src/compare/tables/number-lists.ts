import { NumberTable } from '../../model/records/number-table.ts';

const END = -1;

/** Lists of whole numbers that grow side by side, outside the heap: each number takes 8 bytes, and each list as many. */
export class NumberLists {
  readonly #firsts = new NumberTable('whole');
  readonly #lasts = new NumberTable('whole');
  readonly #values = new NumberTable('whole');
  readonly #nexts = new NumberTable('whole');

  /** Adds a number to a list. Lists are numbered from 0, and begin in that order. */
  append(list: number, value: number): void {
    while (this.#firsts.length <= list) {
      this.#firsts.push(END);
      this.#lasts.push(END);
    }
    const link = this.#values.push(value);
    this.#nexts.push(END);
    if (this.#firsts.at(list) === END) this.#firsts.set(list, link);
    else this.#nexts.set(this.#lasts.at(list), link);
    this.#lasts.set(list, link);
  }

  /** The numbers of a list in the order in which they were added; none of a list that did not begin. */
  *of(list: number): Generator<number, void> {
    if (list >= this.#firsts.length) return;
    for (let link = this.#firsts.at(list); link !== END; link = this.#nexts.at(link)) {
      yield this.#values.at(link);
    }
  }
}
