import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SmtpBehaviour } from './lab/smtp/smtp-behaviour.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, worldOf, worldOptions } from './main-world.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const NONE = '\n\nThere is no earlier survey of these lists to compare with.\n';
const GOOD: SmtpBehaviour = {};
const PLAIN: SmtpBehaviour = { starttls: 'absent' };
/** What a modern server is asked in one survey. */
const WEEK = [GOOD, GOOD, GOOD];

function folder(): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains/a.txt'), 'a.example\nb.example\n');
  return cwd;
}

function survey(world: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  return run(main, ['scan', ...worldOptions(world, cwd), ...args], { cwd });
}

/** Makes the one survey in the results folder one of half a day before: later than its certificates. Gives its file. */
function backdate(cwd: string): string {
  const [name = ''] = readdirSync(join(cwd, 'results'));
  const file = join(cwd, 'results', 'before.json');
  renameSync(join(cwd, 'results', name), file);
  const at = `${new Date(Date.now() - 43_200_000).toISOString().slice(0, 19)}Z`;
  const text = readFileSync(file, 'utf8')
    .replace(/"date":"[^"]*"/, `"date":"${at.slice(0, 10)}"`)
    .replace(/"(startedAt|finishedAt)":"[^"]*"/g, `"$1":"${at}"`);
  writeFileSync(file, text);
  return file;
}

describe.skipIf(!LAB_RUNS)('a weekly survey', { timeout: 60_000 }, () => {
  it('prints that it is the first, then what changed, without what a second attempt does not confirm', async () => {
    const world = await worldOf({
      'a.example': [...WEEK, PLAIN],
      'b.example': [...WEEK, PLAIN, PLAIN, GOOD],
    });
    const cwd = folder();
    const first = await survey(world, cwd);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain(NONE);
    backdate(cwd);
    const second = await survey(world, cwd);
    expect(second).toMatchObject({ status: 0, stderr: '' });
    const [, changes = ''] = second.stdout.split('\nChanges between ');
    expect(changes).toContain('Regressions\n');
    expect(changes).toContain('mx.a.example');
    expect(changes).not.toContain('mx.b.example');
    expect(changes).not.toContain('Improvements\n');
    const asked = (host: string) => world.connections().filter((each) => each.host === host).length;
    expect(asked('mx.a.example')).toBe(3 + 3);
    // Two without STARTTLS, the second opinion, and two for its versions.
    expect(asked('mx.b.example')).toBe(3 + 5);
  });

  it('with --only-changes prints nothing of a week without changes, and what changed of another', async () => {
    const world = await worldOf({
      'a.example': [...WEEK, ...WEEK, PLAIN],
      'b.example': [...WEEK, ...WEEK, ...WEEK],
    });
    const cwd = folder();
    const options = ['--only-changes', '--ends-within', '0'];
    const first = await survey(world, cwd, ...options);
    expect(first.stdout).toMatch(/^There is no earlier survey of these lists to compare with\n/);
    const file = backdate(cwd);
    const quiet = await survey(world, cwd, ...options);
    expect(quiet).toMatchObject({ status: 0, stdout: '', stderr: '' });
    for (const name of readdirSync(join(cwd, 'results'))) {
      if (join(cwd, 'results', name) !== file) rmSync(join(cwd, 'results', name));
    }
    const lost = await survey(world, cwd, ...options);
    expect(lost).toMatchObject({ status: 0, stderr: '' });
    expect(lost.stdout).toMatch(
      /^Changes between .*\n\nRegressions\n {2}a\.example: mx\.a\.example /s,
    );
    expect(lost.stdout).not.toContain('b.example');
  });

  it('into a file is compared with the results folder; as JSON it is the snapshot alone', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': {} });
    const cwd = folder();
    await survey(world, cwd);
    backdate(cwd);
    const toFile = await survey(world, cwd, '--out', 'other.json');
    expect(toFile.stdout).toContain('\n\nNo changes between ');
    const bare = await survey(world, cwd, '--out', '-');
    expect(bare.stdout).toMatch(/^\{\n"format":"mxtls\/1",\n[^]*\n\}\n$/);
    expect(JSON.parse(bare.stdout)).toBeDefined();
    expect(bare.stderr).not.toContain('hanges');
    const elsewhere = await survey(world, cwd, '--results', 'elsewhere', '--vantage', 'there');
    expect(elsewhere.stdout).toContain(NONE);
  });

  it('is made even where the previous one cannot be read', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': {} });
    const cwd = folder();
    await survey(world, cwd);
    const file = backdate(cwd);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace('"host":"mx.a.example","address"', '"host":"mx.a.example","at"'),
    );
    const { status, stdout, stderr } = await survey(world, cwd);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^mxtls: results\/before\.json:\d+: .*; the new survey is not compared with it\n$/,
    );
    expect(stdout).toContain('STARTTLS survey of');
  });
});
