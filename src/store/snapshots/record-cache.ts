import type { Section } from '../../model/records/snapshot-text.ts';

/** Records that wait for their like: two files that are read side by side are never further apart than a host's addresses. */
const KEPT = 64;

/**
 * Remembers the records that one of two snapshots had a moment ago, so that a line that stands in both is read and
 * validated once: of an unchanged world nearly all do.
 */
export class RecordCache {
  readonly #kept: Record<Section, { line: string; record: unknown }[]> = {
    domains: [],
    endpoints: [],
    certificates: [],
  };

  /** The record of a line, valid, if the other snapshot had that line; it is forgotten then, as what came before it. */
  take(section: Section, line: string): unknown {
    const kept = this.#kept[section];
    const index = kept.findIndex((each) => each.line === line);
    return index === -1 ? undefined : kept.splice(0, index + 1).at(-1)?.record;
  }

  /** Keeps the valid record of a line. */
  keep(section: Section, line: string, record: unknown): void {
    const kept = this.#kept[section];
    if (kept.length >= KEPT) kept.splice(0, KEPT / 2);
    kept.push({ line, record });
  }
}
