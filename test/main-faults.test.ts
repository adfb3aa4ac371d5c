import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { SnapshotSchema } from '../src/model/records/snapshot.ts';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import type { Survey } from '../src/model/records/survey.ts';
import type { LabWorld } from './lab/world/world.ts';
import { LAB_RUNS, labWorld, worldOf, worldOptions } from './main-world.ts';
import { makeSnapshot } from './model/make-records.ts';
import { clockAt } from './program-clock.ts';
import { buildProgram, ended, run, start, type Ended, type RunOptions } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const SILENT = { greeting: 'silent' } as const;

/** A folder with one list. */
function folderOf(...domains: readonly string[]): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains', 'a.txt'), domains.join('\n'));
  return cwd;
}

function surveyArgs(world: LabWorld, cwd: string): string[] {
  return ['scan', ...worldOptions(world, cwd), '--passes', '1'];
}

function survey(world: LabWorld, options: RunOptions): Promise<Ended> {
  return run(main, surveyArgs(world, options.cwd), options);
}

/** Starts a survey that is ended with the test at the latest. */
function startSurvey(world: LabWorld, cwd: string): ChildProcess {
  const child = start(main, surveyArgs(world, cwd), { cwd });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** The journal of the survey of today. */
const JOURNAL = expect.stringMatching(/^\.\d{4}-\d{2}-\d{2}\.journal\.ndjson$/) as string;

function filesIn(cwd: string): string[] {
  const folder = join(cwd, 'results');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function surveyIn(cwd: string): Survey {
  const [file = '', ...more] = filesIn(cwd);
  expect(more).toEqual([]);
  const text = readFileSync(join(cwd, 'results', file), 'utf8');
  return SnapshotSchema.parse(JSON.parse(text)).survey;
}

async function connected(world: LabWorld): Promise<void> {
  await vi.waitFor(
    () => {
      expect(world.connections().length).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 10 },
  );
}

describe.skipIf(!LAB_RUNS)(
  'a survey that cannot be trusted is status 3 (skipped: needs 127/8)',
  () => {
    it('without a resolver nothing is asked and nothing is written', async () => {
      const world = await worldOf({ 'a.example': {} });
      await world.dns.close();
      const cwd = folderOf('a.example');
      for (const args of [surveyArgs(world, cwd), [...surveyArgs(world, cwd), '--dry-run']]) {
        const { status, stdout, stderr } = await run(main, args, { cwd });
        expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
        expect(stderr).toMatch(
          /^mxtls: the resolver does not answer \(refused: \w+\): give another with --resolver\. Nothing was asked, nothing was written\.\n$/,
        );
      }
      expect(filesIn(cwd)).toEqual([]);
    });

    it('with a resolver that invents names: nothing is asked, nothing is written', async () => {
      const world = await worldOf({ 'a.example': {} });
      const { zone } = world.dns;
      const get = zone.get.bind(zone);
      zone.get = (name) => get(name) ?? { A: ['127.0.0.1'] };
      const cwd = folderOf('a.example');
      const { status, stdout, stderr } = await survey(world, { cwd });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(/^mxtls: the resolver gives addresses for names that do not exist/);
      expect(filesIn(cwd)).toEqual([]);
      expect(world.connections()).toEqual([]);
    });

    it('with a clock that is wrong: nothing is asked, nothing is written', async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = folderOf('a.example');
      const clock = `globalThis.Date = class extends Date {
      constructor(...args) { super(...(args.length === 0 ? [86_400_000] : args)); }
    }`;
      const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(clock)}` };
      const { status, stdout, stderr } = await survey(world, { cwd, env });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(
        /^mxtls: the clock of this machine says 1970-01-02T00:00:00Z, which is before/,
      );
      expect(filesIn(cwd)).toEqual([]);
      expect(world.dns.queries).toEqual([]);
    });

    it.each([
      {
        clock: 'in 2036',
        at: '2036-01-05T03:00:00Z',
        says: /more than 8 years after this version/,
      },
      {
        clock: 'before the newest survey',
        at: null,
        says: /before the end of the survey in results/,
      },
    ])('with a clock $clock: nothing is asked, nothing is written', async ({ at, says }) => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = folderOf('a.example');
      const day = 86_400_000;
      const start = at === null ? new Date(Date.now() + day) : new Date();
      const first = await survey(world, { cwd, env: { NODE_OPTIONS: clockAt(start) } });
      expect(first).toMatchObject({ status: 0, stderr: '' });
      const NODE_OPTIONS = clockAt(at === null ? new Date() : new Date(at));
      const { status, stdout, stderr } = await survey(world, { cwd, env: { NODE_OPTIONS } });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(says);
      expect(filesIn(cwd)).toHaveLength(1);
      expect(world.dns.queries.filter(({ name }) => name.startsWith('mxtls-'))).toHaveLength(3);
    });

    it('with a resolver that fails during the run: the snapshot is degraded', async () => {
      const late = {
        greeting: { kind: 'timed', lines: [{ afterMs: 700, line: '220 late ESMTP' }] },
      } as const;
      const world = await worldOf({ 'a.example': late });
      const cwd = folderOf('a.example');
      const running = ended(startSurvey(world, cwd));
      await connected(world);
      await world.dns.close();
      const { status, stdout, stderr } = await running;
      expect(status).toBe(3);
      expect(stderr).toBe('mxtls: this survey cannot be trusted: resolver-died\n');
      expect(stdout).toContain('DEGRADED');
      expect(surveyIn(cwd).degraded).toEqual(['resolver-died']);
    });

    it('with no connection at all to three operators: nothing is written', async () => {
      const domains = ['a.example', 'b.example', 'c.example'];
      const world = await worldOf(Object.fromEntries(domains.map((name) => [name, 'unreachable'])));
      const cwd = folderOf(...domains);
      const { status, stdout, stderr } = await survey(world, { cwd });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(
        /^mxtls: no connection to port \d+ of 3 unrelated operators could be made \(mx\.a\.example: refused, .*\. No survey was made, nothing was written\.\n$/,
      );
      expect(filesIn(cwd)).toEqual([]);
    });

    it('with one of five operators that can be connected to: the survey is made', async () => {
      const domains = ['a.example', 'b.example', 'c.example', 'd.example', 'e.example'];
      const world = await worldOf({
        ...Object.fromEntries(domains.map((name) => [name, 'unreachable'])),
        'd.example': {},
      });
      const cwd = folderOf(...domains);
      const { stderr } = await survey(world, { cwd });
      expect(stderr).not.toContain('No survey was made');
      expect(filesIn(cwd)).toHaveLength(1);
      const [sampled] = world.connections();
      expect(sampled?.commands).toEqual(['QUIT']);
    });

    it('with no connection for given domains: the snapshot is degraded', async () => {
      const domains = ['a.example', 'b.example', 'c.example'];
      const world = await worldOf(Object.fromEntries(domains.map((name) => [name, 'unreachable'])));
      const cwd = folderOf();
      const args = [...surveyArgs(world, cwd), ...domains, '--save'];
      const { status, stderr } = await run(main, args, { cwd });
      expect(status).toBe(3);
      expect(stderr).toBe('mxtls: this survey cannot be trusted: no-connection\n');
      expect(surveyIn(cwd).degraded).toEqual(['no-connection']);
    });

    it('with half of the DNS failing: the snapshot is degraded', async () => {
      const names = Array.from({ length: 24 }, (_, n) => `n${n}.example`);
      const failing = { kind: 'failing', behaviour: { kind: 'rcode', rcode: 'SERVFAIL' } } as const;
      const world = await labWorld({
        domains: Object.fromEntries(
          names.map((name, n) => [name, n < 12 ? failing : ({ kind: 'null-mx' } as const)]),
        ),
        hosts: {},
      });
      const cwd = folderOf(...names);
      expect((await survey(world, { cwd })).status).toBe(3);
      expect(surveyIn(cwd).degraded).toEqual(['dns-failing']);
    });
  },
);

describe.skipIf(!LAB_RUNS)('an end from outside (skipped: needs all of 127/8)', () => {
  const EARLIER = '2026-11-02.json';
  const EARLIER_TEXT = [...snapshotText(makeSnapshot())].join('');

  function folderWithEarlier(): string {
    const cwd = folderOf('a.example');
    mkdirSync(join(cwd, 'results'));
    writeFileSync(join(cwd, 'results', EARLIER), EARLIER_TEXT);
    return cwd;
  }

  it.each([
    { signal: 'SIGINT', status: 130 },
    { signal: 'SIGTERM', status: 143 },
    { signal: 'SIGHUP', status: 129 },
  ] as const)(
    'by $signal is status $status, and the journal alone is kept',
    async ({ signal, status }) => {
      const world = await worldOf({ 'a.example': SILENT });
      const cwd = folderWithEarlier();
      const child = startSurvey(world, cwd);
      const running = ended(child);
      await connected(world);
      child.kill(signal);
      expect(await running).toEqual({
        status,
        signal: null,
        stdout: '',
        stderr: expect.stringMatching(
          /^mxtls: interrupted: 1 of 1 domain was not finished: a\.example\nmxtls: no snapshot was written\n/,
        ) as string,
      });
      expect(filesIn(cwd)).toEqual([JOURNAL, EARLIER]);
    },
  );

  it('by SIGKILL leaves the earlier files, and the next survey can start', async () => {
    const world = await worldOf({ 'a.example': [SILENT, {}] });
    const cwd = folderWithEarlier();
    const child = startSurvey(world, cwd);
    await connected(world);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(filesIn(cwd)).toEqual([JOURNAL, '.mxtls.lock', EARLIER]);
    expect(await survey(world, { cwd })).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(
        /^mxtls: results\/\S+ is the journal of an unfinished survey: .*\n$/,
      ) as string,
    });
    expect(filesIn(cwd)).toEqual([JOURNAL, EARLIER, expect.stringMatching(/\.json$/)]);
    expect(readFileSync(join(cwd, 'results', EARLIER), 'utf8')).toBe(EARLIER_TEXT);
  });

  it('is not caused by a second survey into the same folder: that one is refused', async () => {
    const world = await worldOf({ 'a.example': SILENT });
    const cwd = folderWithEarlier();
    const child = startSurvey(world, cwd);
    await connected(world);
    // Policies are asked for beside the mail hosts: MTA-STS and TLS-RPT, a record each.
    const asked = () => world.dns.queries.filter(({ type }) => type === 'TXT').length;
    await expect.poll(asked).toBe(2);
    const queries = world.dns.queries.length;
    expect(await survey(world, { cwd })).toEqual({
      status: 2,
      signal: null,
      stdout: '',
      stderr: `mxtls: another survey into this folder is under way (process ${child.pid}, results/.mxtls.lock): wait for it to end\n`,
    });
    expect(world.dns.queries).toHaveLength(queries);
    expect(child.exitCode).toBeNull();
  });
});

describe.skipIf(!LAB_RUNS)('what goes wrong at the end (skipped: needs all of 127/8)', () => {
  it('loses no result: it is printed although its file cannot be written', async () => {
    const late = {
      greeting: { kind: 'timed', lines: [{ afterMs: 700, line: '220 late ESMTP' }] },
    } as const;
    const world = await worldOf({ 'a.example': late });
    const cwd = folderOf('a.example');
    const child = start(main, [...surveyArgs(world, cwd), '--out', 'a.json'], { cwd });
    const running = ended(child);
    await connected(world);
    writeFileSync(join(cwd, 'a.json'), 'mine');
    const { status, stdout, stderr } = await running;
    expect(status).toBe(2);
    expect(stdout).toMatch(/^STARTTLS survey of /);
    expect(stderr).toBe('mxtls: a.json is there already; this survey was not written\n');
    expect(readFileSync(join(cwd, 'a.json'), 'utf8')).toBe('mine');
  });

  it('by a bug is status 3, and its message is escaped', async () => {
    const world = await worldOf({ 'a.example': {} });
    const cwd = folderOf('a.example');
    const bug = "JSON.stringify = () => { throw new Error('boom \u001b[31m'); }";
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(bug)}` };
    const { status, stdout, stderr } = await survey(world, { cwd, env });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(
      /^mxtls: a bug of mxtls ended this run, please report it:\nmxtls: Error: boom \\x1b\[31m\n/,
    );
    expect(filesIn(cwd)).toEqual([]);
  });
});

/** Runs the program in a shell line, where "$@" is its call. */
async function inShell(line: string, args: readonly string[], cwd: string): Promise<Ended> {
  const call = [process.execPath, main, ...args];
  return ended(spawn('bash', ['-c', line, 'bash', ...call], { cwd }));
}

describe.skipIf(!LAB_RUNS)('a reader that goes away (skipped: needs all of 127/8)', () => {
  it.each([
    { reader: 'head -1', seen: /^STARTTLS survey of [\d-]+\nstatus 0\n$/ },
    { reader: 'true', seen: /^status 0\n$/ },
  ])(
    'like $reader ends the program quietly, and the snapshot is written',
    async ({ reader, seen }) => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = folderOf('a.example');
      const line = `"$@" | ${reader}; echo "status \${PIPESTATUS[0]}"`;
      const { stdout, stderr } = await inShell(line, surveyArgs(world, cwd), cwd);
      expect(stdout).toMatch(seen);
      expect(stderr).toBe('');
      expect(surveyIn(cwd).counts.tls).toBe(1);
    },
  );

  it('ends it quietly before the first byte and in the middle of a big output', async () => {
    const names = Array.from({ length: 1500 }, (_, n) => `d${n}.example`);
    const world = await labWorld({
      domains: Object.fromEntries(names.map((name) => [name, { kind: 'null-mx' }])),
      hosts: {},
    });
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'names.txt'), names.join('\n'));
    const args = ['scan', ...worldOptions(world, cwd), '-', '--json'];
    const line = `
      "$@" < names.txt | head -1; echo "status \${PIPESTATUS[0]}"
      "$@" < names.txt | true; echo "status \${PIPESTATUS[0]}"
      "$@" < names.txt | wc -l; echo "status \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await inShell(line, args, cwd);
    expect(stdout).toBe('{\nstatus 0\nstatus 0\n1510\nstatus 0\n');
    expect(stderr).toBe('');
  });

  it('of warnings does not end a survey', async () => {
    const world = await worldOf({ 'a.example': {} });
    const cwd = folderOf('a.example', 'a_b');
    const line = '{ "$@" 2>&1 >&3 | true; echo "status ${PIPESTATUS[0]}" >&3; } 3>&1';
    const { stdout } = await inShell(line, surveyArgs(world, cwd), cwd);
    expect(stdout).toContain('STARTTLS survey of');
    expect(stdout).toMatch(/status 0\n$/);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'because its disk is full is told (skipped: this system has no /dev/full)',
    async () => {
      const world = await worldOf({ 'a.example': {} });
      const cwd = folderOf('a.example');
      const line = '"$@" > /dev/full; echo "status $?"';
      const { stdout, stderr } = await inShell(line, surveyArgs(world, cwd), cwd);
      expect(stdout).toBe('status 2\n');
      expect(stderr).toBe('mxtls: the results could not be printed (ENOSPC)\n');
      expect(surveyIn(cwd).counts.tls).toBe(1);
    },
  );
});
