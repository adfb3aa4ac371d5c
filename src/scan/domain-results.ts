import { judgeDomain } from '../judge/mail-domain.ts';
import { judgeMtaSts } from '../judge/policies/mta-sts.ts';
import { compareAddresses } from '../model/names/ip-address.ts';
import type { PlannedDomain, PlannedHost } from '../model/plan.ts';
import type { Certificate } from '../model/records/certificate.ts';
import { certificateIdsOf, type Endpoint } from '../model/records/endpoint.ts';
import type { MailDomain } from '../model/records/mail-domain.ts';
import type { Journal, JournalLine } from './journal/journal-line.ts';
import { ListingTable } from './journal/listing-table.ts';
import { OnionAnswers, onionHostsOf, onionKey } from './journal/onion-answers.ts';
import { takesMail, type DomainPolicies } from './policies/policies.ts';
import { withNames } from './probe/certificate-collector.ts';
import { settledEndpoint } from './probe/endpoint-record.ts';

/** The records of a survey, in the order of the format. */
export interface SurveyRecords {
  domains: MailDomain[];
  endpoints: Endpoint[];
  certificates: Certificate[];
}

/** What a fold of a journal in memory is for. */
export interface DomainResultsOptions {
  /** Whether the policies of domains are asked for. */
  withPolicies: boolean;
  /** Whether the addresses are looked up on DNS lists. */
  withDnsbl: boolean;
  /** Whether their onion hosts are asked over Tor. */
  withOnions?: boolean | undefined;
  /** Called with the records of each domain when nothing of it is open any more. */
  onDomain?: ((records: SurveyRecords) => void) | undefined;
}

interface Host {
  endpoints: Endpoint[];
  /** How many of its addresses are not finished. */
  open: number;
  /** The domains that wait for it. */
  serves: PlannedDomain[];
}

/** Holds the lines of a run in memory, joined to its domains, and knows which of them are finished. For runs of few domains. */
export class DomainResults implements Journal {
  readonly #options: DomainResultsOptions;
  readonly #hosts = new Map<string, Host>();
  readonly #certificates = new Map<string, Extract<JournalLine, { kind: 'certificate' }>>();
  readonly #policies = new Map<string, DomainPolicies>();
  readonly #listings = new ListingTable();
  /** Finished endpoints, by their addresses, that the DNS lists are still asked about. */
  readonly #unlisted = new Map<string, Endpoint[]>();
  readonly #onions = new OnionAnswers();
  /** By onion host, the domains that wait for it. */
  readonly #waiting = new Map<string, string[]>();
  readonly #finished: PlannedDomain[] = [];
  /** By name, the domains that are not finished and how many hosts, onion hosts and policies they wait for. */
  readonly #open = new Map<string, { domain: PlannedDomain; left: number }>();

  constructor(options: DomainResultsOptions) {
    this.#options = options;
  }

  write(line: JournalLine): void {
    switch (line.kind) {
      case 'run':
      case 'excluded':
        return;
      case 'host':
        this.#addHost(line);
        return;
      case 'domain':
        this.#addDomain(line.domain);
        return;
      case 'certificate':
        this.#certificates.set(line.certificate.id, line);
        return;
      case 'endpoint':
        this.#addUnlisted(line.endpoint);
        return;
      case 'dnsbl':
        this.#addListings(line);
        return;
      case 'policies':
        this.#addPolicies(line.domain, line.found);
        return;
      case 'onion':
        this.#addOnion(line);
    }
  }

  /** The records of the finished domains, and of no other. */
  records(): SurveyRecords {
    return this.#recordsOf(this.#finished);
  }

  #addListings({ address, listings }: JournalLine & { kind: 'dnsbl' }): void {
    this.#listings.add(address, listings);
    for (const endpoint of this.#unlisted.get(address) ?? []) this.#addUnlisted(endpoint);
    this.#unlisted.delete(address);
  }

  #addOnion(line: JournalLine & { kind: 'onion' }): void {
    this.#onions.add(line, line.answer);
    for (const domain of this.#waiting.get(onionKey(line)) ?? []) this.#close(domain);
    this.#waiting.delete(onionKey(line));
  }

  #addPolicies(domain: string, found: DomainPolicies): void {
    // From a journal of an earlier release: asked again.
    if (found.onionMx === null) return;
    this.#policies.set(domain, found);
    const open = this.#open.get(domain);
    if (open === undefined) return;
    open.left += this.#waitForOnions(domain);
    this.#close(domain);
  }

  /** Makes a domain wait for its onion hosts that are not known, and returns how many these are. */
  #waitForOnions(domain: string): number {
    if (this.#options.withOnions !== true) return 0;
    const hosts = onionHostsOf(this.#policies.get(domain)?.onionMx ?? null);
    const open = new Set(hosts.filter((host) => !this.#onions.has(host)).map(onionKey));
    for (const key of open) this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), domain]);
    return open.size;
  }

  /** A later line of a host differs in its TLSA records alone, which its endpoints have been judged by. */
  #addHost({ host, addresses, settled }: PlannedHost): void {
    if (this.#hosts.has(host)) return;
    const endpoints = settled.map(settledEndpoint);
    this.#hosts.set(host, { endpoints, open: addresses.length, serves: [] });
  }

  #addDomain(domain: PlannedDomain): void {
    const hosts = new Set(domain.mx.hosts.flatMap(({ host }) => this.#hosts.get(host) ?? []));
    const open = [...hosts].filter((host) => host.open > 0);
    for (const host of open) host.serves.push(domain);
    const needsPolicies = this.#options.withPolicies && takesMail(domain);
    const isAsked = needsPolicies && !this.#policies.has(domain.domain);
    const left = open.length + (isAsked ? 1 : this.#waitForOnions(domain.domain));
    if (left === 0) this.#finish(domain);
    else this.#open.set(domain.domain, { domain, left });
  }

  #addUnlisted(endpoint: Endpoint): void {
    const { address } = endpoint;
    const waits = this.#options.withDnsbl && address !== null && !this.#listings.has(address);
    if (!waits) this.#addEndpoint(this.#listings.withListings(endpoint));
    else this.#unlisted.set(address, [...(this.#unlisted.get(address) ?? []), endpoint]);
  }

  #addEndpoint(endpoint: Endpoint): void {
    const host = this.#hosts.get(endpoint.host);
    if (host === undefined) return;
    const known = host.endpoints.findIndex(({ address }) => address === endpoint.address);
    // Asked again: the later record counts.
    if (known >= 0) {
      host.endpoints[known] = endpoint;
      return;
    }
    host.endpoints.push(endpoint);
    host.open -= 1;
    if (host.open > 0) return;
    for (const { domain } of host.serves.splice(0)) this.#close(domain);
  }

  #close(name: string): void {
    const open = this.#open.get(name);
    if (open === undefined) return;
    open.left -= 1;
    if (open.left > 0) return;
    this.#open.delete(name);
    this.#finish(open.domain);
  }

  #finish(domain: PlannedDomain): void {
    this.#finished.push(domain);
    this.#options.onDomain?.(this.#recordsOf([domain]));
  }

  #recordsOf(domains: readonly PlannedDomain[]): SurveyRecords {
    const hosts = new Set(domains.flatMap(({ mx }) => mx.hosts.map(({ host }) => host)));
    const endpoints = [...hosts]
      .flatMap((host) => this.#hosts.get(host)?.endpoints ?? [])
      .sort(compareEndpoints);
    return {
      domains: domains
        .map((domain) => this.#joined(domain))
        .sort((a, b) => (a.domain < b.domain ? -1 : 1)),
      endpoints,
      certificates: this.#certificatesOf(endpoints),
    };
  }

  #certificatesOf(endpoints: readonly Endpoint[]): Certificate[] {
    const ids = new Set(endpoints.flatMap(certificateIdsOf));
    return [...ids].sort().flatMap((id) => {
      const known = this.#certificates.get(id);
      const hosts = endpoints.filter((each) => ownIdsOf(each).includes(id)).map(({ host }) => host);
      return known === undefined ? [] : [withNames(known.certificate, known.names, hosts)];
    });
  }

  #joined({ domain, category, provider, mx, notes }: PlannedDomain): MailDomain {
    const own = mx.hosts.flatMap(({ host }) => this.#hosts.get(host)?.endpoints ?? []);
    const asked = this.#policies.get(domain);
    const mtaSts = asked?.mtaSts ? judgeMtaSts(asked.mtaSts, mx, own) : null;
    const verdict = judgeDomain(mx, own, mtaSts);
    const tlsRpt = asked?.tlsRpt ?? null;
    const onionMx = this.#onions.join(asked?.onionMx ?? null);
    return { domain, category, provider, ...verdict, mx, mtaSts, tlsRpt, notes, onionMx };
  }
}

function compareEndpoints(a: Endpoint, b: Endpoint): number {
  if (a.host !== b.host) return a.host < b.host ? -1 : 1;
  return compareAddresses(a.address, b.address);
}

function ownIdsOf({ certificate, deep }: Endpoint): (string | null | undefined)[] {
  return [certificate, deep?.certificates.RSA, deep?.certificates.ECDSA];
}
