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
import type { PolicyKey, Recalled } from '../tables/last-known-policy.ts';
import type { Evidence, HostChange } from './host-changes.ts';
import type { MovedHosts } from './mx-changes.ts';

/** The two records of one domain. */
export interface DomainPair {
  before: MailDomain;
  after: MailDomain;
  /** When the survey began that `before` is of, where it is not the older survey; null where it is. */
  lastKnown: string | null;
  /** Of each policy that `before` does not know, the record of when it was last known; null where there is none. */
  recalled: Readonly<Record<PolicyKey, Recalled<MailDomain> | null>>;
}

/** Parts of a change of a domain; defaults follow from its kind. */
export interface DomainChangeParts {
  effect?: Effect;
  hosts?: MovedHosts;
  observations?: Record<'before' | 'after', Side['observations']>;
}

const NO_HOSTS: MovedHosts = { added: [], removed: [] };
const NOTHING_SEEN = { before: [], after: [] };

/** Gives the evidence of a change of a host. */
type FindEvidence = (host: string, kind: ChangeKind | VisibilityKind) => Evidence;

/** Gathers changes: those of a host once, however many domains they concern. */
export class ChangeCollector {
  readonly #changes: Change[] = [];
  readonly #visibilityChanges: VisibilityChange[] = [];
  readonly #ofHosts: ChangesOfHosts<ChangeKind>;
  readonly #visibilityOfHosts: ChangesOfHosts<VisibilityKind>;

  constructor(evidence: FindEvidence) {
    this.#ofHosts = new ChangesOfHosts(evidence);
    this.#visibilityOfHosts = new ChangesOfHosts(evidence);
  }

  /** Adds a change of a domain. */
  ofDomain(kind: ChangeKind, pair: DomainPair, parts: DomainChangeParts = {}): Change {
    const {
      observations = NOTHING_SEEN,
      hosts = NO_HOSTS,
      effect = CHANGE_FACTS[kind].effect,
    } = parts;
    const { topic } = CHANGE_FACTS[kind];
    const about = { ...domainParts(pair, observations), hosts, routine: false };
    const change = { kind, topic, effect, ...about };
    this.#changes.push(change);
    return change;
  }

  /** Adds a domain that is known on one side alone. */
  visibilityChangeOfDomain(kind: VisibilityKind, topic: Topic, pair: DomainPair): void {
    const parts = domainParts(pair, NOTHING_SEEN);
    this.#visibilityChanges.push({ kind, topic, effect: 'neutral', ...parts, hosts: NO_HOSTS });
  }

  /** Adds a change of an MX host of a domain, or the domain to a change that is there. */
  ofHost(host: string, found: HostChange<ChangeKind>, { after }: DomainPair): Change {
    const { change, isNew } = this.#ofHosts.take(host, found, after);
    if (isNew) this.#changes.push(change);
    return change;
  }

  /** Adds an MX host that is known on one side alone, or the domain to one that is there. */
  visibilityChangeOfHost(
    host: string,
    found: HostChange<VisibilityKind>,
    { after }: DomainPair,
  ): void {
    const { change, isNew } = this.#visibilityOfHosts.take(host, found, after);
    if (isNew) this.#visibilityChanges.push(change);
  }

  /** Adds a level that changed to a change that explains it. */
  addLevel(change: Change, level: Change['levels'][number]): void {
    if (change instanceof ChangeOfHost) change.addLevel(level);
    else change.levels.push(level);
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

function domainParts(
  { before, after, lastKnown }: DomainPair,
  observations: Record<'before' | 'after', Side['observations']>,
) {
  const { domain, category, provider } = after;
  return {
    subject: { type: 'domain' as const, domain },
    lastKnown,
    concerns: [{ category, provider, domains: [domain] }],
    before: { observations: observations.before, domain: domainFacts(before) },
    after: { observations: observations.after, domain: domainFacts(after) },
    levels: [],
  };
}

function domainFacts({
  domain,
  mx,
  mtaSts,
  tlsRpt,
  onionMx,
}: MailDomain): NonNullable<Side['domain']> {
  return { domain, mx, mtaSts, tlsRpt, onionMx };
}

function bySubject(a: Pick<Change, 'subject'>, b: Pick<Change, 'subject'>): number {
  const x = nameOf(a);
  const y = nameOf(b);
  return x === y ? 0 : x < y ? -1 : 1;
}

/** The name of what changed. */
function nameOf({ subject }: Pick<Change, 'subject'>): string {
  return subject.type === 'host' ? subject.host : subject.domain;
}
