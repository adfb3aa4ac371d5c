import { closeSync, openSync } from 'node:fs';
import { compareSnapshots } from '../../src/compare/changes/compare-snapshots.ts';
import { PLAIN } from '../../test/screens.ts';
import { changesDocument } from '../../src/report/changes/changes-document.ts';
import { wholeText } from '../../src/report/format/document-text.ts';
import { fileLines } from '../../src/store/lists/file-lines.ts';
import { RecordCache } from '../../src/store/snapshots/record-cache.ts';
import { openSnapshot, type OpenSnapshot } from '../../src/store/snapshots/open-snapshot.ts';

/** What is measured, each in a process of its own: reading two snapshot files, and comparing them. */
export const PARTS = {
  parse: (before: string, after: string) => parseLines(before) + parseLines(after),
  diff: (before: string, after: string) => {
    const memo = new RecordCache();
    const comparison = compareSnapshots(opened(before, memo), opened(after, memo));
    if (wholeText(changesDocument(comparison), PLAIN) === '') throw new Error('no text');
    return comparison.changes.length;
  },
} as const satisfies Record<string, (before: string, after: string) => number>;
export type Part = keyof typeof PARTS;

/** Reads a file line by line with JSON.parse: the least that a reader of all records can do. */
function parseLines(file: string): number {
  const fd = openSync(file, 'r');
  let records = 0;
  for (const each of fileLines(fd)) {
    if (each.kind === 'fault' || each.bytes[0] !== 0x7b || each.bytes.length < 2) continue;
    const comma = each.bytes.at(-1) === 0x2c ? 1 : 0;
    JSON.parse(each.bytes.toString('utf8', 0, each.bytes.length - comma));
    records++;
  }
  closeSync(fd);
  return records;
}

function opened(file: string, memo: RecordCache): OpenSnapshot {
  const found = openSnapshot(file, { cache: memo });
  if (found.kind === 'refused') throw new Error(found.message);
  return found.snapshot;
}
