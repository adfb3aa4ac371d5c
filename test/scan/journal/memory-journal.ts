import type { JournalLine, RunLine } from '../../../src/scan/journal/journal-line.ts';
import { encodeLine } from '../../../src/scan/journal/journal-text.ts';
import type { RunRecords } from '../../../src/scan/journal/run-records.ts';
import { runRecordsOf, type JoinedRun } from '../../../src/scan/journal/run-records-of.ts';
import type { StoredJournal } from '../../../src/scan/journal/stored-journal.ts';
import { openScratch, type ScratchLimits } from '../../../src/store/journal/scratch.ts';

/** A run about nothing in particular. */
export const RUN: RunLine = {
  kind: 'run',
  survey: {
    startedAt: '2026-11-23T03:00:00Z',
    vantage: null,
    scanner: { mxtls: '1.0.0', node: '20.0.0', openssl: '3.0.0', roots: null },
    ehlo: 'scan.example.org',
    resolver: 'local',
    families: ['ipv4'],
    settings: { depth: 'quick', port: 25, passes: 1 },
    lists: [],
    categories: [],
    givenMx: null,
  },
  options: { concurrency: 50, only: ['a'], pace: null, trustAd: true },
};

/** The texts of lines as a journal that is in memory. @param isOwn whether they are trusted. */
export function memoryJournal(texts: readonly string[], isOwn = false): StoredJournal {
  return {
    name: 'journal',
    isOwn,
    lines: () => texts.map((text, index) => ({ kind: 'line', number: index + 1, text })),
  };
}

interface JoinOptions {
  withPolicies?: boolean;
  isOwn?: boolean;
  withOnions?: boolean;
  limits?: ScratchLimits;
}

/** Joins the lines of a run, the first of which is added. */
export function joinLines(
  lines: readonly JournalLine[],
  { withPolicies = true, withOnions = false, isOwn = false, limits }: JoinOptions = {},
): Promise<JoinedRun> {
  const journal = memoryJournal([RUN, ...lines].map(encodeLine), isOwn);
  return runRecordsOf(journal, { scratch: openScratch(null, limits), withPolicies, withOnions });
}

/** The records of lines that are known to be right. */
export async function recordsOf(
  lines: readonly JournalLine[],
  options: JoinOptions = {},
): Promise<RunRecords> {
  const joined = await joinLines(lines, options);
  if (joined.kind === 'failed') throw new Error(joined.message);
  return joined.records;
}
