import type { Section } from '../model/snapshot-text.ts';

/** Records that wait for their like: two files that are read side by side are never further apart than a host's addresses. */
const KEPT = 64;

/**
 * Remembers the records that one of two snapshots had a moment ago, so that a line that stands in both is read and
 * validated once: of an unchanged world nearly all do.
 */
export class RecordMemo {
  readonly #records: Record<Section, Map<string, unknown>> = {
    domains: new Map(),
    endpoints: new Map(),
    certificates: new Map(),
  };

  /** The record of a line, valid, if the other snapshot had that line; it is forgotten then. */
  take(section: Section, line: string): unknown {
    const records = this.#records[section];
    const record = records.get(line);
    if (record !== undefined) records.delete(line);
    return record;
  }

  /** Keeps the valid record of a line. */
  keep(section: Section, line: string, record: unknown): void {
    const records = this.#records[section];
    const [oldest] = records.size < KEPT ? [] : records.keys();
    if (oldest !== undefined) records.delete(oldest);
    records.set(line, record);
  }
}
