import type { Change, Side, VisibilityChange } from '../../model/output/change.ts';
import {
  CHANGE_FACTS,
  CHANGE_KINDS,
  VISIBILITY_KINDS,
  type ChangeKind,
  type VisibilityKind,
  type Effect,
  type Topic,
} from '../../model/output/change-kinds.ts';
import { NameTable } from '../../model/names/name-table.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { ConcernTable } from '../tables/concern-table.ts';
import { HostEndings } from '../tables/host-endings.ts';
import {
  ChangeOfDomain,
  ChangesOfDomains,
  type DomainPair,
  type FindDomainEvidence,
} from './change-of-domain.ts';
import type { Evidence, HostChange } from './host-changes.ts';
import type { MovedHosts } from './mx-changes.ts';

const NO_HOSTS: MovedHosts = { added: [], removed: [] };

/** Gives the evidence of a change of a host. */
type FindEvidence = (host: string, kind: ChangeKind | VisibilityKind) => Evidence;

/** A change to which the level of a domain can be added that it explains. */
export type FoundChange = ChangeOfHost<ChangeKind> | ChangeOfDomain<ChangeKind>;
type FoundVisibilityChange = ChangeOfHost<VisibilityKind> | ChangeOfDomain<VisibilityKind>;

/** Gathers changes: those of a host once, however many domains they concern. Domains come in the order of their names. */
export class ChangeCollector {
  /** The endings of the hosts that changed, came or went. */
  readonly endings = new HostEndings();
  readonly #changes: FoundChange[] = [];
  readonly #visibilityChanges: FoundVisibilityChange[] = [];
  readonly #ofDomains: ChangesOfDomains;
  readonly #ofHosts: ChangesOfHosts<ChangeKind>;
  readonly #visibilityOfHosts: ChangesOfHosts<VisibilityKind>;

  constructor(evidence: { host: FindEvidence; domain: FindDomainEvidence }) {
    this.#ofDomains = new ChangesOfDomains(evidence.domain);
    this.#ofHosts = new ChangesOfHosts(evidence.host);
    this.#visibilityOfHosts = new ChangesOfHosts(evidence.host);
  }

  /** Adds a change of a domain. */
  ofDomain(
    kind: ChangeKind,
    pair: DomainPair,
    effect: Effect = CHANGE_FACTS[kind].effect,
  ): FoundChange {
    const { topic } = CHANGE_FACTS[kind];
    const change = this.#ofDomains.make({ kind, topic, effect }, pair);
    this.#changes.push(change);
    return change;
  }

  /** Adds a change of the MX hosts of a domain. */
  ofMx(kind: ChangeKind, pair: DomainPair, { added, removed }: MovedHosts): void {
    for (const host of [...added, ...removed]) this.endings.add(host);
    this.ofDomain(kind, pair);
  }

  /** Adds a domain that is known on one side alone. */
  visibilityChangeOfDomain(kind: VisibilityKind, topic: Topic, pair: DomainPair): void {
    const change = this.#ofDomains.make({ kind, topic, effect: 'neutral' }, pair);
    this.#visibilityChanges.push(change);
  }

  /** Adds a change of an MX host of a domain, or the domain to a change that is there. */
  ofHost(host: string, found: HostChange<ChangeKind>, { after }: DomainPair): FoundChange {
    const { change, isNew } = this.#ofHosts.take(host, found, after);
    if (isNew) {
      this.#changes.push(change);
      this.endings.add(host);
    }
    return change;
  }

  /** Adds an MX host that is known on one side alone, or the domain to one that is there. */
  visibilityChangeOfHost(
    host: string,
    found: HostChange<VisibilityKind>,
    { after }: DomainPair,
  ): void {
    const { change, isNew } = this.#visibilityOfHosts.take(host, found, after);
    if (isNew) {
      this.#visibilityChanges.push(change);
      this.endings.add(host);
    }
  }

  /** All changes in the order of their kinds, then of their subjects. */
  changes(): Change[] {
    const places = new Map(CHANGE_KINDS.map((kind, index) => [kind, index]));
    const place = ({ kind }: Change) => places.get(kind) ?? 0;
    return this.#changes.sort((a, b) => place(a) - place(b) || bySubject(a, b));
  }

  visibilityChanges(): VisibilityChange[] {
    const place = ({ kind }: VisibilityChange) => VISIBILITY_KINDS.indexOf(kind);
    return this.#visibilityChanges.sort((a, b) => place(a) - place(b) || bySubject(a, b));
  }
}

/** What the changes of hosts share. */
interface Shared {
  evidence: FindEvidence;
  concerns: ConcernTable;
}

/** Changes of hosts by host and kind, of which a host has one each. */
class ChangesOfHosts<Kind extends ChangeKind | VisibilityKind> {
  readonly #shared: Shared;
  readonly #numbers = new NameTable();
  readonly #changes: ChangeOfHost<Kind>[] = [];

  constructor(evidence: FindEvidence) {
    this.#shared = { evidence, concerns: new ConcernTable() };
  }

  /** The change of a host that has a domain, and whether it is the first domain. */
  take(
    host: string,
    found: HostChange<Kind>,
    domain: MailDomain,
  ): { change: ChangeOfHost<Kind>; isNew: boolean } {
    const number = this.#numbers.add(`${found.kind} ${host}`);
    const known = this.#changes[number];
    const change = known ?? new ChangeOfHost(host, found, number, this.#shared);
    if (known === undefined) this.#changes.push(change);
    this.#shared.concerns.add(number, domain);
    return { change, isNew: known === undefined };
  }
}

/**
 * A change of a host. What shows it and what it concerns is gathered when it is looked at: there may be as many changes as
 * hosts.
 */
class ChangeOfHost<Kind extends ChangeKind | VisibilityKind> {
  readonly #host: string;
  readonly #found: HostChange<Kind>;
  readonly #number: number;
  readonly #shared: Shared;

  constructor(host: string, found: HostChange<Kind>, number: number, shared: Shared) {
    this.#host = host;
    this.#found = found;
    this.#number = number;
    this.#shared = shared;
  }

  get kind(): Kind {
    return this.#found.kind;
  }

  get topic(): Topic {
    return factsOf(this.kind).topic;
  }

  get effect(): Effect {
    return factsOf(this.kind).effect;
  }

  get subject(): { type: 'host'; host: string } {
    return { type: 'host', host: this.#host };
  }

  get lastKnown(): string | null {
    return this.#found.lastKnown;
  }

  get concerns(): Change['concerns'] {
    return this.#shared.concerns.concerns(this.#number);
  }

  get before(): Side {
    return this.#side('before');
  }

  get after(): Side {
    return this.#side('after');
  }

  get levels(): Change['levels'] {
    return this.#shared.concerns.levels(this.#number);
  }

  get hosts(): MovedHosts {
    return NO_HOSTS;
  }

  get routine(): boolean {
    return this.#found.routine;
  }

  addLevel(level: Change['levels'][number]): void {
    this.#shared.concerns.addLevel(this.#number, level);
  }

  #side(side: 'before' | 'after'): Side {
    return { observations: this.#shared.evidence(this.#host, this.kind)[side], domain: null };
  }
}

const OF_STARTTLS = { topic: 'starttls', effect: 'neutral' } as const;

function factsOf(kind: ChangeKind | VisibilityKind): { topic: Topic; effect: Effect } {
  return kind === 'now-known' || kind === 'no-longer-known' ? OF_STARTTLS : CHANGE_FACTS[kind];
}

type Subject = FoundChange | FoundVisibilityChange;

function bySubject(a: Subject, b: Subject): number {
  if (a instanceof ChangeOfDomain && b instanceof ChangeOfDomain) return a.row - b.row;
  const x = nameOf(a);
  const y = nameOf(b);
  return x === y ? 0 : x < y ? -1 : 1;
}

/** The name of what changed. */
function nameOf({ subject }: Subject): string {
  return subject.type === 'host' ? subject.host : subject.domain;
}
