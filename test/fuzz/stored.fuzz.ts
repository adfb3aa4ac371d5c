import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import { decodeLine, encodeLine } from '../../src/scan/journal/journal-text.ts';
import { openSnapshot } from '../../src/store/snapshots/open-snapshot.ts';
import { makeDomain, makeEndpoint, makeSnapshot } from '../model/make-records.ts';
import { RUN } from '../scan/journal/memory-journal.ts';
import { linesOf, randomRun } from '../scan/journal/random-run.ts';
import { newFolder, removeFolder } from '../temp-folder.ts';
import { hold, mutated } from './budget.ts';

// Properties share the time of the file.
const SHARE = 1 / 2;

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const folder = newFolder();
afterAll(() => {
  removeFolder(folder);
});

describe('a stored file in which bytes were changed', () => {
  it('has lines of a journal, or a reason on one line', async () => {
    const lines = fc
      .sample(randomRun, { numRuns: 5, seed: 1 })
      .flatMap((run) => [RUN, ...linesOf(run)].map(encodeLine));
    const changed = fc.constantFrom(...lines).chain((line) => mutated(Buffer.from(line)));
    await hold(
      fc.property(changed, (bytes) => {
        const read = decodeLine(bytes.toString());
        if (typeof read === 'string') expect(read.length).toBeLessThan(1_000);
        // What is taken for a line can be written and read again.
        else expect(decodeLine(encodeLine(read))).toEqual(read);
      }),
      SHARE,
    );
  });

  it('is a snapshot, or refused in one line that can be printed', async () => {
    const base = Buffer.from(
      [
        ...snapshotText(makeSnapshot({ domains: [makeDomain()], endpoints: [makeEndpoint()] })),
      ].join(''),
    );
    const file = join(folder, 'changed.json');
    await hold(
      fc.property(mutated(base), (bytes) => {
        writeFileSync(file, bytes);
        const opened = openSnapshot(file);
        const faults: (string | null)[] = [];
        if (opened.kind === 'refused') faults.push(opened.message);
        else {
          const { snapshot } = opened;
          const read = [...snapshot.domains(), ...snapshot.endpoints()];
          expect(read).toBeDefined();
          faults.push(snapshot.fault());
          snapshot.close();
        }
        for (const fault of faults) {
          expect(UNPRINTABLE.test(fault ?? '')).toBe(false);
          expect(fault?.length ?? 0).toBeLessThan(2_000);
        }
      }),
      SHARE,
    );
  });
});
