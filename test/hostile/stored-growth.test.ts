import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verifySnapshot } from '../../src/commands/verify.ts';
import { compareSnapshots } from '../../src/compare/changes/compare-snapshots.ts';
import { historyOf } from '../../src/compare/history/histories.ts';
import { HistoryBook } from '../../src/compare/history/history-book.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import { openSnapshot, type OpenSnapshot } from '../../src/store/snapshots/open-snapshot.ts';
import { presenting, snapshotOf, versionsOf } from '../compare/worlds.ts';
import { makeCertificate } from '../model/make-records.ts';
import { newFolder, removeFolder } from '../temp-folder.ts';
import { growth } from './growth.ts';

const HOST = 'mx.example.gr';
const OLD = versionsOf(['TLSv1']);

const folder = newFolder();
afterAll(() => {
  removeFolder(folder);
});

function numbered(length: number, name: (n: number) => string): string[] {
  return Array.from({ length }, (_, n) => name(100_000 + n));
}

/** What a snapshot of a stranger may have much of, in two weeks in which all of it differs. */
const SHAPES: Readonly<Record<string, (length: number, date: string) => Snapshot>> = {
  'domains of one host': (length, date) =>
    snapshotOf(date, {
      hosts: { [HOST]: [date === FIRST ? {} : { outcome: 'plaintext' }] },
      domains: numbered(length, (n) => `d${n}.gr`).map((domain) => ({ domain, hosts: [HOST] })),
    }),
  'hosts of one domain': (length, date) =>
    snapshotOf(date, {
      hosts: Object.fromEntries(
        numbered(length, (n) => `mx${n}.gr`).map((host) => [
          host,
          [date === FIRST ? {} : { outcome: 'plaintext' }],
        ]),
      ),
    }),
  'addresses of one host': (length, date) => {
    const hosts = {
      [HOST]: numbered(length, (n) => `10.0.${(n >> 8) & 255}.${n & 255}`).map((address) => ({
        address,
        ...(date === FIRST ? {} : { tls: OLD }),
      })),
    };
    return snapshotOf(date, { hosts });
  },
  'certificates, one a host': (length, date) => {
    const all = numbered(length, (n) => `mx${n}.gr`).map(
      (host) =>
        [host, makeCertificate({ subject: `CN=${host}`, names: [host], serial: date })] as const,
    );
    return snapshotOf(date, {
      hosts: Object.fromEntries(all.map(([host, each]) => [host, [presenting(each, {})]])),
      certificates: all.map(([, each]) => each),
    });
  },
  'names of one certificate': (length, date) => {
    const names = numbered(length, (n) => `${date}-${n}.gr`);
    const certificate = makeCertificate({ names, namesTotal: length, serial: date });
    return snapshotOf(date, {
      hosts: { [HOST]: [presenting(certificate, {})] },
      certificates: [certificate],
    });
  },
  'notes of one domain': (length, date) =>
    snapshotOf(date, {
      hosts: { [HOST]: [{}] },
      domains: [{ hosts: [HOST], notes: numbered(length, (n) => `${date}-${n}`) }],
    }),
};
const [FIRST, SECOND] = ['2026-11-16', '2026-11-23'] as const;

/** The file of a snapshot, written once. */
function fileOf(shape: string, length: number, date: string): string {
  const file = join(folder, `${shape.replaceAll(/\W/g, '-')}-${length}-${date}.json`);
  if (!written.has(file)) {
    const snapshot = SHAPES[shape]?.(length, date);
    if (snapshot === undefined) throw new Error(`no shape ${shape}`);
    writeFileSync(file, [...snapshotText(snapshot)].join(''));
    written.add(file);
  }
  return file;
}
const written = new Set<string>();

/** Opens the snapshots of two weeks for a reader; throws where they are refused: then nothing was measured. */
function using(
  [first, second]: readonly [string, string],
  use: (before: OpenSnapshot, after: OpenSnapshot) => void,
): void {
  const [before, after] = [opened(first), opened(second)];
  try {
    use(before, after);
    expect([before.fault(), after.fault()]).toEqual([null, null]);
  } finally {
    before.close();
    after.close();
  }
}

function opened(file: string): OpenSnapshot {
  const each = openSnapshot(file);
  if (each.kind === 'refused') throw new Error(each.message);
  return each.snapshot;
}

/** What reads the snapshots of two weeks. */
const READERS: Readonly<Record<string, (files: readonly [string, string]) => void>> = {
  verify: ([file]) => {
    expect(verifySnapshot(file)).toEqual([]);
  },
  diff: (files) => {
    using(files, (before, after) => {
      compareSnapshots(before, after);
    });
  },
  history: (files) => {
    using(files, (before, after) => {
      const book = new HistoryBook();
      book.add(before);
      book.add(after);
      for (const name of book.domainNames().slice(0, 1)) historyOf(book, { kind: 'domain', name });
      historyOf(book, { kind: 'provider', name: 'EXAMPLE' });
    });
  },
};

describe.each(Object.keys(READERS))(
  '%s of four times the records takes about four times the work',
  (name) => {
    it.each(Object.keys(SHAPES))('%s', (shape) => {
      const read = READERS[name] ?? (() => undefined);
      const work = (length: number): void => {
        read([fileOf(shape, length, FIRST), fileOf(shape, length, SECOND)]);
      };
      expect(growth(work, 200)).toBeLessThan(9);
    });
  },
);
