import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { snapshotText } from '../../../src/model/records/snapshot-text.ts';
import { saveSnapshot } from '../../../src/store/snapshots/save-snapshot.ts';
import { makeDomain, makeSnapshot } from '../../model/make-records.ts';
import { readFolder } from '../../../src/store/snapshots/snapshot-folder.ts';
import { tempFolder } from '../../temp-folder.ts';

const morning = makeSnapshot();
const afternoon = makeSnapshot({
  survey: { startedAt: '2026-11-23T14:05:33Z', finishedAt: '2026-11-23T15:00:00Z' },
  domains: [makeDomain()],
});

it('is named by its date; the second of a day by its instant; a third of that second by a number', async () => {
  const folder = join(tempFolder(), 'new', 'results');
  const first = join(folder, '2026-11-23.json');
  const second = join(folder, '2026-11-23T140533Z.json');
  expect(await saveSnapshot(folder, morning)).toEqual({ kind: 'written', file: first });
  expect(await saveSnapshot(folder, afternoon)).toEqual({ kind: 'written', file: second });
  const third = join(folder, '2026-11-23T140533Z_2.json');
  expect(await saveSnapshot(folder, afternoon)).toEqual({ kind: 'written', file: third });
  expect(readFileSync(first, 'utf8')).toBe([...snapshotText(morning)].join(''));
  expect(readFileSync(second, 'utf8')).toBe([...snapshotText(afternoon)].join(''));
  expect(readFileSync(third, 'utf8')).toBe([...snapshotText(afternoon)].join(''));
  const { entries } = await readFolder(folder);
  expect(entries.map(({ file }) => file)).toEqual([first, second, third]);
});

it('loses none of twenty that start in the same second', async () => {
  const folder = tempFolder();
  const written = await Promise.all(
    Array.from({ length: 20 }, () => saveSnapshot(folder, morning)),
  );
  expect(new Set(written.map(({ kind }) => kind))).toEqual(new Set(['written']));
  expect(readdirSync(folder)).toHaveLength(20);
});

it('does not touch a file of that name, whatever it is', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, '2026-11-23.json'), 'mine');
  await saveSnapshot(folder, morning);
  expect(readFileSync(join(folder, '2026-11-23.json'), 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual(['2026-11-23.json', '2026-11-23T030000Z.json']);
});
