import { join } from 'node:path';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { presenting, snapshotOf, type World } from './compare/worlds.ts';
import { makeCertificate } from './model/make-records.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const PLAIN: World = { hosts: { 'mx.example.gr': [{ outcome: 'plaintext' }] } };
const TLS: World = { hosts: { 'mx.example.gr': [{}] } };
const SILENT: World = { hosts: { 'mx.example.gr': [{ outcome: 'failed' }] } };

/** A working folder whose results are of the days that are given. */
function resultsOf(days: Record<string, World>): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'results'));
  for (const [date, world] of Object.entries(days)) {
    const text = [...snapshotText(snapshotOf(date, world))].join('');
    writeFileSync(join(folder, 'results', `${date}.json`), text);
  }
  return folder;
}

const WEEKS = { '2026-11-09': TLS, '2026-11-16': PLAIN, '2026-11-23': TLS };

function diff(cwd: string, args: readonly string[], env = {}): Promise<Ended> {
  return run(main, ['diff', ...args], { cwd, env });
}

const title = ({ stdout }: Ended) => stdout.split('\n')[0];
const between = (older: string, newer: string, days: number) =>
  `Changes between ${older} and ${newer} (${days} days)`;

describe('mxtls diff', () => {
  it.each([
    { args: [], line: between('2026-11-16', '2026-11-23', 7) },
    { args: ['previous', 'latest'], line: between('2026-11-16', '2026-11-23', 7) },
    { args: ['2026-11-16'], line: between('2026-11-16', '2026-11-23', 7) },
    { args: ['previous', '2026-11-16'], line: between('2026-11-09', '2026-11-16', 7) },
    {
      args: ['2026-11-09', 'results/2026-11-16.json'],
      line: between('2026-11-09', '2026-11-16', 7),
    },
    { args: ['2026-11-09'], line: 'No changes between 2026-11-09 and 2026-11-23 (14 days)' },
  ])('with $args prints: $line', async ({ args, line }) => {
    const ended = await diff(resultsOf(WEEKS), args);
    expect({ line: title(ended), status: ended.status, stderr: ended.stderr }).toEqual({
      line,
      status: 0,
      stderr: '',
    });
  });

  it('compares from the older one on, in whichever order they are named', async () => {
    const ended = await diff(resultsOf(WEEKS), ['2026-11-23', '2026-11-16']);
    expect(title(ended)).toBe(between('2026-11-16', '2026-11-23', 7));
    expect(ended.stdout).toContain('now offers STARTTLS');
    expect(ended.stderr).toBe(
      'mxtls: results/2026-11-16.json is the older of the two: the changes are those since it\n',
    );
  });

  it.each([
    { args: ['--exit-code'], status: 1 },
    { args: ['--exit-code', '--only', 'regressions'], status: 0 },
    { args: ['2026-11-09', '2026-11-16', '--exit-code', '--only', 'regressions'], status: 1 },
    { args: ['2026-11-09', '2026-11-23', '--exit-code'], status: 0 },
  ])('exits with $status for $args', async ({ args, status }) => {
    expect(await diff(resultsOf(WEEKS), args)).toMatchObject({ status, stderr: '' });
  });

  it.each([
    { what: 'renewed as usual', key: 'RSA 2048', status: 0 },
    { what: 'renewed with another kind of key', key: 'EC P-256', status: 1 },
  ])('exits with $status for a certificate that was $what', async ({ key, status }) => {
    const week = (own: Parameters<typeof makeCertificate>[0]): World => {
      const certificate = makeCertificate({ names: ['mx.example.gr'], ...own });
      return { hosts: { 'mx.example.gr': [presenting(certificate)] }, certificates: [certificate] };
    };
    const folder = resultsOf({
      '2026-11-16': week({ notAfter: '2026-12-01T00:00:00Z', serial: '01', key: 'RSA 2048' }),
      '2026-11-23': week({ notAfter: '2027-02-01T00:00:00Z', serial: '02', key }),
    });
    const ended = await diff(folder, ['--exit-code']);
    expect(ended.status).toBe(status);
    expect(ended.stdout).toContain('renewed its certificate');
  });

  it('does not count an unknown state as a change', async () => {
    const folder = resultsOf({ '2026-11-16': TLS, '2026-11-23': SILENT });
    const ended = await diff(folder, ['--exit-code']);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain('No changes between');
    expect(ended.stdout).toContain('No longer known\n');
  });

  it.each([
    {
      args: ['--format', 'markdown'],
      first: '# Changes between 2026-11-16 and 2026-11-23 (7 days)',
    },
    { args: ['--format', 'json'], first: '{' },
  ])('prints for $args', async ({ args, first }) => {
    const ended = await diff(resultsOf(WEEKS), args);
    expect(title(ended)).toBe(first);
    expect(ended.status).toBe(0);
  });

  it('gives the same bytes in any time zone and locale', async () => {
    const folder = resultsOf(WEEKS);
    const texts = await Promise.all(
      ['Pacific/Kiritimati', 'America/Los_Angeles'].map((TZ) =>
        diff(folder, [], { TZ, LC_ALL: TZ.startsWith('P') ? 'el_GR.UTF-8' : 'C' }),
      ),
    );
    expect(texts[0]?.stdout).toBe(texts[1]?.stdout);
  });
});

describe('what cannot be compared', () => {
  it.each([
    {
      args: ['latest', 'latest'],
      line: 'results/2026-11-23.json would be compared with itself: name another',
    },
    { args: ['2026-11-01'], line: 'results has no snapshot of 2026-11-01' },
    {
      args: ['none.json'],
      line: "none.json: does not exist (a snapshot is a file, a date as in 2016-01-23, 'latest' or 'previous')",
    },
    { args: ['--format', 'xml'], line: /argument 'xml' is invalid/ },
  ])('is status 2 and one line for $args', async ({ args, line }) => {
    const { status, stdout, stderr } = await diff(resultsOf(WEEKS), args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    if (typeof line === 'string') expect(stderr).toBe(`mxtls: ${line}\n`);
    else expect(stderr).toMatch(line);
  });

  it('is a record that is not as the format has it: status 2, with file and line', async () => {
    const folder = resultsOf(WEEKS);
    const file = join(folder, 'results', '2026-11-16.json');
    const text = readFileSync(file, 'utf8').replace('"outcome":"plaintext"', '"outcome":"maybe"');
    writeFileSync(file, text);
    const { status, stdout, stderr } = await diff(folder, []);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^mxtls: results\/2026-11-16\.json:8: outcome: .*\n$/);
  });

  it('is a file that is cut off, or has more behind its end', async () => {
    const folder = resultsOf(WEEKS);
    appendFileSync(join(folder, 'results', '2026-11-16.json'), 'more\n');
    const { status, stderr } = await diff(folder, ['results/2026-11-16.json']);
    expect(status).toBe(2);
    expect(stderr).toContain('there is text after the end of the snapshot');
  });

  it('is a results folder that cannot be read: status 2', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'results'), '');
    const { status, stdout, stderr } = await diff(folder, []);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      'mxtls: results: is a file, not a folder of snapshots: name another with --results\n',
    );
  });

  it('is a survey that cannot be trusted: status 3, unless it is forced', async () => {
    const degraded = { ...TLS, survey: { degraded: ['dns-failing'] } };
    const folder = resultsOf({ '2026-11-16': PLAIN, '2026-11-23': degraded });
    const args = ['2026-11-16', 'results/2026-11-23.json'];
    expect(await diff(folder, args)).toMatchObject({
      status: 3,
      stdout: '',
      stderr:
        'mxtls: results/2026-11-23.json cannot be trusted (dns-failing); --force compares it anyway\n',
    });
    expect(await diff(folder, [...args, '--force'])).toMatchObject({ status: 0, stderr: '' });
  });
});
