import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  assertSound,
  chooseSnapshot,
  entriesOf,
  openChosen,
} from '../../../src/commands/snapshots/choose-snapshot.ts';
import type { Output } from '../../../src/commands/terminal/output.ts';
import { Stop } from '../../../src/commands/terminal/stop.ts';
import { PLAIN } from '../../screens.ts';
import { saveSnapshot } from '../../../src/store/snapshots/save-snapshot.ts';
import { makeDomain, makeSnapshot } from '../../model/make-records.ts';
import { tempFolder } from '../../temp-folder.ts';

const LISTS = [{ file: 'domains/gr.txt', sha256: '0'.repeat(64), domains: 1 }];
const DAYS = ['2016-01-23T03:00:00Z', '2016-02-03T03:00:00Z', '2016-02-03T09:30:00Z'];

let results: string;
let warnings: string[];
const output: Output = {
  screen: PLAIN,
  lineWidth: Infinity,
  progressWidth: () => null,
  result: () => undefined,
  results: () => Promise.resolve(),
  aside: () => undefined,
  warn: (text) => warnings.push(text),
  progress: () => undefined,
};

beforeEach(async () => {
  warnings = [];
  results = tempFolder();
  for (const startedAt of DAYS) {
    const survey = { startedAt, date: startedAt.slice(0, 10), lists: LISTS };
    await saveSnapshot(results, makeSnapshot({ survey, domains: [makeDomain()] }));
  }
});

/** When the snapshot began that is chosen by a name, or why none is. */
async function chosen(name: string, before?: string): Promise<string> {
  const entries = await entriesOf(results, output);
  const from = entries.find(({ survey }) => survey.startedAt === before);
  try {
    const choice = { results, entries, ...(from && { before: from }) };
    return chooseSnapshot(name, choice).survey.startedAt;
  } catch (error) {
    if (error instanceof Stop) return `${error.status}: ${error.message.replaceAll(results, 'R')}`;
    throw error;
  }
}

describe('a snapshot is chosen', () => {
  it.each([
    { name: 'latest', expected: '2016-02-03T09:30:00Z' },
    { name: 'previous', expected: '2016-02-03T03:00:00Z' },
    { name: 'previous', before: '2016-02-03T03:00:00Z', expected: '2016-01-23T03:00:00Z' },
    { name: '2016-01-23', expected: '2016-01-23T03:00:00Z' },
    { name: '2016-02-03', expected: '2016-02-03T09:30:00Z' },
    { name: '2016-02-03T093000Z', expected: '2016-02-03T09:30:00Z' },
    { name: '2016-02-04', expected: '2: R has no snapshot of 2016-02-04' },
    {
      name: 'previous',
      before: '2016-01-23T03:00:00Z',
      expected:
        '2: R has no survey before 2016-01-23 with the same lists, vantage and depth: survey again, or name the older one',
    },
    {
      name: 'yesterday',
      expected:
        "2: yesterday: does not exist (a snapshot is a file, a date as in 2016-01-23, 'latest' or 'previous')",
    },
  ])('$name before $before: $expected', async ({ name, before, expected }) => {
    expect(await chosen(name, before)).toBe(expected);
  });

  it('a snapshot is chosen by its file, wherever it is', async () => {
    const file = join(results, '2016-01-23.json');
    results = tempFolder();
    expect(await chosen(file)).toBe('2016-01-23T03:00:00Z');
  });

  it('of an empty or missing folder it is said what to do', async () => {
    const empty = tempFolder();
    for (results of [empty, join(empty, 'missing')]) {
      for (const name of ['latest', 'previous', '2016-01-23']) {
        expect(await chosen(name)).toBe(
          '2: R has no snapshot yet: run mxtls scan --ehlo NAME, or name another folder with --results',
        );
      }
    }
  });

  it.each([
    { survey: { degraded: ['dns-failing'], lists: LISTS }, kind: 'degraded surveys' },
    { survey: { lists: [] }, kind: 'surveys that are degraded or not made from lists' },
  ])('of a folder that has only $kind one has to be named', async ({ survey, kind }) => {
    results = tempFolder();
    await saveSnapshot(results, makeSnapshot({ survey }));
    expect(await chosen('latest')).toBe(`2: R has only ${kind}: name one, for example 2026-11-23`);
  });
});

it('a file of the folder that is no snapshot is skipped with a warning', async () => {
  writeFileSync(join(results, 'notes.json'), '{}\n');
  expect(await entriesOf(results, output)).toHaveLength(3);
  expect(warnings).toEqual([`${join(results, 'notes.json')}:1: expected the line {; skipped`]);
});

it('a snapshot with a broken record ends the program with the line of the record', async () => {
  const [entry] = await entriesOf(results, output);
  if (entry === undefined) throw new Error('no snapshot');
  writeFileSync(entry.file, 'x\n');
  expect(() => openChosen(entry)).toThrow(new Stop(2, `${entry.file}:1: expected the line {`));
  const survey = { lists: LISTS };
  const { file } = await saveSnapshot(results, makeSnapshot({ survey, domains: [makeDomain()] }));
  const whole = openChosen({ ...entry, file });
  expect([...whole.domains()]).toHaveLength(1);
  expect(() => {
    assertSound(whole);
  }).not.toThrow();
  writeFileSync(file, readFileSync(file, 'utf8').replace('"level":', '"lvl":'));
  const broken = openChosen({ ...entry, file });
  expect([...broken.domains()]).toHaveLength(0);
  expect(() => {
    assertSound(broken);
  }).toThrow(`${file}:5: level: `);
});
