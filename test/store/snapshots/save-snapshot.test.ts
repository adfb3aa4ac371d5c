import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { snapshotText } from '../../../src/model/records/snapshot-text.ts';
import { saveSnapshot } from '../../../src/store/snapshots/save-snapshot.ts';
import { makeDomain, makeSnapshot } from '../../model/make-records.ts';
import { tempFolder } from '../../temp-folder.ts';

const morning = makeSnapshot();
const afternoon = makeSnapshot({
  survey: { startedAt: '2026-11-23T14:05:33Z', finishedAt: '2026-11-23T15:00:00Z' },
  domains: [makeDomain()],
});

it('is named by its date; the second of a day by its instant; a third is not written', async () => {
  const folder = join(tempFolder(), 'new', 'results');
  const first = join(folder, '2026-11-23.json');
  const second = join(folder, '2026-11-23T140533Z.json');
  expect(await saveSnapshot(folder, morning)).toEqual({ kind: 'written', file: first });
  expect(await saveSnapshot(folder, afternoon)).toEqual({ kind: 'written', file: second });
  expect(await saveSnapshot(folder, afternoon)).toEqual({ kind: 'exists', file: second });
  expect(readFileSync(first, 'utf8')).toBe([...snapshotText(morning)].join(''));
  expect(readFileSync(second, 'utf8')).toBe([...snapshotText(afternoon)].join(''));
  expect(readdirSync(folder).sort()).toEqual(['2026-11-23.json', '2026-11-23T140533Z.json']);
});

it('does not touch a file of that name, whatever it is', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, '2026-11-23.json'), 'mine');
  await saveSnapshot(folder, morning);
  expect(readFileSync(join(folder, '2026-11-23.json'), 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual(['2026-11-23.json', '2026-11-23T030000Z.json']);
});
