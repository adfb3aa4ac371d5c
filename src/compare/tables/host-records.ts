import { firstIndex, NumberTable } from '../../model/records/number-table.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { RecentValues } from '../../model/recent-values.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import { StringTable } from './string-table.ts';

/** Hosts whose endpoints are kept: the MX hosts of large operators are asked for again and again. */
const KEPT = 1024;

/** A snapshot of which also the endpoints of a host can be read. */
export interface HostSource extends SeekableSource {
  /** All endpoints of a host, in their order; none of a host that has none. */
  endpointsOf(host: string): readonly Endpoint[];
  /** Who the domains are of, in their order: nothing else of them is looked at. */
  holders(): Iterable<Pick<MailDomain, 'domain' | 'category' | 'provider'>>;
}

/** The same of any snapshot, its records as they are. */
export function hostSource(source: SeekableSource | HostSource): HostSource {
  if ('endpointsOf' in source) return source;
  const hosts = new HostRecords(source);
  return {
    survey: source.survey,
    domains: () => source.domains(),
    endpoints: () => source.endpoints(),
    certificate: (id) => source.certificate(id),
    domainAt: (place) => source.domainAt(place),
    endpointAt: (place) => source.endpointAt(place),
    endpointsOf: (host) => hosts.of(host),
    holders: () => source.domains(),
  };
}

/**
 * Finds the endpoints of a host in a snapshot, each read when it is asked for. It keeps the names of the hosts and the places
 * of their endpoints.
 */
export class HostRecords {
  readonly #endpointAt: SeekableSource['endpointAt'];
  readonly #hosts = new StringTable();
  /** The place of the first endpoint of each host, and behind them the number of all endpoints. */
  readonly #first = new NumberTable();
  readonly #kept = new RecentValues<readonly Endpoint[]>(KEPT);

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
    return this.#kept.get(host, () => this.#read(host));
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
