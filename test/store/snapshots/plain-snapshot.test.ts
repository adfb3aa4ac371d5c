import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../../../src/model/records/snapshot-text.ts';
import { openPlain } from '../../../src/store/snapshots/plain-snapshot.ts';
import { openSnapshot } from '../../../src/store/snapshots/open-snapshot.ts';
import { readEntry, readFolder } from '../../../src/store/snapshots/snapshot-folder.ts';
import { snapshotOf } from '../../compare/worlds.ts';
import { newFolder, removeFolder } from '../../temp-folder.ts';

const folder = newFolder();
afterAll(() => {
  removeFolder(folder);
});

const snapshot = snapshotOf('2026-11-23', { hosts: { 'mx.example.gr': [{}] } });
const text = [...snapshotText(snapshot)].join('');

function written(name: string, bytes: Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

describe('a snapshot that is compressed with gzip', () => {
  const file = written('2026-11-23.json.gz', gzipSync(text));

  it('is read as the plain one', () => {
    const opened = openSnapshot(file);
    if (opened.kind !== 'open') throw new Error(opened.message);
    expect([...opened.snapshot.domains()]).toEqual(snapshot.domains);
    expect(opened.snapshot.endpointAt(0)).toEqual(snapshot.endpoints[0]);
    opened.snapshot.close();
  });

  it('is found in a folder by its survey', async () => {
    const { entries, problems } = await readFolder(folder);
    expect(entries.map((each) => [each.file, each.survey.date])).toEqual([[file, '2026-11-23']]);
    expect(problems).toEqual([]);
  });

  it.each([
    { name: 'cut off', bytes: readFileSync(file).subarray(0, -9) },
    { name: 'damaged', bytes: Buffer.from([...readFileSync(file).subarray(0, 20), 1, 2, 3, 4]) },
  ])('is refused in one line where it is $name', ({ name, bytes }) => {
    const opened = openSnapshot(written(`${name}.gz`, bytes));
    expect(opened).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/: the gzip data is damaged or cut off$/) as string,
    });
  });

  it('is refused where it unpacks to far more than a snapshot has', () => {
    const bomb = written('bomb.gz', gzipSync(Buffer.alloc(100 * 1024 ** 2)));
    expect(openPlain(bomb)).toEqual({
      kind: 'refused',
      message: 'the gzip data unpacks to far more than a snapshot has',
    });
  });

  it('is read in a folder without being unpacked any further than its survey', () => {
    // All that follows the survey is damaged.
    const pieces = [text.slice(0, text.indexOf('\n"domains"') + 1), randomBytes(1 << 20)];
    const packed = gzipSync(Buffer.concat(pieces.map((each) => Buffer.from(each))));
    const cut = written('cut.json.gz', packed.subarray(0, packed.length / 2));
    expect(readEntry(cut)).toMatchObject({ survey: { date: '2026-11-23' } });
  });
});

it('an instant that is not in the calendar is refused', () => {
  const wrong = text.replaceAll('2026-11-23T03:00:00Z', '2026-99-23T03:00:00Z');
  expect(openSnapshot(written('wrong.txt', Buffer.from(wrong)))).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('startedAt: is no instant of the calendar') as string,
  });
});
