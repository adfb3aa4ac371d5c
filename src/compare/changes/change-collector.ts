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
import type { MailDomain } from '../../model/records/mail-domain.ts';
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
  readonly #evidence: FindEvidence;
  readonly #changes: Change[] = [];
  readonly #visibilityChanges: VisibilityChange[] = [];
  readonly #changeOf = new Map<HostChange<ChangeKind>, Change>();
  readonly #visibilityChangeOf = new Map<HostChange<VisibilityKind>, VisibilityChange>();

  constructor(evidence: FindEvidence) {
    this.#evidence = evidence;
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
    let change = this.#changeOf.get(found);
    if (change === undefined) {
      change = new ChangeOfHost(host, found, CHANGE_FACTS[found.kind], this.#evidence);
      this.#changeOf.set(found, change);
      this.#changes.push(change);
    }
    addConcern(change, after);
    return change;
  }

  /** Adds an MX host that is known on one side alone, or the domain to one that is there. */
  visibilityChangeOfHost(
    host: string,
    found: HostChange<VisibilityKind>,
    { after }: DomainPair,
  ): void {
    let visibilityChange = this.#visibilityChangeOf.get(found);
    if (visibilityChange === undefined) {
      visibilityChange = new ChangeOfHost(host, found, OF_STARTTLS, this.#evidence);
      this.#visibilityChangeOf.set(found, visibilityChange);
      this.#visibilityChanges.push(visibilityChange);
    }
    addConcern(visibilityChange, after);
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

const OF_STARTTLS = { topic: 'starttls', effect: 'neutral' } as const;

/** A change of a host. Its evidence is read from the surveys when it is looked at: there may be as many changes as hosts. */
class ChangeOfHost<Kind extends ChangeKind | VisibilityKind> {
  readonly kind: Kind;
  readonly topic: Topic;
  readonly effect: Effect;
  readonly subject: { type: 'host'; host: string };
  readonly lastKnown: string | null;
  readonly concerns: Change['concerns'] = [];
  readonly levels: Change['levels'] = [];
  readonly hosts = NO_HOSTS;
  readonly routine: boolean;
  readonly #evidence: FindEvidence;

  constructor(
    host: string,
    { kind, lastKnown, routine }: HostChange<Kind>,
    { topic, effect }: { topic: Topic; effect: Effect },
    evidence: FindEvidence,
  ) {
    this.kind = kind;
    this.topic = topic;
    this.effect = effect;
    this.subject = { type: 'host', host };
    this.lastKnown = lastKnown;
    this.routine = routine;
    this.#evidence = evidence;
  }

  get before(): Side {
    return this.#side('before');
  }

  get after(): Side {
    return this.#side('after');
  }

  #side(side: 'before' | 'after'): Side {
    return { observations: this.#evidence(this.subject.host, this.kind)[side], domain: null };
  }
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

function addConcern({ concerns }: Pick<Change, 'concerns'>, after: MailDomain): void {
  const { category, provider, domain } = after;
  const known = concerns.find((each) => each.category === category && each.provider === provider);
  if (known === undefined) concerns.push({ category, provider, domains: [domain] });
  else known.domains.push(domain);
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
