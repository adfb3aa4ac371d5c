import pLimit from 'p-limit';
import type { DnsblListing } from '../../model/records/endpoint.ts';
import type { DnsAnswer } from '../../net/dns/dns-answer.ts';
import { familyOf, type ListedFamily, type Listing } from '../../net/dns/dnsbl.ts';
import { lookUpOn, reasonOn, zoneFault, type ListResolver } from '../../net/dns/dnsbl-lookup.ts';
import { normaliseServerText } from '../../net/smtp/server-text.ts';
import { shownText } from '../../model/text/shown-text.ts';

/** Questions to one list at once, and the time between two of them in ms: ten a second. */
const AT_ONCE = 4;
const APART_MS = 100;

/** After so many failures in a row a list is asked no more in this run. */
const MOST_FAILURES = 8;

const REASON_CHARACTERS = 200;

/** How a list is asked. */
export interface ZoneOptions {
  resolver: ListResolver;
  /** The names and addresses that the scanner is known by. */
  clients: readonly string[];
  /** Called once, when it turns out that the list cannot be used, with the reason. */
  onFault: (zone: string, reason: string) => void;
  /** Whether the run was interrupted: nothing more is asked. */
  isOver: () => boolean;
}

/**
 * One DNS list in one run. Its test entries are looked up before the first address of a family; a list that fails them, that
 * refuses an answer or that fails again and again is asked no more, and nothing is known of the addresses that are left.
 */
export class ZoneLookups {
  readonly #zone: string;
  readonly #options: ZoneOptions;
  readonly #limit = pLimit(AT_ONCE);
  readonly #resolver: ListResolver;
  readonly #tests = new Map<ListedFamily, Promise<string | null>>();
  #notBefore = 0;
  #failures = 0;
  /** Why it is asked no more; null: it is. */
  #stopped: string | null = null;

  constructor(zone: string, options: ZoneOptions) {
    this.#zone = zone;
    this.#options = options;
    const { resolver } = options;
    this.#resolver = {
      ipv4: (name) => this.#paced(() => resolver.ipv4(name)),
      txt: (name) => this.#paced(() => resolver.txt(name)),
    };
  }

  /** Looks up an address; without a question where the list is asked no more. */
  async listingOf(address: string): Promise<DnsblListing> {
    const fault = this.#stopped ?? (await this.#test(familyOf(address)));
    if (fault !== null) return this.#record({ kind: 'failed', detail: fault }, null);
    const listing = await this.#ask(address);
    if (listing.kind !== 'listed') return this.#record(listing, null);
    return this.#record(listing, await reasonOn(this.#resolver, this.#zone, address));
  }

  async #ask(address: string): Promise<Listing> {
    const listing = await lookUpOn(this.#resolver, this.#zone, address);
    // It waited while the list was stopped, and was not asked.
    if (this.#stopped !== null && listing.kind === 'failed') {
      return { kind: 'failed', detail: this.#stopped };
    }
    if (listing.kind === 'listed' || listing.kind === 'not-listed') this.#failures = 0;
    else if (listing.kind === 'refused' || ++this.#failures >= MOST_FAILURES) {
      this.#stop(listing.detail);
    }
    return listing;
  }

  #test(family: ListedFamily): Promise<string | null> {
    const known = this.#tests.get(family);
    if (known !== undefined) return known;
    const test = zoneFault(this.#resolver, this.#zone, family).then((fault) => {
      // A list of one family alone is a list.
      if (fault !== null) this.#options.onFault(this.#zone, `${FAMILIES[family]}: ${fault}`);
      return fault;
    });
    this.#tests.set(family, test);
    return test;
  }

  #stop(reason: string): void {
    if (this.#stopped !== null) return;
    this.#stopped = reason;
    this.#options.onFault(this.#zone, reason);
  }

  #paced(ask: () => Promise<DnsAnswer<string>>): Promise<DnsAnswer<string>> {
    return this.#limit(async () => {
      if (this.#isSilenced()) return NOT_ASKED;
      const now = performance.now();
      const at = Math.max(now, this.#notBefore);
      this.#notBefore = at + APART_MS;
      if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
      return this.#isSilenced() ? NOT_ASKED : ask();
    });
  }

  #isSilenced(): boolean {
    return this.#stopped !== null || this.#options.isOver();
  }

  #record(listing: Listing, reason: string | null): DnsblListing {
    const zone = this.#zone;
    switch (listing.kind) {
      case 'not-listed':
        return { zone, state: 'not-listed', codes: [], reason: null, error: null };
      case 'listed': {
        const text = reason === null ? '' : normaliseServerText(reason, this.#options.clients);
        const shown = shownText(text, REASON_CHARACTERS);
        const { codes } = listing;
        return { zone, state: 'listed', codes, reason: shown === '' ? null : shown, error: null };
      }
      case 'refused':
      case 'wrong':
      case 'failed': {
        const error = shownText(listing.detail, REASON_CHARACTERS);
        return { zone, state: 'failed', codes: [], reason: null, error };
      }
    }
  }
}

const NOT_ASKED: DnsAnswer<string> = {
  kind: 'failed',
  failure: { stage: 'dns', code: 'local-limit', detail: 'not asked' },
};

const FAMILIES = { ipv4: 'IPv4', ipv6: 'IPv6' } as const satisfies Record<ListedFamily, string>;
