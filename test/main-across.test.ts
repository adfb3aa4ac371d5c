import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ReportSchema } from '../src/model/output/report.ts';
import { VantagesSchema } from '../src/model/output/vantages.ts';
import type { Survey } from '../src/model/records/survey.ts';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { presenting, snapshotOf, type World } from './compare/worlds.ts';
import { makeCertificate } from './model/make-records.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const TLS: World['hosts'] = { 'mx.example.gr': [{}] };
const PLAIN: World['hosts'] = { 'mx.example.gr': [{ outcome: 'plaintext' }] };
const SILENT: World['hosts'] = {
  'mx.example.gr': [
    { outcome: 'failed', failure: { stage: 'connect', code: 'no-ipv6', detail: '' } },
  ],
};

/** The certificates of two machines of a farm, and a root above them. */
const FARM = [makeCertificate({ serial: '01' }), makeCertificate({ serial: '02' })] as const;
const ROOT = makeCertificate({ subject: 'CN=Root', issuer: 'CN=Root', names: [], serial: '03' });
const CERTIFICATES = [...FARM, ROOT].sort((a, b) => (a.id < b.id ? -1 : 1));

function machine(at: 0 | 1, problems: 'expired'[] = []): World['hosts'] {
  const path = { outcome: 'trusted' as const, via: [ROOT.id] };
  return { 'mx.example.gr': [presenting(FARM[at], { path, problems })] };
}

/** A survey of a vantage, in a file of the results folder. */
interface Made {
  file: string;
  vantage: string | null;
  hosts: World['hosts'];
  at?: string;
  more?: Partial<Survey>;
}

const ATHENS: Made = { file: '2026-11-23', vantage: 'athens', hosts: TLS };
const BERLIN: Made = { file: '2026-11-23-berlin', vantage: 'berlin', hosts: PLAIN };

function resultsOf(surveys: readonly Made[]): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'results'));
  for (const { file, vantage, hosts, at = '2026-11-23T03:00:00Z', more } of surveys) {
    const survey = { vantage, startedAt: at, ...more };
    const world = { survey, hosts, certificates: CERTIFICATES };
    const text = [...snapshotText(snapshotOf(at.slice(0, 10), world))].join('');
    writeFileSync(join(folder, 'results', `${file}.json`), text);
  }
  return folder;
}

function mxtls(surveys: readonly Made[], args: readonly string[]): Promise<Ended> {
  return run(main, args, { cwd: resultsOf(surveys), env: {} });
}

const across = (surveys: readonly Made[], args: readonly string[]) =>
  mxtls(surveys, ['diff', '--across-vantages', ...args]);

const FOUND = 'Network differences between athens and berlin';
const TURNED = 'Network differences between berlin and athens';

describe('mxtls diff --across-vantages', () => {
  it.each([
    { args: [], line: FOUND },
    { args: ['2026-11-23-berlin'], line: TURNED },
    { args: ['results/2026-11-23-berlin.json', 'results/2026-11-23.json'], line: TURNED },
    { args: ['--format', 'markdown'], line: `# ${FOUND}` },
    { args: ['--format', 'html'], line: '<!doctype html>' },
    { args: ['--format', 'json'], line: '{' },
  ])('with $args prints: $line', async ({ args, line }) => {
    const { stdout, status, stderr } = await across([ATHENS, BERLIN], args);
    expect({ line: stdout.split('\n')[0], status, stderr }).toEqual({
      line,
      status: 0,
      stderr: '',
    });
  });

  it('prints JSON with the evidence of both', async () => {
    const { stdout } = await across([ATHENS, BERLIN], ['--format', 'json']);
    const { differences } = VantagesSchema.parse(JSON.parse(stdout));
    expect(
      differences.map((each) => [each.first, each.second].map(({ endpoint }) => endpoint.outcome)),
    ).toEqual([['tls', 'plaintext']]);
  });

  it.each([
    { name: 'a difference', hosts: PLAIN, status: 1 },
    { name: 'none', hosts: TLS, status: 0 },
    { name: 'what could not be determined', hosts: SILENT, status: 0 },
  ])('with --exit-code exits with $status for $name', async ({ hosts, status }) => {
    const ended = await across([ATHENS, { ...BERLIN, hosts }], ['--exit-code']);
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status, stderr: '' });
  });

  it.each([
    { name: 'valid', second: machine(1), status: 0, line: 'No network difference found between' },
    { name: 'expired', second: machine(1, ['expired']), status: 1, line: 'Network differences' },
  ])('with --exit-code exits with $status where another certificate is $name', async (row) => {
    const { second, status, line } = row;
    const surveys = [
      { ...ATHENS, hosts: machine(0) },
      { ...BERLIN, hosts: second },
    ];
    const ended = await across(surveys, ['--exit-code']);
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status, stderr: '' });
    expect(ended.stdout.startsWith(line)).toBe(true);
    expect(ended.stdout).toContain(FARM[1].id.slice(0, 8));
  });

  it.each<{ name: string; surveys: Made[]; args: string[]; status?: number; line: string }>([
    {
      name: 'one survey alone',
      surveys: [ATHENS],
      args: [],
      line: 'results has no two surveys of the same lists and depth from different vantages within a day: survey from another one (scan --vantage), or name two files',
    },
    {
      name: 'an empty folder',
      surveys: [],
      args: [],
      line: 'results has no snapshot yet: run mxtls scan --ehlo NAME, or name another folder with --results',
    },
    {
      name: 'one that nothing stands beside',
      surveys: [ATHENS, { ...BERLIN, at: '2026-11-25T03:00:00Z' }],
      args: ['2026-11-23'],
      line: 'results/2026-11-23.json has no other survey beside it of the same lists and depth from different vantages within a day: survey from another one (scan --vantage), or name two files',
    },
    {
      name: 'the same file twice',
      surveys: [ATHENS],
      args: ['2026-11-23', '2026-11-23'],
      line: 'results/2026-11-23.json would be compared with itself: name one of another vantage',
    },
    {
      name: 'the same vantage twice',
      surveys: [ATHENS, { ...BERLIN, vantage: 'athens' }],
      args: ['2026-11-23-berlin', 'results/2026-11-23.json'],
      line: 'results/2026-11-23-berlin.json and results/2026-11-23.json are of the same vantage: name two of different vantages (scan --vantage)',
    },
    {
      name: 'other lists',
      surveys: [ATHENS, { ...BERLIN, more: { lists: [] } }],
      args: ['results/2026-11-23.json', '2026-11-23-berlin'],
      line: 'results/2026-11-23.json and results/2026-11-23-berlin.json are of different lists: name two of the same lists',
    },
    {
      name: 'other depth',
      surveys: [ATHENS, { ...BERLIN, more: { settings: { depth: 'deep', port: 25, passes: 3 } } }],
      args: ['results/2026-11-23.json', '2026-11-23-berlin'],
      line: 'results/2026-11-23.json and results/2026-11-23-berlin.json are of different depth: name two of the same depth',
    },
    {
      name: 'another port',
      surveys: [
        ATHENS,
        { ...BERLIN, more: { settings: { depth: 'standard', port: 587, passes: 3 } } },
      ],
      args: ['results/2026-11-23.json', '2026-11-23-berlin'],
      line: 'results/2026-11-23.json and results/2026-11-23-berlin.json asked different ports: name two of the same port',
    },
    {
      name: 'more than 48 hours',
      surveys: [ATHENS, { ...BERLIN, at: '2026-11-25T03:00:01Z' }],
      args: ['2026-11-23', '2026-11-25'],
      line: 'results/2026-11-23.json and results/2026-11-23-berlin.json began more than 48 hours apart, so that time explains a difference as well: name two that are nearer',
    },
    {
      name: '--only',
      surveys: [ATHENS, BERLIN],
      args: ['--only', 'regressions'],
      line: '--only and --across-vantages exclude each other: leave one out',
    },
    {
      name: 'a degraded survey',
      surveys: [ATHENS, { ...BERLIN, more: { degraded: ['starttls-stripped'] } }],
      args: ['results/2026-11-23.json', '2026-11-23-berlin'],
      status: 3,
      line: 'results/2026-11-23-berlin.json cannot be trusted (starttls-stripped); --force compares it anyway',
    },
  ])('says of $name in one line what is wrong', async ({ surveys, args, status = 2, line }) => {
    expect(await across(surveys, args)).toMatchObject({
      status,
      stdout: '',
      stderr: `mxtls: ${line}\n`,
    });
  });

  it('compares a degraded survey with --force', async () => {
    const degraded = { ...BERLIN, more: { degraded: ['starttls-stripped'] } };
    const args = ['results/2026-11-23.json', '2026-11-23-berlin', '--force'];
    expect(await across([ATHENS, degraded], args)).toMatchObject({ status: 0, stderr: '' });
  });
});

const COMMAND =
  'mxtls diff --across-vantages results/2026-11-23.json results/2026-11-23-berlin.json';

describe('mxtls report beside another vantage', () => {
  it.each([
    {
      format: 'text',
      words: [
        'From other vantages\n===================\nSeen from athens and berlin, 1 server differs:',
        `    ${COMMAND}\n`,
      ],
    },
    { format: 'markdown', words: ['Seen from athens and berlin, 1 server differs:', COMMAND] },
    { format: 'html', words: ['Seen from athens and berlin, 1 server differs:', COMMAND] },
  ])('says in $format where the network differs', async ({ format, words }) => {
    const ended = await mxtls(
      [ATHENS, BERLIN],
      ['report', 'results/2026-11-23.json', '--format', format],
    );
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: '' });
    for (const each of words) expect(ended.stdout).toContain(each);
  });

  it('has it in JSON, in words and for programs', async () => {
    const args = ['report', 'results/2026-11-23.json', '--format', 'json'];
    const ended = await mxtls([ATHENS, BERLIN], args);
    expect(ReportSchema.parse(JSON.parse(ended.stdout)).vantages).toEqual([
      {
        vantage: 'berlin',
        startedAt: '2026-11-23T03:00:00Z',
        compared: 1,
        hosts: ['mx.example.gr'],
        differences: [{ kind: 'starttls', host: 'mx.example.gr', address: '192.0.2.1' }],
        sentences: [
          'mx.example.gr (192.0.2.1), from athens: TLS 1.3; from berlin: did NOT offer STARTTLS (asked twice on 2026-11-23)',
        ],
        command: COMMAND,
      },
    ]);
  });

  it.each([
    { name: 'where none differs', other: { ...BERLIN, hosts: TLS }, has: true },
    { name: 'of the same vantage', other: { ...BERLIN, vantage: 'athens' }, has: false },
    { name: 'more than a day later', other: { ...BERLIN, at: '2026-11-24T03:00:01Z' }, has: false },
    { name: 'that is degraded', other: { ...BERLIN, more: { degraded: ['x'] } }, has: false },
  ])('has a section for a survey $name: $has', async ({ other, has }) => {
    const { stdout } = await mxtls([ATHENS, other], ['report', 'results/2026-11-23.json']);
    const sentence =
      'Seen from athens and berlin, no server is found to differ (1 address compared).';
    expect(stdout.includes(sentence)).toBe(has);
    expect(stdout.includes('From other vantages')).toBe(has);
  });
});

describe('what was seen before, from several vantages', () => {
  const LAST_WEEK = [ATHENS, BERLIN].map((each) => ({
    ...each,
    file: each.file.replace('23', '16'),
    at: '2026-11-16T03:00:00Z',
  }));
  const ALL = [...LAST_WEEK, ATHENS, BERLIN];

  it('is that of the same vantage in a report', async () => {
    const { stdout } = await mxtls(ALL, ['report', 'results/2026-11-23.json']);
    expect(stdout).toContain('\n  EXAMPLE  ##\n');
  });

  it.each([
    { args: [], line: 'History of 4 surveys, 2026-11-16 to 2026-11-23' },
    { args: ['--vantage', 'berlin'], line: 'History of 2 surveys, 2026-11-16 to 2026-11-23' },
  ])('is a history of all of them, or of one: $args', async ({ args, line }) => {
    const { stdout, status } = await mxtls(ALL, ['history', ...args]);
    expect({ line: stdout.split('\n')[0], status }).toEqual({ line, status: 0 });
    expect(stdout.includes('--vantage NAME shows one alone')).toBe(args.length === 0);
  });

  it('is refused for a vantage that no survey has', async () => {
    const { stdout, stderr, status } = await mxtls(ALL, ['history', '--vantage', 'sparta']);
    expect({ stdout, stderr, status }).toEqual({
      ...{ stdout: '', status: 2 },
      stderr: 'mxtls: --vantage sparta: no survey is seen from it; there are athens, berlin\n',
    });
  });
});
