import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeLine,
  encodeLine,
  headOf,
  readJournal,
  runLineOf,
} from '../../../src/scan/journal/journal-text.ts';
import { RUN, memoryJournal } from './memory-journal.ts';
import { linesOf, randomRun } from './random-run.ts';

describe('a line of a journal', () => {
  it('is read as it was written, on one line, without a character that hides or repaints', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        for (const line of [RUN, ...linesOf(run)]) {
          const text = encodeLine(line);
          expect(text).toMatch(/^[ -~]*$/);
          expect(text.startsWith(headOf(line.kind))).toBe(true);
          expect(decodeLine(text)).toEqual(line);
          expect(decodeLine(text, true)).toEqual(line);
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each<[string, string, string]>([
    ['no JSON', '{"kind":', 'expected one line of a journal as JSON'],
    ['nothing', '', 'expected one line of a journal as JSON'],
    ['null', 'null', 'no line of a journal: '],
    ['of no kind', '{"kind":"hostess"}', 'no line of a journal: kind'],
    ['without its fields', '{"kind":"policies","domain":"a"}', 'no line of a journal: found'],
    [
      'with bytes that are no base64',
      '{"kind":"host","host":"a","owner":"a","dnssec":"secure","omitted":0,"addresses":[],"settled":[],"tlsa":{"asked":true,"dnssec":"secure",' +
        '"records":[{"usage":3,"selector":1,"matchingType":1,"data":"!"}],"failure":null,"names":[]}}',
      'no line of a journal: tlsa.records.0.data',
    ],
  ])('that is %s is refused', (_, text, message) => {
    expect(decodeLine(text)).toContain(message);
  });

  it('of any bytes at all is a line or refused', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.object().map((o) => JSON.stringify(o)),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(typeof decodeLine(each)).toBe('string');
      }),
    );
  });
});

describe('a journal', () => {
  const excluded = encodeLine({ kind: 'excluded', what: 'host', name: 'a' });
  const run = encodeLine(RUN);

  it.each<[string, string[], string]>([
    ['without the line of its run', [excluded], 'journal:1: the first line of a journal says'],
    ['with two of them', [run, run], 'journal:2: only the first line of a journal says'],
    ['with a line that is wrong', [run, excluded, '{}'], 'journal:3: no line of a journal'],
  ])('%s is refused there', (_, texts, message) => {
    const last = [...readJournal(memoryJournal(texts))].at(-1);
    expect(last).toEqual({ kind: 'fault', message: expect.stringContaining(message) as string });
  });

  it('that this process wrote is not checked, and one that another wrote is', () => {
    const texts = [run, '{"kind":"excluded","name":1}'];
    const kinds = (isOwn: boolean) =>
      [...readJournal(memoryJournal(texts, isOwn))].map(({ kind }) => kind);
    expect([kinds(true), kinds(false)]).toEqual([
      ['line', 'line'],
      ['line', 'fault'],
    ]);
  });

  it('is read by kinds; its first line is always among them', () => {
    const policies = '{"kind":"policies"}';
    const read = [...readJournal(memoryJournal([run, policies, excluded]), ['excluded'])];
    expect(read.map((each) => each.kind === 'line' && each.line.kind)).toEqual(['run', 'excluded']);
  });

  it('says what its run is about', () => {
    expect(runLineOf(memoryJournal([run, '{}']))).toEqual(RUN);
    expect(runLineOf(memoryJournal([]))).toMatchObject({ message: 'journal: has no whole line' });
  });
});
