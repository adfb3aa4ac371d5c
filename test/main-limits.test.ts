import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SnapshotSchema } from '../src/model/records/snapshot.ts';
import { LAB_RUNS, worldOf, worldOptions } from './main-world.ts';
import { buildProgram, ended, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** Runs the program by bash, behind what sets its place up. */
function runBehind(setup: string, args: readonly string[], cwd: string): Promise<Ended> {
  const script = `${setup}; exec "$0" "$@"`;
  return ended(spawn('bash', ['-c', script, process.execPath, main, ...args], { cwd }));
}

const MANY = Array.from({ length: 60 }, (_, n) => `d${n}.example`);
const NO_MORE = /^mxtls: this process may open no more files at once \(EMFILE\): raise the limit/m;

describe.runIf(LAB_RUNS)('a process that may open few files', () => {
  it.each([60, 40, 25])('%i: one line, and nothing is written', async (limit) => {
    const cwd = tempFolder();
    const args = [
      'scan',
      'mail.example',
      '--resolver',
      '127.0.0.1:9',
      '--ehlo',
      'scan.example.org',
    ];
    const { status, stdout, stderr } = await runBehind(`ulimit -n ${limit}`, args, cwd);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(NO_MORE);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('120, and more servers than that: no trace, and what is recorded is right', async () => {
    const world = await worldOf(
      Object.fromEntries(MANY.map((name) => [name, { greeting: 'silent' }])),
    );
    const cwd = tempFolder();
    const args = [
      'scan',
      ...MANY,
      ...worldOptions(world, cwd),
      '--concurrency',
      '200',
      '--timeout',
      '2',
    ];
    const { status, stderr } = await runBehind(
      'ulimit -n 120',
      [...args, '--out', 'out.json'],
      cwd,
    );
    expect([0, 1, 3]).toContain(status);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('a bug of mxtls');
    const out = join(cwd, 'out.json');
    if (!existsSync(out)) return;
    const { endpoints } = SnapshotSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    expect(new Set(endpoints.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
  });
});

describe.runIf(LAB_RUNS)('a standard stream that is closed', () => {
  it.each([
    ['stdin', '<&-', /^STARTTLS survey of /],
    ['stdout', '>&-', /^$/],
    ['stderr', '2>&-', /^STARTTLS survey of /],
    ['all three', '<&- >&- 2>&-', /^$/],
  ])('%s: the survey is made and kept', async (_, closing, seen) => {
    const world = await worldOf({ 'a.example': {} });
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'domains'));
    writeFileSync(join(cwd, 'domains', 'a.txt'), 'a.example');
    const args = ['scan', ...worldOptions(world, cwd), '--passes', '1'];
    const { status, stdout, stderr } = await runBehind(`exec ${closing}`, args, cwd);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(seen);
    const [file = '', ...more] = readdirSync(join(cwd, 'results'));
    expect(more).toEqual([]);
    const text = readFileSync(join(cwd, 'results', file), 'utf8');
    expect(SnapshotSchema.parse(JSON.parse(text)).survey.counts.tls).toBe(1);
  });
});

describe.runIf(LAB_RUNS)('other places', () => {
  it.each<[string, string[], string]>([
    [
      'a working folder that was deleted',
      ['scan', 'mail.example'],
      'the working folder does not exist any more',
    ],
  ])('%s', async (_, args, line) => {
    const cwd = tempFolder();
    const { status, stderr } = await runBehind('mkdir gone; cd gone; rmdir ../gone', args, cwd);
    expect(status).toBe(3);
    expect(stderr).toContain(`mxtls: ${line}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
