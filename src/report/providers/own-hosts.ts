import { NumberTable } from '../../model/records/number-table.ts';
import type { OwnHosts, ProviderName } from '../../model/output/report.ts';
import type { Listing } from '../format/listing.ts';

/** The provider of a number, as the providers of a survey are counted. */
export type NameAt = (provider: number) => ProviderName;

/** Stands for the hosts of a domain that stands for itself: the domain. */
const ITSELF = -1;

/** Stands for no further item. */
const END = -1;

/**
 * Many lists of providers with hosts of theirs, in a few bytes an item: of a million domains that share an operator, each
 * has the same hosts. Each item points to the next one of its list.
 */
export class OwnHostsTable {
  readonly #first = new NumberTable('whole');
  readonly #last = new NumberTable('whole');
  readonly #counts = new NumberTable('whole');
  readonly #providers = new NumberTable('whole');
  readonly #own = new NumberTable('whole');
  readonly #next = new NumberTable('whole');
  /** Hosts, separated by spaces. */
  readonly #hosts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** Begins a list, and gives its number. */
  begin(): number {
    this.#last.push(END);
    this.#counts.push(0);
    return this.#first.push(END);
  }

  /** Adds to a list. @param hosts null for a domain that is its own host. */
  add(list: number, provider: number, hosts: readonly string[] | null): void {
    const item = this.#providers.push(provider);
    this.#own.push(hosts === null ? ITSELF : this.#number(hosts));
    this.#next.push(END);
    const last = this.#last.at(list);
    if (last === END) this.#first.set(list, item);
    else this.#next.set(last, item);
    this.#last.set(list, item);
    this.#counts.increment(list);
  }

  of(list: number, nameAt: NameAt): Listing<OwnHosts> {
    const [first, next] = [this.#first, this.#next];
    const made = (item: number) => this.#item(item, nameAt);
    return {
      length: this.#counts.at(list),
      *[Symbol.iterator]() {
        for (let item = first.at(list); item !== END; item = next.at(item)) yield made(item);
      },
    };
  }

  #item(item: number, nameAt: NameAt): OwnHosts {
    const name = nameAt(this.#providers.at(item));
    const hosts = this.#hosts[this.#own.at(item)];
    return { ...name, hosts: hosts === undefined ? [name.provider] : hosts.split(' ') };
  }

  #number(hosts: readonly string[]): number {
    const text = hosts.join(' ');
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#hosts.length);
    return this.#hosts.push(text) - 1;
  }
}
