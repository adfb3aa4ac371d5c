import { describe, expect, it } from 'vitest';
import {
  intervalsOf,
  type Interval,
  type Reading,
} from '../../../src/compare/history/intervals.ts';
import {
  wordsOf,
  type Answers,
  type Composition,
  type Part,
  type Observed,
} from '../../../src/compare/answers/observed.ts';

/**
 * What a survey showed, in short: `A`, a word that holds; `A,B`, two; `A|?`, in two parts, one of them unknown; `A/B` while B
 * was not asked; `A^B` while B was not asked and would have hidden A; `?`, unknown; `~`, unknown and a hint; `/`, not asked;
 * `.`, not observed.
 */
function seen(short: string): Observed {
  if (short === '.') return { kind: 'not-observed' };
  const parts = short.split('|').map(part);
  if (parts.some(({ answers }) => answers !== null)) return { kind: 'known', parts };
  return { kind: 'unknown', reasons: parts.flatMap(({ reasons }) => reasons) };
}

function part(short: string, index: number): Part {
  const name = String(index);
  if (['?', '~', '/'].includes(short)) return { name, answers: null, reasons: [short] };
  const [yes = '', mark, rest = ''] = short.split(/([/^])/);
  const words = { yes: yes.split(','), others: rest.split(',') };
  const answers: Answers = {
    yes: words.yes,
    open: mark === '/' ? words.others : [],
    above: mark === '^' ? words.others : [],
  };
  return { name, answers, reasons: [] };
}

function reading(composition: Composition): Reading {
  return {
    composition,
    stateOf: ({ parts }) => wordsOf(parts, []).join(),
    isHint: (reason) => reason === '~',
    isUnasked: (reason) => reason === '/',
  };
}

/** An interval in short: `A from 1>3 to 5>6` since between 1 and 3, until between 5 and 6; `-` for nobody knows; `3!`, first asked. */
function shown(interval: Interval): string {
  const { after, hint, by, until, before, firstAsked } = interval;
  const known = (place: number | null) => (place === null ? '-' : String(place));
  const hinted = hint === null ? '' : `~${hint}`;
  if (interval.kind !== 'known') return `${interval.kind} ${by} to ${until}`;
  const gaps = interval.gaps.map(({ kind, surveys }) => ` ${kind} ${surveys.join()}`);
  return `${interval.state} from ${known(after)}${hinted}>${by}${firstAsked ? '!' : ''} to ${until}>${known(before)}${gaps.join()}`;
}

function history(line: string, composition: Composition = 'interchangeable'): string[] {
  return intervalsOf(line.split(' ').map(seen), reading(composition)).map(shown);
}

describe('the intervals of a question', () => {
  it.each([
    { line: 'A', is: ['A from ->0 to 0>-'] },
    { line: 'A A A', is: ['A from ->0 to 2>-'] },
    { line: 'A A B', is: ['A from ->0 to 1>2', 'B from 1>2 to 2>-'] },
    { line: 'A B A', is: ['A from ->0 to 0>1', 'B from 0>1 to 1>2', 'A from 1>2 to 2>-'] },
    { line: 'A A,B', is: ['A from ->0 to 0>1', 'A,B from 0>1 to 1>-'] },
  ])('known everywhere: $line', ({ line, is }) => {
    expect(history(line)).toEqual(is);
  });

  it.each([
    { line: 'A ? A', is: ['A from ->0 to 2>- unknown 1'] },
    { line: 'A . A', is: ['A from ->0 to 2>- not-observed 1'] },
    { line: 'A ? . . A', is: ['A from ->0 to 4>- unknown 1, not-observed 2,3'] },
    { line: 'A ? A ? A', is: ['A from ->0 to 4>- unknown 1,3'] },
    { line: '? A', is: ['unknown 0 to 0', 'A from ->1 to 1>-'] },
    { line: '. . A', is: ['not-observed 0 to 1', 'A from ->2 to 2>-'] },
    { line: 'A ? ?', is: ['A from ->0 to 0>-', 'unknown 1 to 2'] },
    { line: 'A .', is: ['A from ->0 to 0>-', 'not-observed 1 to 1'] },
    { line: 'A ? B', is: ['A from ->0 to 0>2', 'unknown 1 to 1', 'B from 0>2 to 2>-'] },
    {
      line: 'A B ? A',
      is: ['A from ->0 to 0>1', 'B from 0>1 to 1>3', 'unknown 2 to 2', 'A from 1>3 to 3>-'],
    },
    { line: '? ?', is: ['unknown 0 to 1'] },
    { line: '? . ?', is: ['unknown 0 to 0', 'not-observed 1 to 1', 'unknown 2 to 2'] },
  ])('with surveys that are unknown or did not observe it: $line', ({ line, is }) => {
    expect(history(line)).toEqual(is);
  });

  it.each([
    { line: '~ A', is: ['unknown 0 to 0', 'A from -~0>1 to 1>-'] },
    { line: '~ ? A', is: ['unknown 0 to 1', 'A from -~0>2 to 2>-'] },
    { line: 'B ~ A', is: ['B from ->0 to 0>2', 'unknown 1 to 1', 'A from 0~1>2 to 2>-'] },
    { line: '~ B A', is: ['unknown 0 to 0', 'B from -~0>1 to 1>2', 'A from 1>2 to 2>-'] },
    { line: '~|? A', is: ['unknown 0 to 0', 'A from ->1 to 1>-'] },
    { line: 'A|~ A|B', is: ['A from ->0 to 0>-', 'A,B from -~0>1 to 1>-'] },
    { line: 'A|? A|B', is: ['A from ->0 to 0>-', 'A,B from ->1 to 1>-'] },
    {
      line: '~|A B|A B|?',
      is: ['A from ->0 to 0>-', 'A,B from -~0>1 to 1>-', 'B from ->2 to 2>-'],
    },
    { line: 'A|~ B|~', is: ['A from ->0 to 0>1', 'B from 0>1 to 1>-'] },
  ])('with a hint that a state did not hold yet: $line', ({ line, is }) => {
    expect(history(line)).toEqual(is);
  });

  it.each([
    { line: 'A|A A|? A|A', is: ['A from ->0 to 2>-'] },
    { line: 'A|B A|? A|B', is: ['A,B from ->0 to 2>- in-part 1'] },
    { line: 'A|B A|? A|A', is: ['A,B from ->0 to 0>2', 'A from ->1 to 2>-'] },
    { line: 'A|? B|?', is: ['A from ->0 to 0>1', 'B from 0>1 to 1>-'] },
    { line: 'A|? ?|B', is: ['A from ->0 to 0>-', 'B from ->1 to 1>-'] },
    { line: 'A|B A', is: ['A,B from ->0 to 0>1', 'A from 0>1 to 1>-'] },
  ])('compares parts known to both: $line', ({ line, is }) => {
    expect(history(line)).toEqual(is);
  });

  it.each([
    { line: 'A/B A', is: ['A from ->0 to 1>-'] },
    { line: 'A/B A,B', is: ['A from ->0 to 0>-', 'A,B from ->1 to 1>-'] },
    {
      line: 'A/B A,B A/B',
      is: ['A from ->0 to 0>-', 'A,B from ->1 to 1>-', 'A from ->2 to 2>-'],
    },
    { line: 'A/B B', is: ['A from ->0 to 0>1', 'B from 0>1 to 1>-'] },
    { line: 'A A^C C', is: ['A from ->0 to 1>-', 'C from 0>2 to 2>-'] },
    { line: 'C A^C C', is: ['C from ->0 to 2>- in-part 1'] },
    { line: 'A C', is: ['A from ->0 to 0>1', 'C from 0>1 to 1>-'] },
  ])('finds no change in what was not asked: $line', ({ line, is }) => {
    expect(history(line)).toEqual(is);
  });

  it.each([
    { line: '/ A', is: ['unknown 0 to 0', 'A from ->1! to 1>-'] },
    { line: '. / A', is: ['not-observed 0 to 0', 'unknown 1 to 1', 'A from ->2! to 2>-'] },
    { line: '/ ? A', is: ['unknown 0 to 1', 'A from ->2 to 2>-'] },
    { line: '. A', is: ['not-observed 0 to 0', 'A from ->1 to 1>-'] },
    { line: 'A^C C', is: ['A from ->0 to 0>-', 'C from ->1! to 1>-'] },
    { line: 'A^C|? C', is: ['A from ->0 to 0>-', 'C from ->1 to 1>-'] },
  ])('knows a question that was first asked: $line', ({ line, is }) => {
    expect(history(line)).toEqual(is);
  });

  it.each([
    { line: 'A A|B', is: ['A from ->0 to 0>-', 'A,B from ->1 to 1>-'] },
    { line: 'A|B B|B', is: ['A,B from ->0 to 0>1', 'B from 0>1 to 1>-'] },
    { line: 'A|? ?|A', is: ['A from ->0 to 1>-'] },
  ])('compares separate parts one by one: $line', ({ line, is }) => {
    expect(history(line, 'separate')).toEqual(is);
  });
});
