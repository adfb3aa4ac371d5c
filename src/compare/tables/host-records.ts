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

/** The hosts of a snapshot, sorted, and the place of the first endpoint of each; behind them the number of all endpoints. */
interface HostPlaces {
  hosts: StringTable;
  first: NumberTable;
}

/**
 * Finds the endpoints of a host in a snapshot, each read when it is asked for. It keeps the names of the hosts and the places
 * of their endpoints, which it reads when a host is first asked for.
 */
export class HostRecords {
  readonly #endpoints: SeekableSource['endpoints'];
  readonly #endpointAt: SeekableSource['endpointAt'];
  #places: HostPlaces | null = null;
  readonly #kept = new RecentValues<readonly Endpoint[]>(KEPT);

  /** @param endpointAt gives the endpoint at a place, which may be judged again. */
  constructor(
    source: Pick<SeekableSource, 'endpoints' | 'endpointAt'>,
    endpointAt: SeekableSource['endpointAt'] = (place) => source.endpointAt(place),
  ) {
    this.#endpoints = () => source.endpoints();
    this.#endpointAt = endpointAt;
  }

  /** All endpoints of a host, in their order; none of a host that has none. */
  of(host: string): readonly Endpoint[] {
    return this.#kept.get(host, () => this.#read(host));
  }

  #read(host: string): Endpoint[] {
    const { hosts, first } = (this.#places ??= placesOf(this.#endpoints()));
    const index = firstIndex(hosts.length, (each) => hosts.at(each) < host);
    if (index >= hosts.length || hosts.at(index) !== host) return [];
    const from = first.at(index);
    const count = first.at(index + 1) - from;
    return Array.from({ length: count }, (_, offset) => this.#endpointAt(from + offset)).filter(
      (each) => each !== null,
    );
  }
}

function placesOf(endpoints: Iterable<Pick<Endpoint, 'host'>>): HostPlaces {
  const hosts = new StringTable();
  const first = new NumberTable();
  let place = 0;
  let last: string | null = null;
  for (const { host } of endpoints) {
    if (host !== last) {
      hosts.push(host);
      first.push(place);
      last = host;
    }
    place++;
  }
  first.push(place);
  return { hosts, first };
}
