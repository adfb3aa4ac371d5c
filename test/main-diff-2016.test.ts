import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, run } from './program.ts';
import { tempFolder } from './temp-folder.ts';

const PROJECT = join(import.meta.dirname, '..');
const DATA = join(PROJECT, '..', 'shared', 'data', 'gr-mx');

let main = '';
beforeAll(() => {
  main = buildProgram();
});

// The results of 2016 do not come with the package.
describe.skipIf(!existsSync(DATA))('mxtls diff of the imported results of 2016', () => {
  it('shows the changes that were published on 2016-03-26, and no others', async () => {
    const cwd = tempFolder();
    const files = ['20160123', '20160326'].map((day) => join(DATA, `results-${day}`));
    const lists = ['--mx-map', join(DATA, 'mx-map.txt'), '--list', join(PROJECT, 'domains/gr.txt')];
    const imported = await run(main, ['import', 'gr-mx', ...lists, ...files], { cwd });
    expect(imported.status).toBe(0);
    const { stdout, stderr, status } = await run(main, ['diff', '2016-01-23', '2016-03-26'], {
      cwd,
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    await expect(stdout).toMatchFileSnapshot('report/changes/expected/changes-2016.txt');
  });
});
