import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvPieces, type CsvForm } from '../../../src/report/format/csv.ts';

const csvText = (...parts: Parameters<typeof csvPieces>) => [...csvPieces(...parts)].join('');

const lineOf = (cell: string | number | null) => csvText(['a', 'b'], [['x', cell]]).split('\n')[1];

describe('csvPieces', () => {
  it('has a header, a line a row, and an LF at the end', () => {
    expect(csvText(['domain', 'hosts'], [['wind.gr', 2]])).toBe('domain,hosts\nwind.gr,2\n');
  });

  it('is the header alone where there are no rows', () => {
    expect(csvText(['domain', 'hosts'], [])).toBe('domain,hosts\n');
  });

  it.each<[string, CsvForm, string]>([
    ['commas', { separator: ',', bom: false }, 'a,b\nΟΤΕ,"x;y,z"\n'],
    ['semicolons', { separator: ';', bom: false }, 'a;b\nΟΤΕ;"x;y,z"\n'],
    ['tabs', { separator: '\t', bom: false }, 'a\tb\nΟΤΕ\tx;y,z\n'],
    ['a byte order mark', { separator: ';', bom: true }, '\ufeffa;b\nΟΤΕ;"x;y,z"\n'],
  ])('has %s', (_, form, text) => {
    expect(csvText(['a', 'b'], [['ΟΤΕ', 'x;y,z']], form)).toBe(text);
  });

  it.each([
    ['nothing known', null, 'x,'],
    ['an empty text', '', 'x,'],
    ['zero', 0, 'x,0'],
    ['a number below zero', -1, 'x,-1'],
    ['a comma', 'a,b', 'x,"a,b"'],
    ['a quote', 'say "so"', 'x,"say ""so"""'],
    ['a formula', '=cmd|x', "x,'=cmd|x"],
    ['a formula with a comma', '=SUM(A1,A2)', `x,"'=SUM(A1,A2)"`],
    ['a plus', '+1', "x,'+1"],
    ['a minus in text', '-1', "x,'-1"],
    ['an at', '@SUM', "x,'@SUM"],
    ['a wide equals sign', '\uff1dcmd', "x,'\uff1dcmd"],
    ['a tab at the start', '\t=cmd', "x,'\\x09=cmd"],
    ['a CR at the start', '\r=cmd', "x,'\\x0d=cmd"],
    ['a newline', 'a\n=cmd', 'x,a\\x0a=cmd'],
    ['an escape sequence', '\x1b[2J', 'x,\\x1b[2J'],
    ['a bidi override', 'a\u202eb', 'x,a\\u{202e}b'],
    ['letters of any script', 'βουλή.gr', 'x,βουλή.gr'],
  ])('%s', (_, cell, line) => {
    expect(lineOf(cell)).toBe(line);
  });

  it('is one line a row, without a formula, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cell) => {
        const lines = csvText(['a'], [[`${cell}.`]]).split('\n');
        expect(lines).toHaveLength(3);
        expect(lines[1]).not.toMatch(/^"?[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/);
        expect(lines[1]).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
