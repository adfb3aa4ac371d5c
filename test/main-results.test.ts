import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { LAB_RUNS, worldOf, worldOptions } from './main-world.ts';
import { buildProgram, run } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** A working folder with what is no folder of snapshots. */
function badFolder(): string {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'file'), '');
  symlinkSync('there', join(cwd, 'here'));
  symlinkSync('here', join(cwd, 'there'));
  writeFileSync(join(cwd, 'results-20170121'), 'Currently running for: mx1.a.gr.\n');
  writeFileSync(join(cwd, 'list.txt'), 'example.gr\n');
  return cwd;
}

const BAD = ['file', 'here', 'file/below'];

describe.each(BAD)('--results %s', (results) => {
  it.each([['report'], ['diff'], ['history']])('%s: one line and status 2', async (command) => {
    const args = [command, '--results', results];
    const { status, stdout, stderr } = await run(main, args, { cwd: badFolder() });
    const reason =
      results === 'here'
        ? 'is a symbolic link that leads back to itself'
        : 'is a file, not a folder of snapshots';
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `mxtls: ${results}: ${reason}: name another with --results\n`,
    });
  });

  it('import: the last line says why, with status 2', async () => {
    const args = ['import', 'gr-mx', 'results-20170121', '--results', results];
    const { status, stdout, stderr } = await run(main, args, { cwd: badFolder() });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^mxtls: .*${results}`));
    expect(stderr).not.toContain('    at ');
  });

  it.runIf(LAB_RUNS)('scan: one line, before anything is asked', async () => {
    const world = await worldOf({ 'example.gr': { greeting: 'silent' } });
    const cwd = badFolder();
    const args = ['scan', '--list', 'list.txt', ...worldOptions(world, cwd), '--results', results];
    const { status, stdout, stderr } = await run(main, args, { cwd });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      new RegExp(`^mxtls: ${results}: no snapshot can be written there`),
    );
  });
});
