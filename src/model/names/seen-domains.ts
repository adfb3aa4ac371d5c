import { NameTable, NumberColumn } from './name-table.ts';

/** Where a domain stands: the number of its list, counted from 0, and the line. */
export interface Place {
  list: number;
  line: number;
}

/** The domains of all lists of a run, each with its first place, in about 30 bytes a domain. */
export class SeenDomains {
  readonly #names = new NameTable();
  readonly #list = new NumberColumn();
  readonly #line = new NumberColumn();
  /** The last list that a domain was in: lists come one after another. */
  readonly #lastList = new NumberColumn();

  get size(): number {
    return this.#names.size;
  }

  /**
   * Takes a domain. Gives the place where it was first, null where that is this one, and whether it is new in this list.
   */
  add(domain: string, { list, line }: Place): { first: Place | null; isNewInList: boolean } {
    const before = this.#names.size;
    const row = this.#names.add(domain);
    if (row === before) {
      this.#list.set(row, list);
      this.#line.set(row, line);
      this.#lastList.set(row, list);
      return { first: null, isNewInList: true };
    }
    const isNewInList = this.#lastList.get(row) !== list;
    this.#lastList.set(row, list);
    return { first: { list: this.#list.get(row), line: this.#line.get(row) }, isNewInList };
  }
}
