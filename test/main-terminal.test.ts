import { beforeAll, describe, expect, it } from 'vitest';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, worldOf, worldOptions } from './main-world.ts';
import { buildProgram } from './program.ts';
import { tempFolder } from './temp-folder.ts';
import { HAS_SCRIPT, onTerminal, quoted } from './terminal.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** All that a scan writes to a terminal of so many columns, escape sequences and all. */
async function scanned(
  world: LabWorld,
  {
    args = [],
    ...options
  }: { columns?: number; env?: Record<string, string>; args?: string[] } = {},
): Promise<string> {
  const cwd = tempFolder();
  const call = [process.execPath, main, 'scan', ...worldOptions(world, cwd), 'a.example', ...args];
  const { status, screen } = await onTerminal(quoted(call), { cwd, ...options });
  expect(status).toBe(0);
  return screen;
}

const CLEAR = '\r\u001b[K';
const LATE = {
  greeting: { kind: 'timed', lines: [{ afterMs: 400, line: '220 late ESMTP' }] },
} as const;

describe.skipIf(!LAB_RUNS || !HAS_SCRIPT)(
  'on a terminal (skipped: it takes Linux and script of util-linux)',
  () => {
    it('there is colour, and a progress line that is removed', async () => {
      const screen = await scanned(await worldOf({ 'a.example': LATE }));
      const [progress = '', result = '', ...more] = screen.split(/\r\u001b\[K(?=[^\r]*\n)/);
      expect(more).toEqual([]);
      expect(progress).toContain('0/1 0%');
      expect(progress).not.toContain('\n');
      expect(result).toMatch(/^\u001b\[1ma\.example\u001b\[22m: \u001b\[33mencrypted/);
      expect(result).not.toContain(CLEAR);
    });

    it('each answer is printed when it is ready, and the progress line is not in it', async () => {
      const world = await worldOf({ 'a.example': LATE, 'b.example': {} });
      const options = { env: { NO_COLOR: '1' }, args: ['b.example'] };
      const screen = await scanned(world, options);
      const lines = screen.split('\n').map((line) => line.split(CLEAR).at(-1) ?? '');
      const heads = lines.filter((line) => /^\w\.example: /.test(line)).map((line) => line[0]);
      expect(heads).toEqual(['b', 'a']);
      expect(screen).toContain('waiting for mx.a.example  tls');
      expect(lines.filter((line) => /waiting for|\d+\/\d+ \d+%/.test(line))).toEqual([]);
    });

    it('the progress line fits the width', async () => {
      const screen = await scanned(await worldOf({ 'a.example': LATE }), { columns: 20 });
      const lines = screen.split('\n')[0]?.split(CLEAR).slice(0, -1) ?? [];
      expect(lines.filter((line) => line !== '').length).toBeGreaterThan(0);
      for (const line of lines) expect(line.length).toBeLessThan(20);
    });

    it.each([{ env: { NO_COLOR: '1' } }, { env: { TERM: 'dumb' } }])(
      'there is no colour with $env',
      async ({ env }) => {
        const screen = await scanned(await worldOf({ 'a.example': {} }), { env });
        expect(screen).toContain('a.example: encrypted');
        expect(screen).not.toMatch(/\u001b\[[\d;]*m/);
      },
    );

    it('nothing but text is written with --no-progress without colour', async () => {
      const options = { env: { NO_COLOR: '1' }, args: ['--no-progress'] };
      const screen = await scanned(await worldOf({ 'a.example': LATE }), options);
      expect(screen).toMatch(/^a\.example: encrypted/);
      expect(screen).not.toContain('\u001b');
    });
  },
);
