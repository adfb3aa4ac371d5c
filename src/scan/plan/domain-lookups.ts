import pLimit from 'p-limit';
import type { GivenMx } from '../../model/names/given-mx.ts';
import { isPublicSuffix } from '../../model/names/operator.ts';
import type { PlannedDomain, Target } from '../../model/plan.ts';
import type { Note } from '../../model/records/words.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import { givenMxAnswer } from './given-mx.ts';
import type { HostLookups, LookupJournal } from './host-lookups.ts';
import { resolveMx, type MxAnswer } from './resolve.ts';
import type { TargetPolicy } from './target-policy.ts';
import { isTransient, SECOND_LOOKUPS } from './transient.ts';

export interface DomainLookupOptions {
  resolver: Resolver;
  targetPolicy: TargetPolicy;
  hosts: HostLookups;
  /** The hosts that are asked in place of those that the DNS names; null: those are asked. */
  givenMx: readonly GivenMx[] | null;
  /** Whether failed DNS queries are repeated once after others. */
  askTwice: boolean;
  journal: LookupJournal;
  /** Called when the MX records of a domain are known, before its hosts are: its lookup lasts until this is fulfilled. */
  onMx: (domain: string, mx: Pick<MxAnswer, 'kind'>) => Promise<void>;
  /** Called with the number of domains looked up so far. */
  onLookup?: ((done: number) => void) | undefined;
  /** Whether the run was interrupted: no further domain is looked up. */
  isOver: () => boolean;
}

/** Domains looked up at once; each takes several queries. */
const LOOKUPS = 50;

/** When so many domains wait for a second lookup, it is made before any further domain is looked up. */
const MOST_WAITING = 10_000;

/** A domain with its MX records, whose hosts are not all known. */
interface Waiting {
  target: Target;
  answer: MxAnswer;
}

/** Looks up the domains of a run as they come, and writes each into the journal once its hosts are there. */
export class DomainLookups {
  readonly #options: DomainLookupOptions;
  readonly #excludedHosts = new Set<string>();
  #excludedDomains = 0;
  #done = 0;
  #again: Target[] = [];
  #waiting: Waiting[] = [];

  constructor(options: DomainLookupOptions) {
    this.#options = options;
  }

  /** How many domains and hosts were left out because they are excluded. */
  get excluded(): { domains: number; hosts: number } {
    return { domains: this.#excludedDomains, hosts: this.#excludedHosts.size };
  }

  /** Takes an excluded host from the journal that this run continues. */
  restoreExcluded(host: string): void {
    this.#excludedHosts.add(host);
  }

  /**
   * Looks up all targets, some at once, and takes them only as fast. Rejects as `targets` does.
   * @param known whether a target is in the journal that this run continues, and is passed over.
   */
  async lookUp(
    targets: AsyncIterable<Target>,
    known: (domain: string) => Promise<boolean>,
  ): Promise<void> {
    const left = targets[Symbol.asyncIterator]();
    const end = { isReached: false };
    const isFull = (): boolean => this.#again.length + this.#waiting.length >= MOST_WAITING;
    const worker = async (): Promise<void> => {
      while (!end.isReached && !isFull() && !this.#options.isOver()) {
        const next = await left.next();
        if (next.done === true) end.isReached = true;
        else await this.#take(next.value, known);
      }
    };
    while (!end.isReached && !this.#options.isOver()) {
      await Promise.all(Array.from({ length: LOOKUPS }, worker));
      await this.#askAgain();
    }
    await left.return?.();
  }

  async #take(target: Target, known: (domain: string) => Promise<boolean>): Promise<void> {
    const { targetPolicy, askTwice } = this.#options;
    if (targetPolicy.excludesDomain(target.domain)) {
      this.#excludedDomains += 1;
      this.#options.journal.write({ kind: 'excluded', what: 'domain', name: target.domain });
    } else if (!(await known(target.domain))) {
      const answer = await this.#mxOf(target.domain);
      if (askTwice && isTransient(answer.failure)) this.#again.push(target);
      else await this.#follow(target, answer);
    }
    this.#done += 1;
    this.#options.onLookup?.(this.#done);
  }

  async #mxOf(domain: string): Promise<MxAnswer> {
    const { resolver, givenMx } = this.#options;
    return givenMx === null ? resolveMx(resolver, domain) : givenMxAnswer(givenMx);
  }

  /** Looks up the hosts of a domain, and its policies at the same time. */
  async #follow(target: Target, answer: MxAnswer): Promise<void> {
    const { hosts, onMx, targetPolicy, givenMx } = this.#options;
    const asked = onMx(target.domain, answer);
    const isSecure = answer.dnssec === 'secure';
    const leading = {
      nextHop: isSecure ? target.domain : null,
      mayHaveDane: isSecure || givenMx !== null,
      own: answer.own,
    };
    for (const { host, valid } of answer.hosts) if (!valid) hosts.addInvalid(host);
    const wanted = answer.hosts.filter(
      ({ host, valid }) => valid && !targetPolicy.excludesHost(host),
    );
    const rows = await Promise.all(wanted.map(({ host }) => hosts.find(host, leading)));
    const isOpen = rows.includes(null);
    if (isOpen) this.#waiting.push({ target, answer });
    else this.#record(target, answer);
    await asked;
  }

  async #askAgain(): Promise<void> {
    if (this.#options.isOver()) return;
    const again = this.#again.splice(0);
    await pLimit(SECOND_LOOKUPS).map(again, async (target) => {
      await this.#follow(target, await this.#mxOf(target.domain));
    });
    await this.#options.hosts.askAgain();
    for (const { target, answer } of this.#waiting.splice(0)) this.#record(target, answer);
  }

  #record(target: Target, answer: MxAnswer): void {
    const { targetPolicy, journal } = this.#options;
    const left = answer.hosts.filter(({ host, valid }) => {
      if (!valid || !targetPolicy.excludesHost(host)) return true;
      this.#exclude(host);
      return false;
    });
    journal.write({ kind: 'domain', domain: this.#planned(target, answer, left) });
  }

  #exclude(host: string): void {
    if (this.#excludedHosts.has(host)) return;
    this.#excludedHosts.add(host);
    this.#options.journal.write({ kind: 'excluded', what: 'host', name: host });
  }

  #planned(
    { domain, category, provider }: Target,
    answer: MxAnswer,
    left: MxAnswer['hosts'],
  ): PlannedDomain {
    const { hosts } = this.#options;
    const aliased = left.some(({ host }) => hosts.rowOf(host)?.isAlias);
    const notes: Note[] = [
      ...answer.notes,
      ...(aliased ? (['mx-is-cname'] as const) : []),
      ...(isPublicSuffix(domain) ? (['public-suffix'] as const) : []),
    ];
    const mx = {
      kind: answer.kind,
      failure: answer.failure,
      dnssec: answer.dnssec,
      hosts: left.map(({ preference, host }) => ({
        preference,
        host,
        omittedAddresses: hosts.rowOf(host)?.omitted ?? 0,
      })),
      omittedHosts: answer.omittedHosts,
      excluded: answer.hosts.length - left.length,
    };
    return { domain, category, provider, mx, notes: notes.sort() };
  }
}
