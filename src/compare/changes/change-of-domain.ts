import type { Change, Side, VisibilityChange } from '../../model/output/change.ts';
import type { ChangeKind, Effect, Topic, VisibilityKind } from '../../model/output/change-kinds.ts';
import { RecentValues } from '../../model/recent-values.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { levelsCode, levelsOf } from '../tables/concern-table.ts';
import { DomainTable, type Places } from '../tables/domain-table.ts';
import type { PolicyKey, Recalled } from '../tables/last-known-policy.ts';
import type { MovedHosts } from './mx-changes.ts';

/** Changes whose evidence is kept: its parts are looked at one after the other. */
const KEPT = 256;

const NO_LEVEL = -1;

/** The two records of one domain. */
export interface DomainPair {
  before: MailDomain;
  after: MailDomain;
  /** Where the records of the domain stand in the two surveys of the comparison. */
  places: Places;
  /** When the survey began that `before` is of, where it is not the older survey; null where it is. */
  lastKnown: string | null;
  /** Of each policy that `before` does not know, the record of when it was last known; null where there is none. */
  recalled: Readonly<Record<PolicyKey, Recalled<MailDomain> | null>>;
}

/** What a change of a domain is. */
export interface DomainChange<Kind extends ChangeKind | VisibilityKind> {
  kind: Kind;
  topic: Topic;
  effect: Effect;
}

/** What shows a change of a domain. */
export interface DomainEvidence extends Record<'before' | 'after', Side> {
  lastKnown: string | null;
  hosts: MovedHosts;
}

/** Reads the records of a domain again, and gives the evidence of a change of it. */
export type FindDomainEvidence = (
  change: Pick<Change | VisibilityChange, 'kind' | 'topic'>,
  places: Places,
) => DomainEvidence;

/** What the changes of domains share. */
interface Shared {
  domains: DomainTable;
  evidence: (row: number, change: DomainChange<ChangeKind | VisibilityKind>) => DomainEvidence;
}

/** Makes the changes of domains. */
export class ChangesOfDomains {
  readonly #shared: Shared;

  constructor(find: FindDomainEvidence) {
    const domains = new DomainTable();
    const recent = new RecentValues<DomainEvidence>(KEPT);
    this.#shared = {
      domains,
      evidence: (row, change) =>
        recent.get(`${row} ${change.kind} ${change.topic}`, () =>
          find(change, domains.places(row)),
        ),
    };
  }

  make<Kind extends ChangeKind | VisibilityKind>(
    change: DomainChange<Kind>,
    { after, places }: DomainPair,
  ): ChangeOfDomain<Kind> {
    return new ChangeOfDomain(change, this.#shared.domains.add(after, places), this.#shared);
  }
}

/** A change of a domain. Its records are read again when it is looked at: there may be as many changes as domains. */
export class ChangeOfDomain<Kind extends ChangeKind | VisibilityKind> {
  readonly kind: Kind;
  readonly topic: Topic;
  readonly effect: Effect;
  /** Changes of domains are made in the order of their names, and so are their rows. */
  readonly row: number;
  readonly #shared: Shared;
  #levels = NO_LEVEL;

  constructor({ kind, topic, effect }: DomainChange<Kind>, row: number, shared: Shared) {
    this.kind = kind;
    this.topic = topic;
    this.effect = effect;
    this.row = row;
    this.#shared = shared;
  }

  get subject(): { type: 'domain'; domain: string } {
    return { type: 'domain', domain: this.#shared.domains.name(this.row) };
  }

  get lastKnown(): string | null {
    return this.#evidence.lastKnown;
  }

  get concerns(): Change['concerns'] {
    const { domains } = this.#shared;
    return [{ ...domains.group(this.row), domains: [domains.name(this.row)] }];
  }

  get before(): Side {
    return this.#evidence.before;
  }

  get after(): Side {
    return this.#evidence.after;
  }

  get levels(): Change['levels'] {
    if (this.#levels === NO_LEVEL) return [];
    return [{ domain: this.#shared.domains.name(this.row), ...levelsOf(this.#levels) }];
  }

  get hosts(): MovedHosts {
    return this.#evidence.hosts;
  }

  get routine(): boolean {
    return false;
  }

  addLevel(level: Change['levels'][number]): void {
    this.#levels = levelsCode(level);
  }

  get #evidence(): DomainEvidence {
    return this.#shared.evidence(this.row, this);
  }
}
