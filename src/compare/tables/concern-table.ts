import { NameTable } from '../../model/names/name-table.ts';
import type { Change, Concern } from '../../model/output/change.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { LEVELS } from '../../model/records/words.ts';
import { NumberTable } from '../../model/records/number-table.ts';
import { GroupTable, type Group } from './group-table.ts';
import { NumberLists } from './number-lists.ts';
import { StringTable } from './string-table.ts';

type MovedLevel = Change['levels'][number];

/** Which domains many changes concern, and the levels that changed with them, outside the heap: a host may serve a million. */
export class ConcernTable {
  /** Domains in the order in which they come: what is added for one is added together. */
  readonly #domains = new StringTable();
  #last: string | null = null;
  readonly #groups = new GroupTable();
  /** A concern is a group of a change. */
  readonly #concernNumbers = new NameTable();
  readonly #groupOf = new NumberTable('whole');
  readonly #concernsOf = new NumberLists();
  readonly #domainsOf = new NumberLists();
  readonly #levelsOf = new NumberLists();
  readonly #moved = { domain: new NumberTable('whole'), levels: new NumberTable('whole') };
  readonly #list = (concern: number): string[] =>
    Array.from(this.#domainsOf.of(concern), (place) => this.#domains.at(place));

  /** Adds a domain to a change, by its number. */
  add(change: number, { domain, category, provider }: MailDomain): void {
    const group = this.#groups.add({ category, provider });
    const concern = this.#concernNumbers.add(`${change} ${group}`);
    if (concern === this.#groupOf.length) {
      this.#groupOf.push(group);
      this.#concernsOf.append(change, concern);
    }
    this.#domainsOf.append(concern, this.#place(domain));
  }

  addLevel(change: number, level: MovedLevel): void {
    this.#levelsOf.append(change, this.#movedPlace(this.#place(level.domain), levelsCode(level)));
  }

  /** What a change concerns. The domains are listed when they are looked at. */
  concerns(change: number): Concern[] {
    return [...this.#concernsOf.of(change)].map((concern) => {
      const group = this.#groups.at(this.#groupOf.at(concern));
      return new ListedConcern(group, concern, this.#list);
    });
  }

  levels(change: number): MovedLevel[] {
    return Array.from(this.#levelsOf.of(change), (place) => {
      const domain = this.#domains.at(this.#moved.domain.at(place));
      return { domain, ...levelsOf(this.#moved.levels.at(place)) };
    });
  }

  /** Several changes that explain the level of one domain share its row. */
  #movedPlace(domain: number, levels: number): number {
    const last = this.#moved.levels.length - 1;
    const isLast = this.#moved.domain.at(last) === domain && this.#moved.levels.at(last) === levels;
    if (isLast) return last;
    this.#moved.domain.push(domain);
    return this.#moved.levels.push(levels);
  }

  #place(domain: string): number {
    if (domain !== this.#last) this.#domains.push(domain);
    this.#last = domain;
    return this.#domains.length - 1;
  }
}

class ListedConcern implements Concern {
  readonly category: string | null;
  readonly provider: string | null;
  readonly #number: number;
  readonly #list: (concern: number) => string[];

  constructor({ category, provider }: Group, number: number, list: (concern: number) => string[]) {
    this.category = category;
    this.provider = provider;
    this.#number = number;
    this.#list = list;
  }

  get domains(): string[] {
    return this.#list(this.#number);
  }
}

type Levels = Pick<MovedLevel, 'before' | 'after'>;

/** Two levels as a whole number. */
export function levelsCode({ before, after }: Levels): number {
  return LEVELS.indexOf(before) * LEVELS.length + LEVELS.indexOf(after);
}

/** The levels that a number is the code of. */
export function levelsOf(code: number): Levels {
  return {
    before: levelAt(Math.floor(code / LEVELS.length)),
    after: levelAt(code % LEVELS.length),
  };
}

function levelAt(index: number): MovedLevel['before'] {
  const level = LEVELS[index];
  if (level === undefined) throw new Error('a level that is none');
  return level;
}
