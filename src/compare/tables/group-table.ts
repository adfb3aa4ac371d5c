import { NameTable } from '../../model/names/name-table.ts';
import type { Concern } from '../../model/output/change.ts';
import { StringTable } from './string-table.ts';

/** A provider with its category. */
export type Group = Pick<Concern, 'category' | 'provider'>;

/** Providers, each once, outside the heap: a list may have as many as domains. */
export class GroupTable {
  /** As JSON. */
  readonly #texts = new StringTable();
  readonly #numbers = new NameTable();

  /** The number of a provider, which is added where it is new. */
  add({ category, provider }: Group): number {
    const text = JSON.stringify([category, provider]);
    const number = this.#numbers.add(text);
    if (number === this.#texts.length) this.#texts.push(text);
    return number;
  }

  /** The provider of a number, which has to be there. */
  at(number: number): Group {
    const [category, provider] = JSON.parse(this.#texts.at(number)) as [
      Group['category'],
      Group['provider'],
    ];
    return { category, provider };
  }
}
