import pLimit from 'p-limit';
import type { GivenMx } from '../../model/names/given-mx.ts';
import { operatorOf } from '../../model/names/operator.ts';
import type { Job, LookupLine, PlannedHost } from '../../model/plan.ts';
import type { TlsaFacts } from '../../model/tlsa.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import { givenAddresses } from './given-mx.ts';
import { plannedHost } from './planned-host.ts';
import { resolveHost, type AddressAnswers, type Family, type HostAddresses } from './resolve.ts';
import type { TargetPolicy } from './target-policy.ts';
import { askTlsa, daneCandidate, givenCandidate, type DaneCandidate } from './tlsa.ts';
import { isTransient, SECOND_LOOKUPS } from './transient.ts';

/** Takes what the DNS said, line by line. */
export interface LookupJournal {
  write(line: LookupLine): void;
}

/** What stays of a host that was looked up. */
export interface HostRow {
  /** Its addresses beyond the cap. */
  omitted: number;
  isAlias: boolean;
  /** Its record as long as it may be asked for TLSA records; null from then on. */
  open: PlannedHost | null;
}

/** What leads to a host, and what the DNS said of the host already. */
export interface Leading {
  /** The domain, where its MX set is secure (RFC 7672 §2.2.1): its name counts for the certificate of the host. */
  nextHop: string | null;
  /** Whether DANE may speak for the host: its MX set is secure, or it is given in place of one. */
  mayHaveDane: boolean;
  own: AddressAnswers | null;
}

export interface HostLookupOptions {
  resolver: Resolver;
  families: readonly Family[];
  targetPolicy: TargetPolicy;
  /** Hosts that are given, with their addresses or without; null: none. */
  givenMx: readonly GivenMx[] | null;
  /** The SMTP port, which is part of the name of TLSA records. */
  port: number;
  /** Whether failed DNS queries are repeated once after others. */
  askTwice: boolean;
  journal: LookupJournal;
  /** Called for each address to be asked, once its host is in the journal. */
  onJob: (job: Job) => void;
}

/** Hosts looked up at once, each in its families. */
const LOOKUPS = 50;

/** Domains of a host whose names count for its certificate while a run lasts; when its records are joined, all of them do. */
const NEXT_HOPS = 1_000;

/** Looks up the MX hosts of a run, each once however many domains lead to it, and writes them into the journal. */
export class HostLookups {
  readonly #options: HostLookupOptions;
  readonly #limit = pLimit(LOOKUPS);
  /** null: it failed and is asked again. */
  readonly #hosts = new Map<string, HostRow | Promise<HostRow | null> | null>();
  /** By host, the domains that securely lead to it; only of hosts that DANE may speak for. */
  readonly #nextHops = new Map<string, string[]>();
  readonly #tlsa = new Map<string, TlsaFacts>();
  readonly #asking = new Map<string, Promise<void>>();
  readonly #excluded = new Set<string>();
  #again: string[] = [];
  #tlsaAgain: PlannedHost[] = [];

  constructor(options: HostLookupOptions) {
    this.#options = options;
  }

  /** How many addresses were left out because they are excluded. */
  get excluded(): number {
    return this.#excluded.size;
  }

  /** The TLSA records of a host as far as they are known; none for a host that was not asked for them. */
  tlsaOf(host: string): TlsaFacts | undefined {
    return this.#tlsa.get(host);
  }

  /** What is known of a host that was looked up; null for none. */
  rowOf(host: string): HostRow | null {
    const known = this.#hosts.get(host);
    return known === undefined || known instanceof Promise ? null : known;
  }

  /** Looks up a host that a domain leads to, unless that was done; null where it failed and is asked again later. */
  async find(host: string, leading: Leading): Promise<HostRow | null> {
    if (leading.mayHaveDane) this.leads(host, leading.nextHop);
    let known = this.#hosts.get(host);
    if (known === undefined) {
      known = this.#limit(() => this.#lookUp(host, leading.own));
      this.#hosts.set(host, known);
    }
    const row = await known;
    if (leading.mayHaveDane && row !== null) await this.#askLate(host);
    return row;
  }

  /** Records a host whose name in the DNS is no host name. */
  addInvalid(host: string): void {
    if (this.#hosts.has(host)) return;
    const detail = 'not a valid name of a mail server';
    const failure = { stage: 'dns', code: 'invalid-name', detail } as const;
    const found = { ...NOTHING, owner: host, failure };
    this.#record(plannedHost(host, found, this.#options.targetPolicy).planned);
  }

  /** Looks up once more what failed. */
  async askAgain(): Promise<void> {
    const { journal } = this.#options;
    const limit = pLimit(SECOND_LOOKUPS);
    const again = this.#again.splice(0);
    await limit.map(again, async (host) => {
      await this.#settle(host, await this.#addressesOf(host, null));
    });
    const tlsaAgain = this.#tlsaAgain.splice(0);
    await limit.map(tlsaAgain, async (line) => {
      journal.write({ kind: 'host', ...(await this.#withTlsa(line, false)) });
    });
  }

  /** Takes a host from the journal that this run continues. */
  restore(line: PlannedHost): void {
    this.#hosts.set(line.host, this.#rowOf(line));
    if (line.tlsa === null) return;
    const nextHops = this.#nextHops.get(line.host) ?? [];
    this.#nextHops.set(line.host, nextHops);
    this.#tlsa.set(line.host, { ...line.tlsa, nextHops });
  }

  /** Takes an excluded address from the journal that this run continues. */
  restoreExcluded(address: string): void {
    this.#excluded.add(address);
  }

  /**
   * Notes that DANE may speak for a host. @param domain the domain that leads to it by a secure MX set (RFC 7672 §2.2.1);
   * null: it is given in place of one.
   */
  leads(host: string, domain: string | null): void {
    const known = this.#hosts.get(host);
    const mayHave = known === undefined || known === null || known instanceof Promise || known.open;
    if (mayHave === null && !this.#tlsa.has(host)) return;
    const before = this.#nextHops.get(host);
    const own = domain === null ? [] : [domain];
    if (before === undefined) this.#nextHops.set(host, own);
    else if (before.length < NEXT_HOPS) before.push(...own);
  }

  /** Asks the hosts of a journal for the TLSA records that were still to be asked for. */
  async askRestored(): Promise<void> {
    await this.#limit.map([...this.#nextHops.keys()], async (host) => {
      await this.#askLate(host);
    });
  }

  async #lookUp(host: string, own: AddressAnswers | null): Promise<HostRow | null> {
    const { askTwice } = this.#options;
    const found = await this.#addressesOf(host, own);
    if (!askTwice || !isTransient(found.failure)) return this.#settle(host, found);
    this.#again.push(host);
    this.#hosts.set(host, null);
    return null;
  }

  async #addressesOf(host: string, own: AddressAnswers | null): Promise<HostAddresses> {
    const { resolver, families, givenMx } = this.#options;
    return givenAddresses(givenMx ?? [], host) ?? resolveHost(resolver, host, families, own);
  }

  /** Writes a host into the journal, and gives its addresses to be asked. They wait for its TLSA records if it needs them now. */
  async #settle(host: string, found: HostAddresses): Promise<HostRow> {
    const { planned, excluded } = plannedHost(host, found, this.#options.targetPolicy);
    for (const address of excluded) this.#exclude(address);
    const isLed = this.#nextHops.has(host) && this.#candidateOf(planned) !== null;
    const row = this.#record(isLed ? await this.#withTlsa(planned) : planned);
    const operator = operatorOf(host);
    for (const address of planned.addresses) this.#options.onJob({ host, address, operator });
    return row;
  }

  #record(line: PlannedHost): HostRow {
    const row = this.#rowOf(line);
    this.#hosts.set(line.host, row);
    this.#options.journal.write({ kind: 'host', ...line });
    return row;
  }

  #exclude(address: string): void {
    if (this.#excluded.has(address)) return;
    this.#excluded.add(address);
    this.#options.journal.write({ kind: 'excluded', what: 'address', name: address });
  }

  /** Asks for the TLSA records of a host that was looked up before a domain securely led to it. */
  async #askLate(host: string): Promise<void> {
    const open = this.rowOf(host)?.open ?? null;
    if (open === null) return;
    const asking = this.#asking.get(host) ?? this.#recordTlsa(open);
    this.#asking.set(host, asking);
    await asking;
  }

  async #recordTlsa(open: PlannedHost): Promise<void> {
    this.#record(await this.#withTlsa(open));
    this.#asking.delete(open.host);
  }

  async #withTlsa(line: PlannedHost, mayAskAgain = true): Promise<PlannedHost> {
    const { resolver, port, askTwice } = this.#options;
    const candidate = this.#candidateOf(line);
    if (candidate === null) return line;
    const tlsa = await askTlsa(resolver, candidate, port);
    this.#tlsa.set(line.host, { ...tlsa, nextHops: this.#nextHops.get(line.host) ?? [] });
    if (mayAskAgain && askTwice && isTransient(tlsa.failure)) this.#tlsaAgain.push(line);
    return { ...line, tlsa };
  }

  #candidateOf(line: PlannedHost): DaneCandidate | null {
    const isGiven = givenAddresses(this.#options.givenMx ?? [], line.host) !== null;
    return isGiven ? givenCandidate(line.host) : daneCandidate(line.host, line);
  }

  #rowOf(line: PlannedHost): HostRow {
    const open = line.tlsa === null && this.#candidateOf(line) !== null ? line : null;
    const isAlias = line.owner !== line.host;
    if (open === null && line.omitted === 0) return isAlias ? ALIAS : PLAIN;
    return { omitted: line.omitted, isAlias, open };
  }
}

const NOTHING = { addresses: [], omitted: 0, dnssec: 'unknown' } satisfies Partial<HostAddresses>;

/** Rows of hosts with nothing particular are one object for all. */
const PLAIN: HostRow = { omitted: 0, isAlias: false, open: null };
const ALIAS: HostRow = { omitted: 0, isAlias: true, open: null };
