import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { buildProgram, ended } from '../../program.ts';

const PIECES = 500;
const LENGTH = 1 << 16;

let file = '';
beforeAll(() => {
  file = join(dirname(buildProgram()), 'commands/terminal/output.js');
});

it('a result of any size is made as fast as it is read, and is whole', async () => {
  const program = `
    import { openOutput } from ${JSON.stringify(pathToFileURL(file).href)};
    let made = 0;
    function* pieces() {
      for (; made < ${PIECES}; made++) yield 'x'.repeat(${LENGTH});
    }
    setImmediate(() => process.stderr.write(String(made)));
    await openOutput().results(pieces());
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  // Nobody reads stdout yet: what is made now waits in the memory of the process.
  const [made] = (await once(child.stderr, 'data')) as [Buffer];
  expect(Number(String(made))).toBeLessThan(PIECES / 10);
  const { status, stdout } = await ended(child);
  expect({ status, length: stdout.length }).toEqual({ status: 0, length: PIECES * LENGTH });
});
