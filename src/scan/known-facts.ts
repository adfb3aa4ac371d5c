import { NameTable, NumberColumn } from '../model/names/name-table.ts';
import { operatorOf } from '../model/names/operator.ts';
import type { Job, PlannedDomain } from '../model/plan.ts';
import type { Endpoint } from '../model/records/endpoint.ts';
import type { OnionMx } from '../model/records/onion-mx.ts';
import { OnionAnswers, onionHostsOf, type OnionHost } from './journal/onion-answers.ts';
import type { JournalLine } from './journal/journal-line.ts';
import type { DomainLookups } from './plan/domain-lookups.ts';
import type { HostLookups } from './plan/host-lookups.ts';
import { takesMail } from './policies/policies.ts';

/** What a journal says of a domain: nothing, that it is looked up, or that its policies are still to be asked for. */
export type DomainState = 'unknown' | 'known' | 'policies-open';

const LOOKED_UP = 1;
const TAKES_MAIL = 2;
const HAS_POLICIES = 4;

/** An endpoint that is finished, and whether it was asked for its versions. */
interface Finished {
  job: Job;
  hasVersions: boolean;
}

/** What the journal of an earlier part of a run says, for the part that continues it. */
export class KnownFacts {
  readonly #domains = new NameTable();
  readonly #states = new NumberColumn();
  readonly #certificates: string[] = [];
  readonly #listed: string[] = [];
  readonly #onionMxs: OnionMx[] = [];
  readonly #onions = new OnionAnswers();
  /** By host, its addresses whose endpoints are not finished. */
  readonly #left = new Map<string, Set<string>>();
  /** By host and address. */
  readonly #finished = new Map<string, Finished>();

  /** Takes the lines of a journal in their order, and tells the lookups what needs no asking. */
  constructor(lines: Iterable<JournalLine>, hosts: HostLookups, domains: DomainLookups) {
    for (const line of lines) this.#take(line, hosts, domains);
  }

  /** The ids of the certificates that are in the journal. */
  get certificates(): readonly string[] {
    return this.#certificates;
  }

  /** The addresses that DNS lists were asked about. */
  get listed(): readonly string[] {
    return this.#listed;
  }

  /** Whether an onion host in the journal has answered. */
  hasOnion(onion: OnionHost): boolean {
    return this.#onions.has(onion);
  }

  /** The onion hosts in the journal that have not answered. */
  onionsLeft(): OnionHost[] {
    return this.#onionMxs.flatMap(onionHostsOf).filter((host) => !this.#onions.has(host));
  }

  stateOf(domain: string): DomainState {
    const state = this.#stateOf(domain);
    if ((state & LOOKED_UP) === 0) return 'unknown';
    return (state & TAKES_MAIL) === 0 || (state & HAS_POLICIES) !== 0 ? 'known' : 'policies-open';
  }

  hasPolicies(domain: string): boolean {
    return (this.#stateOf(domain) & HAS_POLICIES) !== 0;
  }

  /** The endpoints of hosts in the journal that are not finished. */
  jobsLeft(): Job[] {
    return [...this.#left].flatMap(([host, addresses]) => {
      const operator = operatorOf(host);
      return Array.from(addresses, (address) => ({ host, address, operator }));
    });
  }

  /** The endpoints in the journal that are finished; each once. */
  finished(): Iterable<Finished> {
    return this.#finished.values();
  }

  #take(line: JournalLine, hosts: HostLookups, domains: DomainLookups): void {
    switch (line.kind) {
      case 'run':
        return;
      case 'domain':
        this.#addDomain(line.domain, hosts);
        return;
      case 'excluded':
        if (line.what === 'host') domains.restoreExcluded(line.name);
        if (line.what === 'address') hosts.restoreExcluded(line.name);
        return;
      case 'host':
        this.#addHost(line, hosts);
        return;
      case 'certificate':
        this.#certificates.push(line.certificate.id);
        return;
      case 'endpoint':
        this.#finish(line.endpoint);
        return;
      case 'policies':
        this.#addPolicies(line.domain, line.found.onionMx);
        return;
      case 'onion':
        this.#onions.add(line, line.answer);
        return;
      case 'dnsbl':
        this.#listed.push(line.address);
    }
  }

  #addHost(line: JournalLine & { kind: 'host' }, hosts: HostLookups): void {
    if (hosts.rowOf(line.host) === null) this.#left.set(line.host, new Set(line.addresses));
    hosts.restore(line);
  }

  /** A journal of an earlier release has no onion MX: the domain is asked again. */
  #addPolicies(domain: string, onionMx: OnionMx | null): void {
    if (onionMx === null) return;
    this.#add(domain, HAS_POLICIES);
    if (onionHostsOf(onionMx).length > 0) this.#onionMxs.push(onionMx);
  }

  #addDomain(planned: PlannedDomain, hosts: HostLookups): void {
    const { domain, mx } = planned;
    this.#add(domain, LOOKED_UP | (takesMail(planned) ? TAKES_MAIL : 0));
    if (mx.dnssec === 'secure') for (const { host } of mx.hosts) hosts.leads(host, domain);
  }

  #finish({ host, address, tls, notes }: Endpoint): void {
    if (address === null) return;
    const hasVersions = tls !== null && !notes.includes('versions-of-address');
    const job = { host, address, operator: operatorOf(host) };
    this.#finished.set(`${host} ${address}`, { job, hasVersions });
    const left = this.#left.get(host);
    left?.delete(address);
    if (left?.size === 0) this.#left.delete(host);
  }

  #stateOf(domain: string): number {
    const row = this.#domains.find(domain);
    return row === -1 ? 0 : this.#states.get(row);
  }

  #add(domain: string, state: number): void {
    const row = this.#domains.add(domain);
    this.#states.set(row, this.#states.get(row) | state);
  }
}
