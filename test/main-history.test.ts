import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { buildProgram, run } from './program.ts';
import { historyWorld } from './report/history/history-world.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** A folder with the snapshots of the world in `results`. */
function folder(): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'results'));
  for (const snapshot of historyWorld()) {
    const name = `${snapshot.survey.startedAt.replaceAll(':', '')}.json`;
    writeFileSync(join(cwd, 'results', name), [...snapshotText(snapshot)].join(''));
  }
  return cwd;
}

function expected(file: string): string {
  return readFileSync(join(import.meta.dirname, 'report/history/expected', file), 'utf8');
}

describe('mxtls history', () => {
  it.each([
    { args: [], file: 'history.txt' },
    { args: ['--format', 'markdown'], file: 'history.md' },
    { args: ['--format', 'csv'], file: 'history.csv' },
    { args: ['--format', 'json'], file: 'history.json' },
  ])('$args prints what is in $file', async ({ args, file }) => {
    const { status, stdout, stderr } = await run(main, ['history', ...args], { cwd: folder() });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expected(file), stderr: '' });
  });

  it.each([
    { TZ: 'America/Los_Angeles', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'Asia/Kathmandu', LC_ALL: 'C' },
    { TZ: 'UTC', LC_ALL: 'el_GR.UTF-8', LANG: 'el_GR.UTF-8' },
  ])('prints the same bytes with $TZ and $LC_ALL', async (env) => {
    const { stdout } = await run(main, ['history'], { cwd: folder(), env });
    expect(stdout).toBe(expected('history.txt'));
  });

  it('takes several names and another folder', async () => {
    const cwd = folder();
    const args = ['history', '--results', join(cwd, 'results'), 'mx2.a.gr', 'b.gr'];
    const { status, stdout } = await run(main, args, { cwd: tempFolder() });
    expect(status).toBe(0);
    expect(stdout).toContain('\nMX host mx2.a.gr\n  2026-11-02 #?+## 2026-11-23T14:05:33Z\n');
    expect(stdout).toContain('\n  MX host mx.b.gr\n    2026-11-02 ++?. 2026-11-23T03:00:00Z\n');
    expect(stdout).not.toContain('mx1.a.gr');
  });

  it('rejects a name that no snapshot has, and suggests the nearest', async () => {
    const args = ['history', 'aa.gr', 'b.gr', 'no\u001b[31m.example'];
    const { status, stdout, stderr } = await run(main, args, { cwd: folder() });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(
      /^mxtls: aa\.gr: no domain, MX host, .* has this name \(did you mean a\.gr\?\)\nmxtls: no/,
    );
    expect(stderr).not.toContain('\u001b');
  });

  it('stops with status 2 without snapshots', async () => {
    const { status, stderr } = await run(main, ['history'], { cwd: tempFolder() });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        'mxtls: results has no snapshot yet: run mxtls scan --ehlo NAME, or name another folder with --results\n',
    });
  });

  it('stops with status 2 at a snapshot with a broken record', async () => {
    const cwd = folder();
    const file = join(cwd, 'results', '2026-11-09T030000Z.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('"outcome":"failed"', '"outcome":"fail"'),
    );
    const { status, stdout, stderr } = await run(main, ['history', 'a.gr'], { cwd });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^mxtls: results\/2026-11-09T030000Z\.json:\d+: /);
  });
});
