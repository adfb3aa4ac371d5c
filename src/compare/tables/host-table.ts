import { firstIndex, NumberTable } from '../../model/records/number-table.ts';
import { RecentValues } from '../../model/recent-values.ts';
import { StringTable } from './string-table.ts';

/** Hosts whose endpoints are kept: the MX hosts of large operators are asked for again and again. */
const KEPT = 1024;

/** What an endpoint is found by. */
interface Keyed {
  host: string;
  address: string | null;
}

/**
 * How a table keeps endpoints: `kindOf` is the text of what matters, but for where an endpoint is; `bare` takes away all
 * else, `keyed` gives it a host and an address.
 */
interface HostTableOptions<T extends Keyed> {
  kindOf: (endpoint: T) => string;
  bare: (endpoint: T) => T;
  keyed: (endpoint: T, host: string, address: string | null) => T;
}

/**
 * Keeps of many endpoints what matters of them, by host, in a few bytes each: what became of them is nearly always one of
 * a few hundred things, and each of those is kept once.
 */
export class HostTable<T extends Keyed> {
  readonly #options: HostTableOptions<T>;
  readonly #hosts = new StringTable();
  readonly #firstOfHost = new NumberTable();
  readonly #addresses = new StringTable();
  readonly #kindOf = new NumberTable();
  readonly #kinds: T[] = [];
  readonly #kindByText = new Map<string, number>();
  readonly #recent = new RecentValues<readonly T[]>(KEPT);
  #last: string | null = null;

  constructor(options: HostTableOptions<T>) {
    this.#options = options;
  }

  /** Takes the next endpoint, in the order of the format: sorted by host. None is asked for before the last one is taken. */
  add(endpoint: T): void {
    const { host, address } = endpoint;
    if (host !== this.#last) {
      this.#hosts.push(host);
      this.#firstOfHost.push(this.#kindOf.length);
      this.#last = host;
    }
    this.#addresses.push(address ?? '');
    this.#kindOf.push(this.#kind(endpoint));
  }

  /** All endpoints of a host, in their order; none of a host that has none. */
  of(host: string): readonly T[] {
    return this.#recent.get(host, () => this.#find(host));
  }

  #find(host: string): T[] {
    const index = firstIndex(this.#hosts.length, (each) => this.#hosts.at(each) < host);
    if (this.#hosts.at(index) !== host) return [];
    const first = this.#firstOfHost.at(index);
    const end =
      index + 1 < this.#hosts.length ? this.#firstOfHost.at(index + 1) : this.#kindOf.length;
    return Array.from({ length: end - first }, (_, offset) => this.#endpoint(host, first + offset));
  }

  #endpoint(host: string, index: number): T {
    const kind = this.#kinds[this.#kindOf.at(index)];
    if (kind === undefined) throw new Error('an endpoint without its kind');
    return this.#options.keyed(kind, host, this.#addresses.at(index) || null);
  }

  #kind(endpoint: T): number {
    const { kindOf, bare, keyed } = this.#options;
    const text = kindOf(endpoint);
    const known = this.#kindByText.get(text);
    if (known !== undefined) return known;
    this.#kindByText.set(text, this.#kinds.length);
    return this.#kinds.push(bare(keyed(endpoint, '', null))) - 1;
  }
}
