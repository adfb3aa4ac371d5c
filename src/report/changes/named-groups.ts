import { NumberLists } from '../../compare/tables/number-lists.ts';
import { NameTable } from '../../model/names/name-table.ts';

/** Items by the names of those they are about. The groups stand outside the heap: there may be as many as domains. */
export class NamedGroups<Item> {
  readonly #items: readonly Item[];
  readonly #names = new NameTable();
  readonly #places = new NumberLists();

  constructor(items: readonly Item[], nameOf: (item: Item) => string) {
    this.#items = items;
    for (const [place, item] of items.entries()) {
      this.#places.append(this.#names.add(nameOf(item)), place);
    }
  }

  /** The groups: first those of some names in their order, then the others in the order of their first items. */
  *inOrder(first: readonly string[]): Generator<Item[], void> {
    const listed = new Set(first.map((name) => this.#names.find(name)));
    for (const number of listed) if (number !== -1) yield this.#group(number);
    for (let number = 0; number < this.#names.size; number++) {
      if (!listed.has(number)) yield this.#group(number);
    }
  }

  #group(number: number): Item[] {
    return [...this.#places.of(number)].flatMap((place) => this.#items[place] ?? []);
  }
}
