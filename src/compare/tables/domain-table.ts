import type { MailDomain } from '../../model/records/mail-domain.ts';
import { NumberTable } from '../../model/records/number-table.ts';
import { GroupTable, type Group } from './group-table.ts';
import { StringTable } from './string-table.ts';

/** Where the records of a domain stand in two snapshots. */
export type Places = Record<'before' | 'after', number>;

/** Domains, and where their records stand in two snapshots, outside the heap: in 16 bytes each and their names. */
export class DomainTable {
  readonly #names = new StringTable();
  #last: string | null = null;
  readonly #groups = new GroupTable();
  readonly #groupOf = new NumberTable('whole');
  readonly #places = { before: new NumberTable('whole'), after: new NumberTable('whole') };

  /** The row of a domain. Domains come one after the other: what is added for one shares its row. */
  add({ domain, category, provider }: MailDomain, places: Places): number {
    if (domain !== this.#last) {
      this.#names.push(domain);
      this.#groupOf.push(this.#groups.add({ category, provider }));
      this.#places.before.push(places.before);
      this.#places.after.push(places.after);
      this.#last = domain;
    }
    return this.#names.length - 1;
  }

  name(row: number): string {
    return this.#names.at(row);
  }

  group(row: number): Group {
    return this.#groups.at(this.#groupOf.at(row));
  }

  places(row: number): Places {
    const { before, after } = this.#places;
    return { before: before.at(row), after: after.at(row) };
  }
}
