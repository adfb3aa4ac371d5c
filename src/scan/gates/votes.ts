/** How many operators of those that have a vote show something. An operator counts with the share of its hosts that do. */
export interface Count {
  hits: number;
  voters: number;
}

/** So many operators are kept: a share of them is known to half a percent. */
const KEPT = 8_192;

/**
 * Counts a question by operator: a hoster of 10,000 domains has one vote. Beyond some thousand operators it keeps a sample of
 * them, chosen by their names, so that its size does not depend on the survey.
 */
export class Votes {
  readonly #rows = new Map<string, { hits: number; of: number }>();
  /** The operators whose hash has none of these bits are kept. */
  #mask = 0;

  /** Takes the answer of one host or domain of an operator. */
  add(operator: string, isHit: boolean): void {
    if ((hashOf(operator) & this.#mask) !== 0) return;
    let row = this.#rows.get(operator);
    if (row === undefined) {
      row = { hits: 0, of: 0 };
      this.#rows.set(operator, row);
      if (this.#rows.size > KEPT) this.#halve();
    }
    row.of++;
    if (isHit) row.hits++;
  }

  /** The count over all operators; of a sample, as of the whole. */
  count(): Count {
    const scale = this.#mask + 1;
    let hits = 0;
    for (const row of this.#rows.values()) hits += row.hits / row.of;
    return { hits: hits * scale, voters: this.#rows.size * scale };
  }

  #halve(): void {
    this.#mask = this.#mask * 2 + 1;
    for (const operator of this.#rows.keys()) {
      if ((hashOf(operator) & this.#mask) !== 0) this.#rows.delete(operator);
    }
  }
}

/** A hash of a text, 32 bits: FNV-1a, mixed once more as its low bits decide. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
