import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { saveSnapshot } from '../../../src/store/snapshots/save-snapshot.ts';
import { readEntry, readFolder } from '../../../src/store/snapshots/snapshot-folder.ts';
import { makeSnapshot } from '../../model/make-records.ts';
import { tempFolder } from '../../temp-folder.ts';

const at = (startedAt: string) =>
  makeSnapshot({ survey: { startedAt, date: startedAt.slice(0, 10) } });

it('a results folder gives who asked when, sorted by time, and names what is no snapshot', async () => {
  const folder = tempFolder();
  for (const instant of ['2026-11-23T03:00:00Z', '2026-11-23T01:00:00Z', '2016-01-23T00:00:00Z']) {
    await saveSnapshot(folder, at(instant));
  }
  writeFileSync(join(folder, 'package.json'), '{"name":"x"}\n');
  writeFileSync(join(folder, 'cut.json'), '{\n"format":"mxtls/1",\n');
  writeFileSync(join(folder, 'README.md'), '# Results\n');
  writeFileSync(join(folder, '.2026-11-30.json.0123456789ab.part'), '{\n');
  writeFileSync(join(folder, '.hidden.json'), '{\n');
  const { entries, problems } = await readFolder(folder);
  expect(entries.map(({ file, survey }) => [file, survey.startedAt])).toEqual([
    [join(folder, '2016-01-23.json'), '2016-01-23T00:00:00Z'],
    [join(folder, '2026-11-23T010000Z.json'), '2026-11-23T01:00:00Z'],
    [join(folder, '2026-11-23.json'), '2026-11-23T03:00:00Z'],
  ]);
  expect(problems).toEqual([
    `${join(folder, 'cut.json')}:2: the file ends here, in the middle of the snapshot`,
    `${join(folder, 'package.json')}:1: expected the line {`,
  ]);
});

it('a folder that is not there has none', async () => {
  expect(await readFolder(join(tempFolder(), 'none'))).toEqual({
    entries: [],
    problems: [],
    unreadable: null,
  });
});

it('a folder that cannot be read is said', async () => {
  const file = join(tempFolder(), 'results');
  writeFileSync(file, '');
  expect(await readFolder(file)).toEqual({
    entries: [],
    problems: [],
    unreadable: `${file}: is a file, not a folder of snapshots`,
  });
});

it('a file that is not there is said', () => {
  expect(readEntry(join(tempFolder(), 'none.json'))).toMatch(/none\.json: does not exist/);
});
