import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/model/output/report.ts';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import type { Snapshot } from '../src/model/records/snapshot.ts';
import type { Survey } from '../src/model/records/survey.ts';
import { buildProgram, run, type Ended } from './program.ts';
import { makeSurvey2016 } from './report/providers/survey-2016.ts';
import { makeHostileSurvey } from './report/providers/survey-hostile.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const LISTS = [{ file: 'domains/gr.txt', sha256: '0'.repeat(64), domains: 21 }];

/** A folder with snapshots of 2016-01-23 in results/, each as if it were of that day and with what else is given. */
function folderWith(surveys: Record<string, Partial<Survey>>, snapshot = makeSurvey2016()): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'results'));
  for (const [date, overrides] of Object.entries(surveys)) {
    const survey = { ...snapshot.survey, date, startedAt: `${date}T03:00:00Z`, lists: LISTS };
    write(join(cwd, 'results', `${date}.json`), {
      ...snapshot,
      survey: { ...survey, ...overrides },
    });
  }
  return cwd;
}

function write(file: string, snapshot: Snapshot): void {
  writeFileSync(file, [...snapshotText(snapshot)].join(''));
}

function report(cwd: string, args: readonly string[] = [], env = {}): Promise<Ended> {
  return run(main, ['report', ...args], { cwd, env });
}

describe('mxtls report', () => {
  it('tells of the latest survey, as a person has read it', async () => {
    const cwd = folderWith({ '2016-01-16': {}, '2016-01-23': {} });
    const { status, stdout, stderr } = await report(cwd);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('report/expected/main-report.txt');
  });

  it.each([
    { format: 'text', start: 'STARTTLS survey of 2016-01-16, seen from ' },
    { format: 'markdown', start: '# STARTTLS survey of 2016-01-16, seen from ' },
    { format: 'csv', start: 'date,category,provider,domain,' },
    { format: 'json', start: '{\n  "format": "mxtls-report/1",\n' },
  ])('of a day as $format is the same in any place and language', async ({ format, start }) => {
    const cwd = folderWith({ '2016-01-16': {}, '2016-01-23': {} }, makeHostileSurvey());
    const places = [
      { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
      { TZ: 'America/Los_Angeles', LC_ALL: 'C' },
      { TZ: 'UTC', LANG: 'el_GR.UTF-8', NO_COLOR: '1' },
    ];
    const args = ['2016-01-16', '--format', format];
    const ended = await Promise.all(places.map((env) => report(cwd, args, env)));
    expect(new Set(ended.map(({ stdout }) => stdout)).size).toBe(1);
    expect(ended[0]?.stdout.startsWith(start)).toBe(true);
    expect(ended.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
      places.map(() => ({ status: 0, stderr: '' })),
    );
  });

  it('prints CSV for Excel, and says so where another format is asked for', async () => {
    const cwd = folderWith({ '2016-01-23': {} });
    const excel = await report(cwd, ['--csv-bom', '--csv-separator', ';']);
    const plain = await report(cwd, ['--format', 'csv']);
    expect(excel.stdout.split('\n', 1)[0]).toBe(
      `\ufeff${(plain.stdout.split('\n', 1)[0] ?? '').replaceAll(',', ';')}`,
    );
    expect(await report(cwd, ['--csv-bom', '--format', 'json'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'mxtls: --csv-bom is for CSV, and --format json asks for something else\n',
    });
  });

  it('takes a file, and another folder of results', async () => {
    const cwd = folderWith({ '2016-01-16': {} });
    const file = await report(cwd, ['results/2016-01-16.json', '--results', 'none']);
    const named = await report(join(cwd, 'results'), ['--results', '.']);
    expect(file).toMatchObject({ status: 0, stderr: '' });
    expect(named).toEqual(file);
  });

  it('names the next survey that is there, else takes the usual interval', async () => {
    const cwd = folderWith({ '2016-01-09': {}, '2016-01-23': {} });
    const next = async (name: string) => {
      const { stdout } = await report(cwd, [name, '--format', 'json']);
      return (JSON.parse(stdout) as Report).survey.next;
    };
    expect(await next('2016-01-09')).toBe('2016-01-23T03:00:00Z');
    expect(await next('2016-01-23')).toBe('2016-02-06T03:00:00Z');
  });

  it('says at the top that a survey is degraded, with status 0', async () => {
    const cwd = folderWith({ '2016-01-23': { degraded: ['no-connection'] } });
    const { status, stdout } = await report(cwd, ['2016-01-23']);
    expect(status).toBe(0);
    expect(stdout.split('\n')[3]).toMatch(/^DEGRADED: this survey cannot be trusted/);
  });

  it('judges the facts again by the rules of today', async () => {
    const snapshot = makeSurvey2016();
    const domains = snapshot.domains.map((each) => ({ ...each, level: 'enforced' as const }));
    const cwd = folderWith({ '2016-01-23': {} }, { ...snapshot, domains });
    const { stdout } = await report(cwd);
    expect(stdout).not.toContain('enforced');
  });
});

describe('what cannot be reported on is status 2 and one line', () => {
  it.each([
    {
      args: [],
      line: /^results has only surveys that are degraded or not made from lists: name one, for example \d{4}-\d{2}-\d{2}$/,
    },
    { args: ['2016-01-24'], line: 'results has no snapshot of 2016-01-24' },
    {
      args: ['none.json'],
      line: "none.json: does not exist (a snapshot is a file, a date as in 2016-01-23, 'latest' or 'previous')",
    },
    {
      args: ['--format', 'pdf'],
      line: /^option '--format <format>' argument 'pdf' is invalid\./,
    },
    { args: ['a', 'b'], line: /^too many arguments/ },
  ])('mxtls report $args', async ({ args, line }) => {
    const cwd = folderWith({ '2016-01-23': { lists: [] } });
    const { status, stdout, stderr } = await report(cwd, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const said = stderr.replace(/^mxtls: /, '').replace(/\n$/, '');
    if (typeof line === 'string') expect(said).toBe(line);
    else expect(said).toMatch(line);
    expect(said).not.toContain('\n');
  });

  it('a record that is not sound, named by its line', async () => {
    const cwd = folderWith({ '2016-01-23': {} });
    const file = join(cwd, 'results/2016-01-23.json');
    const lines = readFileSync(file, 'utf8').split('\n');
    const spoilt = lines.map((line) => line.replace('"level":"authenticated"', '"level":"good"'));
    writeFileSync(file, spoilt.join('\n'));
    const { status, stdout, stderr } = await report(cwd);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^mxtls: results\/2016-01-23\.json:\d+: level: [^\n]+\n$/);
  });

  it('a file that is cut off', async () => {
    const cwd = folderWith({ '2016-01-23': {} });
    const file = join(cwd, 'cut.json');
    const text = readFileSync(join(cwd, 'results/2016-01-23.json'), 'utf8');
    appendFileSync(file, text.slice(0, text.length / 2));
    const { status, stdout, stderr } = await report(cwd, ['cut.json']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^mxtls: cut\.json[^\n]+\n$/);
  });
});
