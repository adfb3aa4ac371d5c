import type { ReportedListings } from '../../model/output/report.ts';
import type { DnsblListing } from '../../model/records/endpoint.ts';
import { OwnHostsTable, type NameAt } from './own-hosts.ts';
import type { Provider } from './providers.ts';
import type { ListingsView } from './report-view.ts';

type Zone = ReportedListings['zones'][number];

/** An address that is on a list; the hosts that have it are in a table. */
interface Listed {
  address: string;
  listing: DnsblListing;
  list: number;
}

const COUNT_OF = {
  listed: 'listed',
  'not-listed': 'notListed',
  failed: 'unknown',
} as const satisfies Record<DnsblListing['state'], keyof Zone>;

/** Which addresses are on which DNS lists, and whose they are. Each address counts once however many hosts have it. */
export class ListedAddresses {
  readonly #zones = new Map<string, Zone>();
  readonly #seen = new Set<string>();
  readonly #listed = new Map<string, Listed>();
  readonly #hosts = new OwnHostsTable();

  /** Takes the next provider, in the order of the lists. */
  add(number: number, { endpoints }: Pick<Provider, 'endpoints'>): void {
    const own = new Map<string, Set<string>>();
    for (const { host, address, dnsbl } of endpoints) {
      if (address === null || dnsbl === null) continue;
      this.#count(address, dnsbl);
      for (const listing of dnsbl.filter(({ state }) => state === 'listed')) {
        const key = this.#begin(address, listing);
        own.set(key, (own.get(key) ?? new Set()).add(host));
      }
    }
    for (const [key, hosts] of own) {
      const found = this.#listed.get(key);
      if (found !== undefined) this.#hosts.add(found.list, number, [...hosts]);
    }
  }

  /** Null where no list was asked. */
  listings(nameAt: NameAt): ListingsView | null {
    if (this.#zones.size === 0) return null;
    const zones = [...this.#zones.values()].sort((a, b) => (a.zone < b.zone ? -1 : 1));
    const addresses = [...this.#listed.values()].map(({ address, listing, list }) => {
      const { zone, codes, reason } = listing;
      return { address, zone, codes, reason, providers: this.#hosts.of(list, nameAt) };
    });
    return { zones, addresses };
  }

  #count(address: string, listings: readonly DnsblListing[]): void {
    if (this.#seen.has(address)) return;
    this.#seen.add(address);
    for (const { zone, state } of listings) {
      const counts = this.#zones.get(zone) ?? { zone, listed: 0, notListed: 0, unknown: 0 };
      counts[COUNT_OF[state]]++;
      this.#zones.set(zone, counts);
    }
  }

  #begin(address: string, listing: DnsblListing): string {
    const key = `${listing.zone} ${address}`;
    if (!this.#listed.has(key)) {
      this.#listed.set(key, { address, listing, list: this.#hosts.begin() });
    }
    return key;
  }
}
