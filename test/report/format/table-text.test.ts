import { describe, expect, it } from 'vitest';
import { plainCell, type Table } from '../../../src/report/document/document.ts';
import { tableLines } from '../../../src/report/format/table-text.ts';
import { plainScreen } from '../../screens.ts';

const HOSTS: Table = {
  kind: 'table',
  bare: false,
  columns: [
    { title: 'host', align: 'left', most: 16 },
    { title: 'of all servers', align: 'right' },
    { title: 'notes', align: 'left' },
    { title: 'place', align: 'left', from: 60 },
  ],
  rows: [
    ['mx.a.gr', '3', 'a note of some length', 'Athens'],
    ['日本語.jp', '12', '-', 'Tokyo'],
    ['a-host-with-a-long-name.gr', '1', '', ''],
  ].map((row) => row.map(plainCell)),
};

describe('a table', () => {
  it('has all columns beside each other on a wide screen', () => {
    expect(tableLines(HOSTS, plainScreen(70))).toEqual([
      'host              of all servers  notes                  place',
      'mx.a.gr                        3  a note of some length  Athens',
      '日本語.jp                     12  -                      Tokyo',
      'a-host-with-a-long-name.gr',
      '                               1',
    ]);
  });

  it('leaves out a column that asks for a wider screen, then wraps its headings', () => {
    expect(tableLines(HOSTS, plainScreen(50))).toEqual([
      'host               of all  notes',
      '                  servers',
      'mx.a.gr                 3  a note of some length',
      '日本語.jp              12  -',
      'a-host-with-a-long-name.gr',
      '                        1',
    ]);
  });

  it('puts what does not fit below its row, with the title of its column', () => {
    expect(tableLines(HOSTS, plainScreen(40))).toEqual([
      'host               of all',
      '                  servers',
      'mx.a.gr                 3',
      '    notes: a note of some length',
      '日本語.jp              12',
      'a-host-with-a-long-name.gr',
      '                        1',
    ]);
  });

  it('wraps long text in its last column where there is room for it', () => {
    const table: Table = {
      kind: 'table',
      bare: true,
      columns: [
        { title: 'level', align: 'left' },
        { title: 'meaning', align: 'left' },
      ],
      rows: [[{ text: 'none', paint: 'bad' }, plainCell('a server did not offer STARTTLS')]],
    };
    expect(tableLines(table, plainScreen(34))).toEqual([
      '  none  a server did not offer',
      '        STARTTLS',
    ]);
    expect(tableLines(table, plainScreen(30))).toEqual([
      '  none',
      '      a server did not offer',
      '      STARTTLS',
    ]);
  });
});
