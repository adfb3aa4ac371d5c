import { endpointFacts, type EndpointFacts } from '../../judge/endpoint/endpoint-facts.ts';
import type { PlannedDomain, Settled } from '../../model/plan.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { TlsaFacts } from '../../model/tlsa.ts';
import type { JournalLine } from './journal-line.ts';

type HostLine = Extract<JournalLine, { kind: 'host' }>;

/** What is kept of an MX host. */
interface HostRow {
  /** Those that are asked. */
  addresses: readonly string[];
  /** What is settled without a connection. */
  settled: readonly Settled[];
  /** How many of the addresses are not finished. */
  open: number;
  tlsa: (TlsaFacts & { nextHops: string[] }) | null;
  /** Sorted by address, null first. */
  endpoints: EndpointFacts[];
  /** Whether a finished domain leads to it. */
  isWanted: boolean;
}

/** DANE-TA(2), the one usage for which the names of the domains count (RFC 7672 §3.1.2). */
const TRUST_ANCHOR = 2;

/** The MX hosts of a run: of each endpoint the facts alone that domains are judged by, equal ones kept once. */
export class HostTable {
  readonly #rows = new Map<string, HostRow>();
  readonly #shared = new Map<string, unknown>();

  /** Takes a host line; a later one of a host replaces an earlier one. */
  addHost({ host, addresses, settled, tlsa }: HostLine): void {
    this.#rows.set(host, {
      addresses,
      settled,
      open: addresses.length,
      tlsa: tlsa && { ...tlsa, nextHops: [] },
      endpoints: [],
      isWanted: false,
    });
  }

  /** Gives what is settled without a connection, and keeps it no longer. */
  *settled(): Generator<Settled, void> {
    for (const row of this.#rows.values()) {
      yield* row.settled;
      row.settled = [];
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
    if (this.isAsked(endpoint.host, endpoint.address)) row.open--;
    // Most have one: an array that grew by `push` has room for many.
    row.endpoints = [...row.endpoints, this.#sharedFacts(endpoint, endpoint.host)];
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
      return row.endpoints;
    });
  }

  /** The hosts that no finished domain leads to. */
  unwanted(): Set<string> {
    const hosts = new Set<string>();
    for (const [host, { isWanted }] of this.#rows) if (!isWanted) hosts.add(host);
    return hosts;
  }

  #sharedFacts(endpoint: Endpoint, host: string): EndpointFacts {
    const facts = endpointFacts(endpoint);
    facts.host = host;
    facts.problems = this.#share(facts.problems);
    facts.undetermined = this.#share(facts.undetermined);
    facts.dane = this.#share(facts.dane);
    switch (facts.outcome) {
      case 'tls':
        facts.tls = this.#share(facts.tls);
        break;
      case 'failed':
      case 'tls-failed':
        facts.failure = this.#share(facts.failure);
        break;
      case 'refused-starttls':
        facts.reply = this.#share(facts.reply);
        break;
      case 'plaintext':
      case 'stripped':
      case 'rejected':
      case 'deferred':
        break;
    }
    return facts;
  }

  /** The first value that has this JSON. */
  #share<T>(value: T): T {
    const key = JSON.stringify(value);
    const known = this.#shared.get(key);
    // What has the same JSON has the same type.
    if (known !== undefined) return known as T;
    this.#shared.set(key, value);
    return value;
  }
}
