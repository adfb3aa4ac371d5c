import type { Destination } from '../../net/rate-limiter.ts';

/** Beyond so many hosts with one operator and address, the versions are asked once for the address. */
const MOST_WITH_VERSIONS = 20;

/** A host that may be asked. */
export interface Released<T> {
  host: T;
  /** Whether it is asked for more than one handshake shows: versions, and what `deep` asks. */
  asksVersions: boolean;
  /** Whether it was asked before, and its new record replaces that one. */
  isAgain: boolean;
}

/** What is grouped. */
type Member = Destination & { host: string };

/** A host that was asked, and whether for its versions. */
interface Asked<T> {
  host: T;
  hasVersions: boolean;
}

interface Group<T> {
  size: number;
  /** The hosts after the first, while it is open how they are asked. */
  waiting: T[];
  /** The hosts that were asked for their versions: the first, before the others were known. */
  full: T[];
  /** Of the hosts that an earlier run asked without versions the one whose name sorts first. */
  plain: T | null;
}

/**
 * Decides which of the hosts with one operator and address are asked for their versions: all of up to 20, else the one whose
 * name sorts first. Lookups end in any order, and the same hosts give the same records in every order: the first host is asked
 * at once, and asked again without versions where it turns out to be another's turn.
 */
export class AddressGroups<T extends Member> {
  /** The first host of each address: most addresses have one host, and no group. */
  readonly #firsts = new Map<string, Asked<T>>();
  readonly #groups = new Map<string, Group<T>>();

  /** Takes a host. Returns those that may be asked now. */
  add(host: T): Released<T>[] {
    const group = this.#groupOf({ host, hasVersions: true });
    if (group === null) return [{ host, asksVersions: true, isAgain: false }];
    group.waiting.push(host);
    return grown(group);
  }

  /** Takes a host that an earlier run has finished: it counts, and is not asked. Returns those that may be asked now. */
  count(host: T, hasVersions: boolean): Released<T>[] {
    const group = this.#groupOf({ host, hasVersions });
    if (group === null) return [];
    note(group, { host, hasVersions });
    return grown(group);
  }

  /** Says that all hosts are known. Returns those that waited for it. */
  close(): Released<T>[] {
    const released = [...this.#groups.values()].flatMap(decided);
    this.#groups.clear();
    this.#firsts.clear();
    return released;
  }

  /** The group that a host belongs to; null for the first host of its group. */
  #groupOf(asked: Asked<T>): Group<T> | null {
    const { address, operator } = asked.host;
    const first = this.#firsts.get(address);
    if (first === undefined) {
      this.#firsts.set(address, asked);
      return null;
    }
    const key = `${operator} ${address}`;
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const isFirstOfAddress = first.host.operator === operator;
    const group: Group<T> = { size: 1, waiting: [], full: [], plain: null };
    note(group, isFirstOfAddress ? first : asked);
    this.#groups.set(key, group);
    return isFirstOfAddress ? group : null;
  }
}

function note<T extends Member>(group: Group<T>, { host, hasVersions }: Asked<T>): void {
  if (hasVersions) group.full.push(host);
  else group.plain = firstByName([host, ...(group.plain === null ? [] : [group.plain])]);
}

/** Counts one more host. Returns the hosts that are not the one to be asked for the versions, whatever hosts follow. */
function grown<T extends Member>(group: Group<T>): Released<T>[] {
  group.size++;
  if (group.size <= MOST_WITH_VERSIONS) return [];
  const chosen = chosenOf(group);
  const others = group.waiting.filter((host) => host !== chosen);
  group.waiting = group.waiting.filter((host) => host === chosen);
  return others.map((host) => ({ host, asksVersions: false, isAgain: false }));
}

function decided<T extends Member>(group: Group<T>): Released<T>[] {
  const { size, waiting, full, plain } = group;
  if (size <= MOST_WITH_VERSIONS) {
    return waiting.map((host) => ({ host, asksVersions: true, isAgain: false }));
  }
  const chosen = chosenOf(group);
  const again = full.filter((host) => host !== chosen);
  if (plain !== null && plain === chosen) again.push(plain);
  return [
    ...waiting.map((host) => ({ host, asksVersions: host === chosen, isAgain: false })),
    ...again.map((host) => ({ host, asksVersions: host === chosen, isAgain: true })),
  ];
}

/** The host that is asked for the versions of its address, of those that are known. */
function chosenOf<T extends Member>({ waiting, full, plain }: Group<T>): T | null {
  return firstByName([...waiting, ...full, ...(plain === null ? [] : [plain])]);
}

function firstByName<T extends Member>(hosts: readonly T[]): T | null {
  return hosts.reduce<T | null>(
    (first, host) => (first === null || host.host < first.host ? host : first),
    null,
  );
}
