import { NameTable } from '../../model/names/name-table.ts';
import { NumberTable } from '../../model/records/number-table.ts';

type SideName = 'before' | 'after';

/** The endpoints of a host in a snapshot: the place of the first one, and how many there are. */
export interface Run {
  place: number;
  count: number;
}

/**
 * What was found of hosts, and where their endpoints stand in two snapshots, in about 40 bytes each: what is found is nearly
 * always one of a few things, and each of those is kept once.
 */
export class FoundTable<T> {
  readonly #hosts = new NameTable();
  readonly #kindOf = new NumberTable('whole');
  readonly #kinds: T[] = [];
  readonly #kindByText = new Map<string, number>();
  readonly #runs = {
    before: { places: new NumberTable('whole'), counts: new NumberTable('whole') },
    after: { places: new NumberTable('whole'), counts: new NumberTable('whole') },
  };

  /** Adds a host that is not there. @param found plain data: what is the same as JSON is the same. */
  add(host: string, found: T, runs: Record<SideName, Run>): void {
    this.#hosts.add(host);
    this.#kindOf.push(this.#kind(found));
    for (const side of ['before', 'after'] as const) {
      this.#runs[side].places.push(runs[side].place);
      this.#runs[side].counts.push(runs[side].count);
    }
  }

  /** What was found of a host; undefined for nothing. */
  of(host: string): T | undefined {
    const row = this.#hosts.find(host);
    return row === -1 ? undefined : this.#kinds[this.#kindOf.at(row)];
  }

  /** Where the endpoints of a host stand; nowhere where nothing was found of it. */
  run(host: string, side: SideName): Run {
    const row = this.#hosts.find(host);
    const { places, counts } = this.#runs[side];
    return row === -1 ? { place: 0, count: 0 } : { place: places.at(row), count: counts.at(row) };
  }

  #kind(found: T): number {
    const text = JSON.stringify(found);
    const known = this.#kindByText.get(text);
    if (known !== undefined) return known;
    this.#kindByText.set(text, this.#kinds.length);
    return this.#kinds.push(found) - 1;
  }
}
