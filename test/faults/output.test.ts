import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { compareSnapshots } from '../../src/compare/changes/compare-snapshots.ts';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import type { Survey } from '../../src/model/records/survey.ts';
import { snapshotOf, sourceFor, type World } from '../compare/worlds.ts';
import { LAB_RUNS, worldOf, worldOptions } from '../main-world.ts';
import { clockAt } from '../program-clock.ts';
import { buildProgram, run, start, type Ended, type RunOptions } from '../program.ts';
import { canMount, smallDisk, tempFolder } from '../temp-folder.ts';
import { HAS_SCRIPT, onTerminal, quoted } from '../terminal.ts';
import type { LabWorld } from '../lab/world/world.ts';
import { fault, heldBy } from './fault.ts';
import { endpointOf, oneHost, scanned } from './survey.ts';

const ESCAPES = '\u001b]0;title\u0007 \u001b[2J \u009b31m \u202e end';
/** What acts on a terminal, or hides in a text. */
const NOT_TEXT = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
/** Colours and weights, and the removal of the progress line, are mxtls's own. */
const OWN_SEQUENCE = /\u001b\[\d{1,2}m|\r\u001b\[K/g;
const PLAIN: World = { hosts: { 'mx.example.gr': [{ outcome: 'plaintext' }] } };
const TLS: World = { hosts: { 'mx.example.gr': [{}] } };
const SILENT: World = { hosts: { 'mx.example.gr': [{ outcome: 'failed' }] } };

/** A working folder with a list of one domain, or with these snapshots of days. */
function folderWith(days: Record<string, World> = {}): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'domains'));
  mkdirSync(join(folder, 'results'));
  writeFileSync(join(folder, 'domains', 'a.txt'), 'a.example\n');
  for (const [date, world] of Object.entries(days)) {
    const text = [...snapshotText(snapshotOf(date, world))].join('');
    writeFileSync(join(folder, 'results', `${date}.json`), text);
  }
  return folder;
}

function mxtls(
  folder: string,
  args: readonly string[],
  options: Partial<RunOptions> = {},
): Promise<Ended> {
  return run(buildProgram(), args, { cwd: folder, ...options });
}

function surveyArgs(world: LabWorld, folder: string): string[] {
  return ['scan', '--depth', 'quick', '--passes', '1', ...worldOptions(world, folder)];
}

/** The snapshots of a folder; what begins with a dot is none. */
function snapshotsIn(folder: string): string[] {
  return readdirSync(join(folder, 'results'))
    .filter((name) => !name.startsWith('.'))
    .sort();
}

async function connected(world: LabWorld): Promise<void> {
  await vi.waitFor(
    () => {
      expect(world.connections().length).toBeGreaterThan(0);
    },
    { timeout: 20_000, interval: 10 },
  );
}

function effects(before: World, after: World): string[] {
  const { changes } = compareSnapshots(
    sourceFor('2026-11-16', before),
    sourceFor('2026-11-23', after),
  );
  return changes.map(({ kind }) => kind);
}

describe.runIf(LAB_RUNS)('files, pipes and cron', () => {
  fault(
    131,
    {
      case: 'terminal escapes, BEL, C1 and bidi in foreign text',
      does: '`\\xNN` and the like, on a terminal or not; JSON stays exact, escaped',
    },
    async () => {
      const world = await worldOf({ 'a.example': { greeting: `554 ${ESCAPES}` } });
      const folder = folderWith();
      for (const args of [[], ['--json'], ['--transcript']]) {
        const { stdout, stderr } = await mxtls(folder, [
          ...surveyArgs(world, folder),
          'a.example',
          ...args,
        ]);
        expect(stdout + stderr).not.toMatch(NOT_TEXT);
        expect(stdout).toContain('end');
      }
    },
  );

  fault(
    132,
    {
      case: 'markup, formulas and line ends in HTML, CSV and Markdown',
      does: 'escaped for each in its own way, at the one place where that format is made',
    },
    async () => {
      const evil = '<b>|*=1+1';
      const hosts = { 'mx.example.gr': [{}] };
      const folder = folderWith({
        '2026-11-23': { hosts, domains: [{ hosts: Object.keys(hosts), provider: evil }] },
      });
      const { stdout: markdown } = await mxtls(folder, ['report', '--format', 'markdown']);
      expect(markdown).not.toContain('<b>');
      expect(markdown).not.toMatch(/[^\\]\|\*=1/);
      const formula = folderWith({
        '2026-11-23': { hosts, domains: [{ hosts: Object.keys(hosts), provider: '=1+1' }] },
      });
      const { stdout: csv } = await mxtls(formula, ['report', '--format', 'csv']);
      expect(csv).toContain("'=1+1");
      expect(csv).not.toMatch(/(^|,)"?=1/m);
    },
  );

  fault(
    133,
    { case: 'lone surrogates, invalid UTF-8', does: 'the same bytes give the same text' },
    async () => {
      const greeting = Buffer.from('220 \xff\xfe\xed\xa0\x80 mx\r\n', 'latin1');
      const once = await endpointOf({ greeting });
      expect((await endpointOf({ greeting })).smtp).toEqual(once.smtp);
      expect(JSON.stringify(once)).not.toMatch(/[\ud800-\udfff]/);
    },
  );

  fault(
    134,
    {
      case: 'killed at any moment: SIGKILL, power loss, SIGTERM, SIGINT',
      does: 'the journal has all that was finished, but for a cut last line, and `--resume` goes on with it; earlier snapshots stay',
    },
    async () => {
      const world = await worldOf({ 'a.example': { greeting: 'silent' } });
      const folder = folderWith({ '2026-01-01': TLS });
      const child = start(buildProgram(), surveyArgs(world, folder), { cwd: folder });
      await connected(world);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      expect(snapshotsIn(folder)).toEqual(['2026-01-01.json']);
      expect((await mxtls(folder, ['verify', 'results/2026-01-01.json'])).status).toBe(0);
      expect(
        readdirSync(join(folder, 'results')).filter((name) => name.endsWith('.journal.ndjson')),
      ).toHaveLength(1);
    },
  );

  fault(
    135,
    {
      case: 'full disk, file limits, no permission',
      does: 'found before anybody is asked, where that is possible; earlier files stay whole',
    },
    async (test) => {
      if (!canMount()) test.skip('no file system can be mounted here');
      const folder = smallDisk();
      mkdirSync(join(folder, 'domains'));
      writeFileSync(join(folder, 'domains', 'a.txt'), 'a.example\n');
      const world = await worldOf({ 'a.example': {} });
      const { status, stderr } = await mxtls(folder, surveyArgs(world, folder));
      expect([2, 3]).toContain(status);
      expect(stderr).toMatch(/disk|space/);
      expect(world.connections()).toEqual([]);
    },
  );

  fault(
    136,
    {
      case: 'two runs at once',
      does: 'the second is refused by a lock in the results folder, status 2',
    },
    async () => {
      const world = await worldOf({ 'a.example': { greeting: 'silent' } });
      const folder = folderWith();
      const first = start(buildProgram(), surveyArgs(world, folder), { cwd: folder });
      onTestFinished(() => void first.kill('SIGKILL'));
      await connected(world);
      const { status, stderr } = await mxtls(folder, surveyArgs(world, folder));
      expect([status, stderr]).toEqual([2, expect.stringContaining('is under way')]);
    },
  );

  fault(
    137,
    {
      case: 'a lock that is left by a crash or a reboot',
      does: 'its process is gone, so that the next run takes it over',
    },
    async () => {
      const world = await worldOf({ 'a.example': [{ greeting: 'silent' }, {}] });
      const folder = folderWith();
      const first = start(buildProgram(), surveyArgs(world, folder), { cwd: folder });
      await connected(world);
      first.kill('SIGKILL');
      await new Promise((resolve) => first.once('close', resolve));
      const { status } = await mxtls(folder, surveyArgs(world, folder));
      expect(status).toBe(0);
      expect(snapshotsIn(folder)).toHaveLength(1);
    },
  );

  fault(
    138,
    {
      case: 'a cron that did not run for weeks',
      does: '`diff` takes the last good survey before, and has both dates and the days between them in its title',
    },
    async () => {
      const folder = folderWith({ '2026-10-26': TLS, '2026-11-23': TLS });
      const { stdout } = await mxtls(folder, ['diff']);
      expect(stdout).toContain('2026-10-26 and 2026-11-23 (28 days)');
    },
  );

  fault(
    139,
    {
      case: 'the end of a year, time zones, daylight saving',
      does: 'UTC everywhere; the file name is the UTC day of the start',
    },
    async () => {
      const world = await worldOf({ 'a.example': {} });
      for (const TZ of ['Pacific/Kiritimati', 'America/Adak']) {
        const folder = folderWith();
        const env = { TZ, NODE_OPTIONS: clockAt(new Date('2026-12-31T23:30:00Z')) };
        const { status } = await mxtls(folder, surveyArgs(world, folder), { env });
        expect([status, snapshotsIn(folder)]).toEqual([0, ['2026-12-31.json']]);
      }
    },
  );

  fault(
    140,
    {
      case: 'a clock that steps, or is wrong',
      does: 'durations are monotonic; a clock before the program was made, before the newest survey or far ahead stops the run, status 3',
    },
    async () => {
      const world = await worldOf({ 'a.example': {} });
      const clocks = ['1970-01-02', '2036-01-01', '2026-11-20'];
      for (const day of clocks) {
        const folder = folderWith({ '2026-11-23': TLS });
        const env = { NODE_OPTIONS: clockAt(new Date(`${day}T03:00:00Z`)) };
        const { status, stderr } = await mxtls(folder, surveyArgs(world, folder), { env });
        expect([day, status, stderr]).toEqual([day, 3, expect.stringContaining('clock')]);
        expect(snapshotsIn(folder)).toEqual(['2026-11-23.json']);
      }
    },
  );

  fault(
    141,
    {
      case: 'snapshots of other versions, truncated, compressed',
      does: '`verify` refuses other versions and what is cut off, with the line; unknown keys are accepted; `.json.gz` is read',
    },
    async () => {
      const folder = folderWith({ '2026-11-23': TLS });
      const file = join(folder, 'results', '2026-11-23.json');
      const text = readFileSync(file, 'utf8');
      const verify = async (name: string, bytes: string | Buffer) => {
        writeFileSync(join(folder, name), bytes);
        return mxtls(folder, ['verify', name]);
      };
      expect((await verify('v9.json', text.replace('mxtls/1', 'mxtls/9'))).stdout).toMatch(
        /v9\.json:2: .*mxtls\/9/,
      );
      expect((await verify('cut.json', text.slice(0, -5))).status).toBe(2);
      expect((await verify('whole.json.gz', gzipSync(text))).status).toBe(0);
      expect((await verify('cut.json.gz', gzipSync(text).subarray(0, 90))).status).toBe(2);
    },
  );

  fault(
    142,
    { case: 'key order, sorting, locale', does: 'the same bytes for the same facts' },
    async () => {
      const folder = folderWith({ '2026-11-16': TLS, '2026-11-23': PLAIN });
      const outputs = [];
      for (const LC_ALL of ['C', 'tr_TR.UTF-8', 'el_GR.UTF-8']) {
        outputs.push(
          (await mxtls(folder, ['diff', '--format', 'json'], { env: { LC_ALL } })).stdout,
        );
      }
      expect(new Set(outputs).size).toBe(1);
    },
  );

  fault(
    143,
    {
      case: 'hundreds of MB of JSON',
      does: 'written and read line by line',
    },
    () => {
      // The text comes in pieces, none of which grows with the snapshot.
      const hosts = Object.fromEntries(
        Array.from({ length: 2_000 }, (_, nth) => [`mx${nth}.example.gr`, [{}]]),
      );
      const lengths = [
        ...snapshotText(
          snapshotOf('2026-11-23', {
            hosts,
            domains: Object.keys(hosts).map((host) => ({ domain: host, hosts: [host] })),
          }),
        ),
      ].map(({ length }) => length);
      expect(lengths.length).toBeGreaterThan(4_000);
      expect(Math.max(...lengths)).toBeLessThan(10_000);
    },
  );

  fault(
    144,
    {
      case: 'partial and degraded surveys',
      does: '`degraded` with reasons and status 3; `diff` never chooses one by itself, and requires `--force` for it',
    },
    async () => {
      const survey: Partial<Survey> = { degraded: ['dns-failing'] };
      const folder = folderWith({ '2026-11-16': TLS, '2026-11-23': { ...PLAIN, survey } });
      expect((await mxtls(folder, ['diff'])).stdout).not.toContain('2026-11-23');
      expect((await mxtls(folder, ['diff', '2026-11-16', '2026-11-23'])).status).toBe(3);
      expect((await mxtls(folder, ['diff', '2026-11-16', '2026-11-23', '--force'])).status).toBe(0);
    },
  );

  fault(
    145,
    {
      case: 'from unknown to known, and back',
      does: '`unknown` is a class of its own, and never a change: it is listed apart, under two headings',
    },
    () => {
      expect([effects(TLS, SILENT), effects(SILENT, TLS), effects(SILENT, PLAIN)]).toEqual([
        [],
        [],
        [],
      ]);
      expect(effects(TLS, PLAIN)).toHaveLength(1);
    },
  );

  fault(
    146,
    {
      case: '`| head`, a closed pipe, no terminal, `NO_COLOR`, cron',
      does: 'ends quietly; colour and progress only on a terminal',
    },
    async () => {
      const { status, stdout, stderr } = await scanned(oneHost({}));
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).not.toContain('\u001b');
      const folder = folderWith({ '2026-11-23': TLS });
      const out = openSync(join(folder, 'stderr'), 'w');
      const child = spawn(
        'sh',
        ['-c', `"${process.execPath}" "${buildProgram()}" history --format csv | head -c 1`],
        {
          cwd: folder,
          stdio: ['ignore', 'ignore', out],
        },
      );
      await new Promise((resolve) => child.once('close', resolve));
      closeSync(out);
      expect(readFileSync(join(folder, 'stderr'), 'utf8')).toBe('');
    },
  );

  describe.skipIf(!HAS_SCRIPT)('on a terminal (skipped: it takes script of util-linux)', () => {
    it('131: what foreign text has beside printable characters is never written', async () => {
      const world = await worldOf({ 'a.example': { greeting: `554 ${ESCAPES}` } });
      const folder = folderWith();
      const { screen } = await onTerminal(
        quoted([process.execPath, buildProgram(), ...surveyArgs(world, folder), 'a.example']),
        { cwd: folder },
      );
      expect(screen).toContain('\\x1b');
      expect(screen.replaceAll(OWN_SEQUENCE, '')).not.toMatch(NOT_TEXT);
    });

    it('146: there is colour, unless NO_COLOR or TERM=dumb is set, and a closed pipe ends quietly', async () => {
      const folder = folderWith({ '2026-11-23': TLS });
      const history = quoted([process.execPath, buildProgram(), 'history']);
      const seen = async (line: string, env: Record<string, string> = {}) =>
        (await onTerminal(line, { cwd: folder, env })).screen;
      expect(await seen(`${history} --format csv | head -c 1`)).toMatch(/^\S$/);
      expect(await seen(history)).toContain('\u001b[');
      expect(await seen(history, { NO_COLOR: '1' })).not.toMatch(NOT_TEXT);
      expect(await seen(history, { TERM: 'dumb' })).not.toMatch(NOT_TEXT);
    });
  });

  heldBy(['compare/changes/compare-snapshots'], {
    case: 'another root store, Node, OpenSSL, mxtls or depth than the week before',
    does: 'stated once above the changes; what it alone explains is no change',
  });
});
