import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import type { Snapshot } from '../src/model/records/snapshot.ts';
import { clockAt } from './program-clock.ts';
import { buildProgram, run } from './program.ts';
import { exportSnapshots } from './report/export/export-world.ts';
import { tempFolder } from './temp-folder.ts';

const main = buildProgram();

/** A folder with these surveys. */
function folderOf(snapshots: readonly Snapshot[]): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'results'));
  for (const snapshot of snapshots) {
    const text = [...snapshotText(snapshot)].join('');
    writeFileSync(join(folder, 'results', `${snapshot.survey.date}.json`), text);
  }
  return folder;
}

function exported(cwd: string, args: readonly string[], now = '2026-11-24T00:00:00Z') {
  const env = { NODE_OPTIONS: clockAt(new Date(now)) };
  return run(main, ['export', ...args], { cwd, env });
}

describe('mxtls export', () => {
  it('prints the map of Postfix, and beside it what was left out', async () => {
    const { status, stdout, stderr } = await exported(folderOf(exportSnapshots()), []);
    expect(status).toBe(0);
    expect(stdout).toContain('\ngood.gr secure match=mx1.good.gr:mx2.good.gr\n');
    expect(stdout).not.toContain('plain.gr ');
    expect(stderr).toContain('mxtls: 4 entries (2 encrypt and 2 secure), 4 domains left out');
    expect(stderr).toContain('left out 1 domain: an MX host did not offer STARTTLS');
  });

  it.each([
    [['exim'], '\ngood.gr: demand=secure hosts=mx1.good.gr:mx2.good.gr\n'],
    [['--format', 'exim'], '\ngood.gr: demand=secure '],
    [['json'], '"format":"mxtls-export/1"'],
    [['postfix', '--map', 'transport'], '\nself.gr smtptor:['],
    [['--include-dane'], '\ndane.gr dane-only\n'],
    [['--include-mta-sts'], '\nsts.gr secure match=mx1.good.gr\n'],
  ])('%j prints it', async (args, expected) => {
    const { status, stdout } = await exported(folderOf(exportSnapshots()), args);
    expect({ status, has: stdout.includes(expected) }).toEqual({ status: 0, has: true });
  });

  it('writes all files of a target into a folder, over those of before, and nothing else', async () => {
    const folder = folderOf(exportSnapshots());
    mkdirSync(join(folder, 'maps'));
    writeFileSync(join(folder, 'maps', 'tls_policy'), 'old.gr encrypt\n');
    const { status, stdout } = await exported(folder, ['--out', 'maps']);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'maps: 4 entries (2 encrypt and 2 secure), 4 domains left out; 1 domain over Tor\n',
    });
    expect(readdirSync(join(folder, 'maps')).sort()).toEqual(['tls_policy', 'transport']);
    const text = readFileSync(join(folder, 'maps', 'tls_policy'), 'utf8');
    expect(text).toMatch(/^good\.gr secure /m);
    expect(text).not.toContain('old.gr');
  });

  it.each<[string, number, string, (all: Snapshot[]) => Snapshot[], string[], string?]>([
    ['too few', 3, '3 good surveys ask the same', (all) => all.slice(1), []],
    ['too close together', 3, 'span 14 days', (all) => all.slice(1), ['--surveys', '3']],
    ['too old', 3, 'is 21 days old', (all) => all, [], '2026-12-15T00:00:00Z'],
    ['two targets', 2, 'two targets', (all) => all, ['exim', '--format', 'json']],
    ['a map of another', 2, 'has no transport', (all) => all, ['exim', '--map', 'transport']],
    ['no number', 2, 'a whole number', (all) => all, ['--surveys', 'all']],
    ['one survey', 2, 'a whole number', (all) => all, ['--surveys', '1']],
    [
      'no folder',
      2,
      'cannot be written (ENOTDIR)',
      (all) => all,
      ['--out', 'results/2026-11-02.json/x'],
    ],
    ['no snapshot', 2, 'has no snapshot yet', () => [], []],
  ])(
    'writes nothing for %s, and says why in one line',
    async (_, wanted, words, made, args, now) => {
      const { status, stdout, stderr } = await exported(
        folderOf(made(exportSnapshots())),
        args,
        now,
      );
      expect({ status, stdout }).toEqual({ status: wanted, stdout: '' });
      expect(stderr).toContain(words);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    },
  );

  it('writes nothing from a damaged survey', async () => {
    const folder = folderOf(exportSnapshots());
    const file = join(folder, 'results', '2026-11-09.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"outcome":"tls"', '"outcome":"?"'));
    const { status, stdout } = await exported(folder, []);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
