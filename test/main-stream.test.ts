import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SmtpBehaviour } from './lab/smtp/smtp-behaviour.ts';
import { mx } from './lab/world/world-spec.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, labWorld, worldOf, worldOptions } from './main-world.ts';
import { buildProgram, ended, run, start, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const WAIT = { timeout: 20_000, interval: 10 };
const LATE: SmtpBehaviour = {
  greeting: { kind: 'timed', lines: [{ afterMs: 500, line: '220 late ESMTP' }] },
};
/** Greets, and answers nothing but QUIT. */
const STUCK: SmtpBehaviour = { ehlo: 'silent' };

const JOURNAL = /^\.\d{4}-\d{2}-\d{2}\.journal\.ndjson$/;

/** A running scan, and what it has said so far. */
interface Running {
  child: ChildProcess;
  said: { stdout: string; stderr: string };
  end: Promise<Ended>;
}

function startScan(world: LabWorld, args: readonly string[], cwd = tempFolder()): Running {
  const child = start(main, ['scan', ...worldOptions(world, cwd), ...args], { cwd });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said = { stdout: '', stderr: '' };
  const end = ended(child);
  child.stdout?.on('data', (text: string) => (said.stdout += text));
  child.stderr?.on('data', (text: string) => (said.stderr += text));
  return { child, said, end };
}

/** Waits until a scan has printed something, and all hosts of the world have been connected to. */
async function seen({ said }: Running, text: string, world: LabWorld): Promise<void> {
  await vi.waitFor(() => {
    expect(said.stdout).toContain(text);
    expect(new Set(world.connections().map(({ host }) => host)).size).toBe(world.servers.size);
  }, WAIT);
}

/** Waits until every server of a world has read EHLO. */
async function greeted(world: LabWorld, host: string): Promise<void> {
  await vi.waitFor(() => {
    expect(world.servers.get(host)?.[0]?.connections[0]?.names).toHaveLength(1);
  }, WAIT);
}

/** The domains that have an answer in a text, in its order. */
function answered(text: string): string[] {
  return [...text.matchAll(/^([\w.-]+\.example): /gm)].map(([, domain = '']) => domain);
}

describe.skipIf(!LAB_RUNS)('answers in a pipe (skipped: needs all of 127/8)', () => {
  it.each([
    { args: [], order: ['late.example', 'quick.example'] },
    { args: ['--stream'], order: ['quick.example', 'late.example'] },
    { args: ['--stream', '--transcript'], order: ['quick.example', 'late.example'] },
    // A closed pipe must not lose the file, so that it is written first.
    { args: ['--stream', '--out', 'found.json'], order: ['late.example', 'quick.example'] },
  ])('come in the order $order with $args', async ({ args, order }) => {
    const world = await worldOf({ 'late.example': LATE, 'quick.example': {} });
    const running = startScan(world, ['late.example', 'quick.example', ...args]);
    const { status, stdout, stderr } = await running.end;
    expect(answered(stdout)).toEqual(order);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('are the same with --stream, but for their order', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': { starttls: 'absent' } });
    const cwd = tempFolder();
    const scan = async (...args: string[]) => {
      const call = ['scan', ...worldOptions(world, cwd), 'a.example', 'b.example', ...args];
      return (await run(main, call, { cwd })).stdout.split('\n\n').map((each) => each.trim());
    };
    expect((await scan('--stream')).toSorted()).toEqual((await scan()).toSorted());
  });

  it('are a snapshot with --json, streamed or not', async () => {
    const world = await worldOf({ 'a.example': {} });
    const { stdout } = await startScan(world, ['a.example', '--json', '--stream']).end;
    expect(JSON.parse(stdout)).toMatchObject({ format: 'mxtls/1' });
  });

  it('have the domains that are not asked at their end', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': {} });
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'not.txt'), 'b.example\n');
    const args = ['b.example', 'a.example', '--stream', '--exclude', 'not.txt'];
    const { stdout } = await startScan(world, args, cwd).end;
    expect(answered(stdout)).toEqual(['a.example', 'b.example']);
    expect(stdout).toMatch(/\n\nb\.example: not asked: excluded/);
  });
});

describe.skipIf(!LAB_RUNS)('an interrupted scan (skipped: needs all of 127/8)', () => {
  it.each([
    { args: ['--stream'], before: 'quick.example: ' },
    { args: [], before: '' },
    // The connections are open in workers, which say QUIT.
    { args: ['--threads', '2'], before: '' },
  ])('prints what is known, what is missing and how to go on: $args', async ({ args, before }) => {
    const world = await labWorld({
      domains: {
        'stuck.example': mx('mx.stuck.example'),
        'quick.example': { kind: 'null-mx' },
        'also.example': mx('mx.also.example'),
      },
      hosts: { 'mx.stuck.example': { behaviour: STUCK }, 'mx.also.example': { behaviour: STUCK } },
    });
    const domains = ['stuck.example', 'quick.example', 'also.example'];
    const running = startScan(world, [...domains, '--timeout', '90.5', ...args]);
    await seen(running, before, world);
    await greeted(world, 'mx.stuck.example');
    await greeted(world, 'mx.also.example');
    running.child.kill('SIGINT');
    const { status, stdout, stderr } = await running.end;
    expect(answered(stdout)).toEqual(['quick.example']);
    const [missing, how, ...more] = stderr.trimEnd().split('\n');
    expect(missing).toBe(
      'mxtls: interrupted: 2 of 3 domains were not finished: stuck.example, also.example',
    );
    const options = `--resolver ${world.resolver} --port ${world.port} --ehlo scan.example.org --pause 0 --timeout 90.5`;
    expect(how).toMatch(/^mxtls: to go on: mxtls scan --resolver /);
    for (const option of options.split(' --')) expect(how).toContain(option);
    expect(how).toMatch(/ stuck\.example also\.example$/);
    expect(more).toEqual([]);
    expect(status).toBe(130);
    for (const host of ['mx.stuck.example', 'mx.also.example']) {
      expect(world.servers.get(host)?.[0]?.connections.map(({ saidQuit }) => saidQuit)).toEqual([
        true,
      ]);
    }
  });

  it('prints no part of a snapshot on stdout, and writes none', async () => {
    const world = await worldOf({ 'stuck.example': STUCK });
    const cwd = tempFolder();
    for (const args of [['--json'], ['--out', 'a.json'], ['--save']]) {
      const running = startScan(world, ['stuck.example', ...args], cwd);
      const before = world.connections().length;
      await vi.waitFor(() => {
        expect(world.connections().length).toBeGreaterThan(before);
      }, WAIT);
      running.child.kill('SIGTERM');
      const { status, stdout } = await running.end;
      expect({ status, stdout }).toEqual({ status: 143, stdout: '' });
    }
    expect(existsSync(join(cwd, 'a.json'))).toBe(false);
    expect(existsSync(join(cwd, '.a.json.journal.ndjson'))).toBe(true);
    expect(readdirSync(join(cwd, 'results'))).toEqual([expect.stringMatching(JOURNAL)]);
  });

  it('over lists prints what is known and writes nothing', async () => {
    const world = await labWorld({
      domains: { 'stuck.example': mx('mx.stuck.example'), 'quick.example': { kind: 'null-mx' } },
      hosts: { 'mx.stuck.example': { behaviour: STUCK } },
    });
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'domains'));
    writeFileSync(join(cwd, 'domains', 'a.txt'), 'A: stuck.example quick.example\n');
    const running = startScan(world, [], cwd);
    await greeted(world, 'mx.stuck.example');
    running.child.kill('SIGINT');
    const { status, stdout, stderr } = await running.end;
    expect(stdout).toContain('STARTTLS survey of');
    expect(stdout).toMatch(/\n1 domain\b/);
    expect(stdout).not.toContain('stuck.example');
    expect(stderr).toContain(
      'mxtls: interrupted: 1 of 2 domains was not finished: stuck.example\nmxtls: no snapshot was written\nmxtls: to go on: mxtls scan ',
    );
    expect(stderr).toMatch(/ --resume( .*)?\n$/);
    expect(status).toBe(130);
    expect(readdirSync(join(cwd, 'results'))).toEqual([expect.stringMatching(JOURNAL)]);
  });

  it('between two passes ends as well', async () => {
    const world = await worldOf({ 'gone.example': { greeting: '421 later' }, 'quick.example': {} });
    const args = ['gone.example', 'quick.example', '--passes', '2', '--pass-delay', '3600'];
    const running = startScan(world, [...args, '--stream']);
    await vi.waitFor(() => {
      expect(running.said.stdout).toContain('quick.example: ');
    }, WAIT);
    running.child.kill('SIGINT');
    const { status, stderr } = await running.end;
    expect(stderr).toContain('1 of 2 domains was not finished: gone.example\n');
    expect(status).toBe(130);
  });

  it('ends at once at the second signal', async () => {
    const world = await worldOf({ 'deaf.example': { reads: false } });
    const running = startScan(world, ['deaf.example']);
    await seen(running, '', world);
    // After the first signal it ends by itself within two seconds, or sooner where its connection was not made yet: stopped, it
    // has both signals when it goes on. They are two kinds, as of one kind a process has only one.
    for (const signal of ['SIGSTOP', 'SIGINT', 'SIGTERM', 'SIGCONT'] as const) {
      running.child.kill(signal);
    }
    const { status, stdout, stderr } = await running.end;
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'mxtls: interrupted\n' });
    // The system says not which of the two comes first.
    expect([130, 143]).toContain(status);
  });
});
