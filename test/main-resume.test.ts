import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SmtpBehaviour } from './lab/smtp/smtp-behaviour.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, worldOf, worldOptions } from './main-world.ts';
import { buildProgram, ended, run, start, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const WAIT = { timeout: 20_000, interval: 10 };
/** Greets, and answers nothing but QUIT. */
const STUCK: SmtpBehaviour = { ehlo: 'silent' };
const JOURNAL = /^\.\d{4}-\d{2}-\d{2}\.journal\.ndjson$/;

/** A folder with a list of two domains, one of which is stuck at its first connection. */
async function interrupted(signal: NodeJS.Signals): Promise<{
  world: LabWorld;
  cwd: string;
  end: Ended;
}> {
  const world = await worldOf({ 'quick.example': {}, 'stuck.example': [STUCK, {}] });
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains', 'a.txt'), 'A: quick.example stuck.example\n');
  const child = start(main, ['scan', ...worldOptions(world, cwd)], { cwd });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const end = ended(child);
  await vi.waitFor(() => {
    expect(journalIn(cwd)).toContain('{"kind":"endpoint"');
  }, WAIT);
  await stuckIn(world, child, signal);
  return { world, cwd, end: await end };
}

async function stuckIn(
  world: LabWorld,
  child: ChildProcess,
  signal: NodeJS.Signals,
): Promise<void> {
  await vi.waitFor(() => {
    expect(world.servers.get('mx.stuck.example')?.[0]?.connections[0]?.names).toHaveLength(1);
  }, WAIT);
  child.kill(signal);
}

/** What the journals in the results folder hold. */
function journalIn(cwd: string): string {
  const results = join(cwd, 'results');
  return files(cwd)
    .filter((name) => name.endsWith('.ndjson'))
    .map((name) => readFileSync(join(results, name), 'utf8'))
    .join('');
}

function files(cwd: string): string[] {
  if (!existsSync(join(cwd, 'results'))) return [];
  // A process that was killed leaves its lock, which the next one takes over.
  return readdirSync(join(cwd, 'results'))
    .filter((name) => name !== '.mxtls.lock')
    .sort();
}

function scan(world: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  return run(main, ['scan', ...worldOptions(world, cwd), ...args], { cwd });
}

function connectionsTo(world: LabWorld, host: string): number {
  return world.connections().filter((each) => each.host === host).length;
}

/** The lines of a snapshot but for the survey. */
function recordsIn(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('"survey"'));
}

describe.skipIf(!LAB_RUNS)('a survey that was killed (skipped: needs all of 127/8)', () => {
  it('is continued with --resume: no finished endpoint is asked again, and the snapshot is that of a whole run', async () => {
    const { world, cwd } = await interrupted('SIGKILL');
    expect(files(cwd)).toEqual([expect.stringMatching(JOURNAL)]);
    const startedAt = /"startedAt":"([^"]+)"/.exec(journalIn(cwd))?.[1];
    const before = connectionsTo(world, 'mx.quick.example');
    const { status, stderr } = await scan(world, cwd, '--resume');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(connectionsTo(world, 'mx.quick.example')).toBe(before);
    const [snapshot = '', ...others] = files(cwd);
    expect(others).toEqual([]);
    const file = join(cwd, 'results', snapshot);
    expect(readFileSync(file, 'utf8')).toContain(`"startedAt":"${startedAt ?? ''}"`);
    await scan(world, cwd, '--out', 'whole.json');
    expect(recordsIn(file)).toEqual(recordsIn(join(cwd, 'whole.json')));
  });

  it('is not continued with other settings: each difference has its line', async () => {
    const { world, cwd } = await interrupted('SIGKILL');
    writeFileSync(join(cwd, 'domains', 'a.txt'), 'A: quick.example\n');
    writeFileSync(join(cwd, 'domains', 'b.txt'), 'stuck.example\n');
    const before = world.connections().length;
    const { status, stderr } = await scan(world, cwd, '--resume', '--depth', 'quick', '-4');
    expect(status).toBe(2);
    expect(stderr.replace(/results\/\S+:/, 'FILE:').split('\n')).toEqual([
      'mxtls: FILE: is of another survey; give the same settings, or start anew without --resume:',
      'mxtls:   --depth: the journal has standard, this run quick',
      'mxtls:   -4 and -6: the journal has ipv4 ipv6, this run ipv4',
      'mxtls:   domains/a.txt: was changed since the journal was begun',
      'mxtls:   domains/b.txt: is not a list of the journal',
      '',
    ]);
    expect(world.connections()).toHaveLength(before);
    expect(files(cwd)).toEqual([expect.stringMatching(JOURNAL)]);
  });

  it('is named where another one starts without --resume, and its journal stays', async () => {
    const { world, cwd } = await interrupted('SIGKILL');
    const { status, stderr } = await scan(world, cwd);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^mxtls: results\/\.\S+ is the journal of an unfinished survey: --resume continues it, and if it is not wanted, delete it\n$/,
    );
    expect(files(cwd)).toEqual([
      expect.stringMatching(JOURNAL),
      expect.stringMatching(/^[\d-]+\.json$/),
    ]);
  });

  it('by an interrupt says which command continues it', async () => {
    const { world, cwd, end } = await interrupted('SIGINT');
    expect(end.status).toBe(130);
    const call = /^mxtls: to go on: mxtls (.*)$/m.exec(end.stderr)?.[1] ?? '';
    const before = connectionsTo(world, 'mx.quick.example');
    const { status, stderr } = await run(main, call.split(' '), { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(connectionsTo(world, 'mx.quick.example')).toBe(before);
    expect(files(cwd)).toEqual([expect.stringMatching(/^[\d-]+\.json$/)]);
  });
});

describe.skipIf(!LAB_RUNS)('a survey (skipped: needs all of 127/8)', () => {
  it('cannot be continued where there is none', async () => {
    const world = await worldOf({ 'a.example': {} });
    const cwd = tempFolder();
    for (const [args, message] of [
      [['--save'], 'results: has no journal of an unfinished survey'],
      [[], '--resume continues a survey that is written to a file'],
      [['--out', 'a.json'], '.a.json.journal.ndjson: does not exist'],
    ] as const) {
      const { status, stderr } = await scan(world, cwd, 'a.example', '--resume', ...args);
      expect(status).toBe(2);
      expect(stderr).toContain(message);
    }
    expect(world.connections()).toEqual([]);
  });

  it('keeps its journal with --keep-journal, under a name that is none of an unfinished survey', async () => {
    const world = await worldOf({ 'a.example': {} });
    const cwd = tempFolder();
    const { status } = await scan(world, cwd, 'a.example', '--save', '--keep-journal');
    expect(status).toBe(0);
    expect(files(cwd)).toEqual([
      expect.stringMatching(/^[\d-]+\.journal\.ndjson$/),
      expect.stringMatching(/^[\d-]+\.json$/),
    ]);
    const again = await scan(world, cwd, 'a.example', '--save', '--resume');
    expect(again.status).toBe(2);
  });
});
