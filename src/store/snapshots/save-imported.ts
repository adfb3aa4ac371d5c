import { closeSync, fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { snapshotText } from '../../model/records/snapshot-text.ts';
import { isMissing } from '../lists/read-error.ts';
import { openPlain } from './plain-snapshot.ts';
import { writeNew, type Written } from './write-new.ts';

/** What stands where an imported snapshot would go: nothing, the same text, or something else. */
export type ImportTarget = { kind: 'free' | 'same' | 'other'; file: string };

/** Looks where an imported snapshot would go in the results folder, compressed or not. Throws the system's error. */
export function importTarget(folder: string, snapshot: Omit<Snapshot, 'format'>): ImportTarget {
  const file = fileOf(folder, snapshot);
  const text = [...snapshotText(snapshot)].join('');
  for (const taken of [file, `${file}.gz`]) {
    const plain = plainOf(taken);
    if (plain !== null) return { kind: plain === text ? 'same' : 'other', file: taken };
  }
  return { kind: 'free', file };
}

/** The text of a file, unpacked where it is compressed; null for none. Throws the system's error. */
function plainOf(file: string): string | null {
  try {
    const plain = openPlain(file);
    if (plain.kind === 'refused') return '';
    try {
      return textOf(plain.fd);
    } finally {
      closeSync(plain.fd);
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** All text of an open file, wherever its last reader or writer stopped. */
function textOf(fd: number): string {
  const bytes = Buffer.alloc(fstatSync(fd).size);
  for (let at = 0; at < bytes.length;) {
    const read = readSync(fd, bytes, at, bytes.length - at, at);
    if (read === 0) break;
    at += read;
  }
  return bytes.toString('utf8');
}

/** Saves an imported snapshot under its date. A result is the one of its day: it gets no second name beside another. */
export function saveImported(folder: string, snapshot: Omit<Snapshot, 'format'>): Promise<Written> {
  return writeNew(fileOf(folder, snapshot), snapshotText(snapshot));
}

function fileOf(folder: string, { survey }: Pick<Snapshot, 'survey'>): string {
  return join(folder, `${survey.date}.json`);
}
