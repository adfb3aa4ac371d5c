import type { DnsblListing, Endpoint } from '../../model/records/endpoint.ts';

/** What DNS lists say of the addresses of a run: equal answers, as of all addresses that are on none, are kept once. */
export class ListingTable {
  readonly #byAddress = new Map<string, DnsblListing[]>();
  /** By their JSON. */
  readonly #kinds = new Map<string, DnsblListing[]>();

  add(address: string, listings: readonly DnsblListing[]): void {
    const key = JSON.stringify(listings);
    const known = this.#kinds.get(key) ?? [...listings];
    this.#kinds.set(key, known);
    this.#byAddress.set(address, known);
  }

  has(address: string): boolean {
    return this.#byAddress.has(address);
  }

  /** The record of an endpoint with what the lists say of its address; as it is where they were not asked. */
  withListings(endpoint: Endpoint): Endpoint {
    const known = endpoint.address === null ? undefined : this.#byAddress.get(endpoint.address);
    return known === undefined ? endpoint : { ...endpoint, dnsbl: known };
  }
}
