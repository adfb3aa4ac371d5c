import type { DnsblListing } from '../../model/records/endpoint.ts';
import { ZoneLookups, type ZoneOptions } from './zone-lookups.ts';

/** Which lists are asked, and how. */
export interface DnsblOptions extends ZoneOptions {
  zones: readonly string[];
}

/** Looks up the addresses of a run on DNS lists (RFC 5782), each once however many hosts have it, beside the probing. */
export class DnsblLookups {
  readonly #zones: readonly ZoneLookups[];
  readonly #taken = new Set<string>();
  readonly #open = new Set<Promise<void>>();
  readonly #onListings: (address: string, listings: DnsblListing[]) => void;
  readonly #bugs: unknown[] = [];

  /** @param onListings called once for each address, with a listing of each zone, sorted by zone. */
  constructor(
    { zones, ...options }: DnsblOptions,
    onListings: (address: string, listings: DnsblListing[]) => void,
  ) {
    this.#zones = [...new Set(zones)].sort().map((zone) => new ZoneLookups(zone, options));
    this.#onListings = onListings;
  }

  /** Takes an address that the journal of an earlier part of this run has: it is not asked again. */
  restore(address: string): void {
    this.#taken.add(address);
  }

  add(address: string): void {
    if (this.#taken.has(address)) return;
    this.#taken.add(address);
    const asking = this.#ask(address)
      .catch((error: unknown) => {
        this.#bugs.push(error);
      })
      .finally(() => this.#open.delete(asking));
    this.#open.add(asking);
  }

  /** Fulfilled when all addresses are finished. */
  async finish(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
    const [bug] = this.#bugs;
    if (bug !== undefined) throw new Error('a DNS list could not be asked', { cause: bug });
  }

  async #ask(address: string): Promise<void> {
    const listings = await Promise.all(this.#zones.map((zone) => zone.listingOf(address)));
    this.#onListings(address, listings);
  }
}
