import type { OwnHosts, ProviderName } from '../../model/output/report.ts';
import { listingOf, type Listing } from '../format/listing.ts';

/** The provider of a number, as the providers of a survey are counted. */
export type NameAt = (provider: number) => ProviderName;

/** Stands for the hosts of a domain that stands for itself: the domain. */
const ITSELF = -1;

/**
 * Many lists of providers with hosts of theirs, in a few bytes an item: of a million domains that share an operator, each
 * has the same hosts.
 */
export class OwnHostsTable {
  readonly #lists: number[][] = [];
  readonly #hosts: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();

  /** Begins a list, and gives its number. */
  begin(): number {
    return this.#lists.push([]) - 1;
  }

  /** Adds to a list. @param hosts null for a domain that is its own host. */
  add(list: number, provider: number, hosts: readonly string[] | null): void {
    this.#lists[list]?.push(provider, hosts === null ? ITSELF : this.#number(hosts));
  }

  of(list: number, nameAt: NameAt): Listing<OwnHosts> {
    const own = this.#lists[list] ?? [];
    return listingOf(own.length / 2, (index) => {
      const name = nameAt(own[2 * index] ?? NaN);
      const hosts = this.#hosts[own[2 * index + 1] ?? ITSELF];
      return { ...name, hosts: [...(hosts ?? [name.provider])] };
    });
  }

  #number(hosts: readonly string[]): number {
    const text = hosts.join(' ');
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#hosts.length);
    return this.#hosts.push(hosts) - 1;
  }
}
