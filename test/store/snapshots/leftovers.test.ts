import { spawnSync } from 'node:child_process';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { partName, removeLeftovers } from '../../../src/store/snapshots/leftovers.ts';
import { ownIdentity, placeName } from '../../../src/store/snapshots/process-identity.ts';
import { tempFolder } from '../../temp-folder.ts';

const NOW = Date.parse('2026-11-23T03:00:00Z');
const DAY_S = 86_400;
const own = ownIdentity();
const here = placeName(own);
const started = own.started ?? '0';

/** The number of a process that has ended. */
function gone(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('what is left in a folder', () => {
  it.each<[string, string, number, 'removed' | 'kept']>([
    ['a file of this process', basename(partName('a.json')), 9 * DAY_S, 'kept'],
    ['that of a dead one', `.a.json.${gone()}-123-${here}.0123456789ab.part`, 0, 'removed'],
    [
      'that of one whose number is used again',
      `.a.json.${own.pid}-${started}1-${here}.0123456789ab.part`,
      0,
      'removed',
    ],
    ['a new one from elsewhere', '.a.json.1-123-01234567.0123456789ab.part', DAY_S - 10, 'kept'],
    [
      'an old one from elsewhere',
      '.a.json.1-123-01234567.0123456789ab.part',
      DAY_S + 10,
      'removed',
    ],
    [
      'an old one of an earlier version',
      '.2026-11-23.json.0123456789ab.part',
      DAY_S + 10,
      'removed',
    ],
    ['a new one of an earlier version', '.2026-11-23.json.0123456789ab.part', 10, 'kept'],
    ['an old piece of a lock', '.mxtls.lock.0123456789abcdef01234567', DAY_S + 10, 'removed'],
    ['the lock itself', '.mxtls.lock', 9 * DAY_S, 'kept'],
    ['a journal', '.2026-11-23.journal.ndjson', 9 * DAY_S, 'kept'],
    ['a hidden file of somebody else', '.download.part', 9 * DAY_S, 'kept'],
    ['a snapshot', '2026-11-23.json', 9 * DAY_S, 'kept'],
  ])('%s', async (_, name, age, expected) => {
    const folder = tempFolder();
    const file = join(folder, name);
    writeFileSync(file, '');
    utimesSync(file, NOW / 1000 - age, NOW / 1000 - age);
    await removeLeftovers(folder, NOW);
    expect(readdirSync(folder)).toEqual(expected === 'kept' ? [name] : []);
  });

  it('in one that is not there is nothing', async () => {
    await removeLeftovers(join(tempFolder(), 'none'), NOW);
  });
});
