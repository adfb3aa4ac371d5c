import type { Destination } from '../../net/rate-limiter.ts';

/** Beyond so many hosts with one operator and address, the versions are asked once for the address. */
const MOST_WITH_VERSIONS = 20;

/** A host that may be asked, and whether it is asked for more than one handshake shows: versions, and what `deep` asks. */
export interface Released<T> {
  host: T;
  asksVersions: boolean;
}

interface Group<T> {
  size: number;
  /** The hosts after the first, while it is open whether they are more than 20. */
  waiting: T[];
}

/**
 * Decides which of the hosts with one operator and address are asked for their versions: all of up to 20, else the first that
 * was added. The first host may be asked at once; the others when the group is beyond 20 or all are known. It depends on the
 * order of the hosts alone.
 */
export class AddressGroups<T extends Destination> {
  /** The operator of the first host of each address: most addresses have one host, and no group. */
  readonly #operators = new Map<string, string>();
  readonly #groups = new Map<string, Group<T>>();

  /** Takes a host. Returns those that may be asked now. */
  add(host: T): Released<T>[] {
    const group = this.#groupOf(host);
    if (group === null) return [{ host, asksVersions: true }];
    group.waiting.push(host);
    return this.#grown(group);
  }

  /** Takes a host that an earlier run has finished: it counts, and is not asked. Returns those that may be asked now. */
  count(host: Destination): Released<T>[] {
    const group = this.#groupOf(host);
    return group === null ? [] : this.#grown(group);
  }

  /** Says that all hosts are known. Returns those that waited for it. */
  close(): Released<T>[] {
    const waiting = [...this.#groups.values()].flatMap((group) => group.waiting);
    this.#groups.clear();
    this.#operators.clear();
    return waiting.map((host) => ({ host, asksVersions: true }));
  }

  #grown(group: Group<T>): Released<T>[] {
    group.size++;
    if (group.size <= MOST_WITH_VERSIONS) return [];
    return group.waiting.splice(0).map((host) => ({ host, asksVersions: false }));
  }

  /** The group that a host belongs to; null for the first host of its group. */
  #groupOf({ address, operator }: Destination): Group<T> | null {
    const first = this.#operators.get(address);
    if (first === undefined) {
      this.#operators.set(address, operator);
      return null;
    }
    const key = `${operator} ${address}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = { size: 1, waiting: [] };
    this.#groups.set(key, group);
    return first === operator ? group : null;
  }
}
