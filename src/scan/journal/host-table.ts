import { endpointFacts, type EndpointFacts } from '../../judge/endpoint/endpoint-facts.ts';
import type { PlannedDomain, Settled } from '../../model/plan.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { TlsaFacts } from '../../model/tlsa.ts';
import type { JournalLine } from './journal-line.ts';

type HostLine = Extract<JournalLine, { kind: 'host' }>;

/** What is kept of a finished endpoint. */
interface Found {
  address: string | null;
  /** Its facts, without its host and address: one object for all that are alike. */
  kind: EndpointFacts;
}

/** What is kept of an MX host. Arrays are copied: one that grew by `push` has room for many. */
interface HostRow {
  /** Those that are asked. */
  addresses: readonly string[];
  /** What is settled without a connection. */
  settled: readonly Settled[];
  /** How many of the addresses are not finished. */
  open: number;
  tlsa: (TlsaFacts & { nextHops: string[] }) | null;
  /** Sorted by address, null first. */
  found: readonly Found[];
  /** Whether a finished domain leads to it. */
  isWanted: boolean;
}

const NONE: readonly never[] = [];

/** DANE-TA(2), the one usage for which the names of the domains count (RFC 7672 §3.1.2). */
const TRUST_ANCHOR = 2;

/** The MX hosts of a run: of each endpoint the facts alone that domains are judged by, equal ones kept once. */
export class HostTable {
  readonly #rows = new Map<string, HostRow>();
  /** By their JSON. */
  readonly #kinds = new Map<string, EndpointFacts>();

  /** Takes a host line; a later one of a host replaces an earlier one. */
  addHost({ host, addresses, settled, tlsa }: HostLine): void {
    this.#rows.set(host, {
      addresses: addresses.slice(),
      settled: settled.length === 0 ? NONE : settled.slice(),
      open: addresses.length,
      tlsa: tlsa && { ...tlsa, nextHops: [] },
      found: NONE,
      isWanted: false,
    });
  }

  /** Gives what is settled without a connection, and keeps it no longer. */
  *settled(): Generator<Settled, void> {
    for (const row of this.#rows.values()) {
      yield* row.settled;
      row.settled = NONE;
    }
  }

  /** Takes a domain, after all hosts: its name counts for the certificates of its hosts where its MX set is secure. */
  addNextHop({ domain, mx }: PlannedDomain): void {
    if (mx.dnssec !== 'secure') return;
    for (const { host } of mx.hosts) {
      const tlsa = this.#rows.get(host)?.tlsa;
      if (tlsa?.records.some(({ usage }) => usage === TRUST_ANCHOR)) tlsa.nextHops.push(domain);
    }
  }

  /** Whether an address of a host is one that is asked. */
  isAsked(host: string, address: string | null): boolean {
    return address !== null && this.#rows.get(host)?.addresses.includes(address) === true;
  }

  /** The TLSA records of a host, with the domains that securely lead to it; null where they were not looked up. */
  tlsaOf(host: string): TlsaFacts | null {
    return this.#rows.get(host)?.tlsa ?? null;
  }

  /** Takes a finished endpoint of a host that is known, in the order of the format. */
  addEndpoint(endpoint: Endpoint): void {
    const row = this.#rows.get(endpoint.host);
    if (row === undefined) return;
    // The text that is there already, where it is.
    const asked = row.addresses.find((each) => each === endpoint.address);
    if (asked !== undefined) row.open--;
    const address = asked ?? endpoint.address;
    row.found = [...row.found, { address, kind: this.#kindOf(endpoint) }];
  }

  /** Whether all hosts of a domain are known and finished. */
  isFinished({ mx }: PlannedDomain): boolean {
    return mx.hosts.every(({ host }) => this.#rows.get(host)?.open === 0);
  }

  /** The endpoints of a finished domain in the order of preference; its hosts are wanted from now on. */
  endpointsOf({ mx }: PlannedDomain): EndpointFacts[] {
    return mx.hosts.flatMap(({ host }) => {
      const row = this.#rows.get(host);
      if (row === undefined) return [];
      row.isWanted = true;
      return row.found.map(({ address, kind }) => ({ ...kind, host, address }));
    });
  }

  /** The hosts that no finished domain leads to. */
  unwanted(): Set<string> {
    const hosts = new Set<string>();
    for (const [host, { isWanted }] of this.#rows) if (!isWanted) hosts.add(host);
    return hosts;
  }

  #kindOf(endpoint: Endpoint): EndpointFacts {
    const kind = { ...endpointFacts(endpoint), host: '', address: null };
    const key = JSON.stringify(kind);
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    this.#kinds.set(key, kind);
    return kind;
  }
}
