import { firstIndex, NumberTable } from '../../model/records/number-table.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import { StringTable } from './string-table.ts';

/** Hosts whose endpoints are kept: the MX hosts of large operators are asked for again and again. */
const KEPT = 1024;

/**
 * Finds the endpoints of a host in a snapshot, each read when it is asked for. It keeps the names of the hosts and the places
 * of their endpoints.
 */
export class HostRecords {
  readonly #endpointAt: SeekableSource['endpointAt'];
  readonly #hosts = new StringTable();
  /** The place of the first endpoint of each host, and behind them the number of all endpoints. */
  readonly #first = new NumberTable();
  readonly #kept = new Map<string, readonly Endpoint[]>();

  /** @param endpointAt gives the endpoint at a place, which may be judged again. */
  constructor(
    source: Pick<SeekableSource, 'endpoints' | 'endpointAt'>,
    endpointAt: SeekableSource['endpointAt'] = (place) => source.endpointAt(place),
  ) {
    this.#endpointAt = endpointAt;
    let place = 0;
    let last: string | null = null;
    for (const { host } of source.endpoints()) {
      if (host !== last) {
        this.#hosts.push(host);
        this.#first.push(place);
        last = host;
      }
      place++;
    }
    this.#first.push(place);
  }

  /** All endpoints of a host, in their order; none of a host that has none. */
  of(host: string): readonly Endpoint[] {
    const known = this.#kept.get(host);
    if (known !== undefined) return known;
    const read = this.#read(host);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(host, read);
    return read;
  }

  #read(host: string): Endpoint[] {
    const index = firstIndex(this.#hosts.length, (each) => this.#hosts.at(each) < host);
    if (index >= this.#hosts.length || this.#hosts.at(index) !== host) return [];
    const first = this.#first.at(index);
    const count = this.#first.at(index + 1) - first;
    return Array.from({ length: count }, (_, offset) => this.#endpointAt(first + offset)).filter(
      (each) => each !== null,
    );
  }
}
