import { describe, expect, it } from 'vitest';
import { plainCell } from '../../../src/report/document/document.ts';
import { pictureSummary } from '../../../src/report/pictures/picture-summary.ts';
import { pictureTable } from '../../../src/report/pictures/picture-table.ts';
import { spread } from '../../../src/report/pictures/spread.ts';
import { AREAS, CALENDAR, HOSTILE, LINES, STRIPS } from './sample-pictures.ts';

function textsOf(table: ReturnType<typeof pictureTable>): string[] {
  const heads = table.columns.map(({ title }) => title);
  return [heads, ...table.rows.map((row) => row.map(({ text }) => text))].map((row) =>
    row.join(' | '),
  );
}

describe('a picture as a table', () => {
  it('has a survey a row, and a line a column', () => {
    expect(textsOf(pictureTable(LINES))).toEqual([
      `survey | Firms | ${HOSTILE}`,
      '2016-01-08 | 1 of 5 | 2 of 2',
      '2016-01-15 | 1 of 5 | 2 of 2',
      '2016-01-22 | unknown | 2 of 2',
      '2016-01-29 | 3 of 4, 1 unknown | 2 of 2',
    ]);
  });

  it('leaves out what is stacked and never there', () => {
    expect(textsOf(pictureTable(AREAS))[0]).toBe('survey | no STARTTLS | TLS 1.2');
  });

  it('joins equal states of a strip, and links its name', () => {
    const table = pictureTable(STRIPS);
    expect(textsOf(table).at(-1)).toBe('ONE | 2016-01-08 | 2016-03-04 | 9 | TLS; TLS 1.2');
    expect(table.rows.at(-1)?.[0]).toEqual({
      ...plainCell('ONE'),
      link: { kind: 'page', path: 'providers/one.html' },
    });
  });

  it('has a day a row', () => {
    expect(textsOf(pictureTable(CALENDAR))[2]).toBe(`2016-01-14 | 2 | ${HOSTILE} and mx.b.gr`);
  });
});

describe('a picture in words', () => {
  it.each([
    {
      picture: LINES,
      words: `Shares of the providers known. Firms: from 1 of 5 on 2016-01-08 to 3 of 4, 1 unknown on 2016-01-29; ${HOSTILE}: from 2 of 2 on 2016-01-08 to 2 of 2 on 2016-01-29`,
    },
    { picture: { ...LINES, at: [], series: [] }, words: 'Nothing is known' },
    { picture: STRIPS, words: '2 rows of 9 surveys, from 2016-01-08 to 2016-03-04' },
    { picture: { ...STRIPS, at: [] }, words: 'No survey' },
    {
      picture: CALENDAR,
      words: '5 certificates end after 2016-01-08, the first on 2016-01-08',
    },
    {
      picture: { ...CALENDAR, days: [] },
      words: 'No certificate is known to end after 2016-01-08',
    },
  ])('is: $words', ({ picture, words }) => {
    expect(pictureSummary(picture)).toBe(words);
  });
});

describe('labels', () => {
  it.each([
    { places: [], spreadOut: [] },
    { places: [5], spreadOut: [5] },
    { places: [0, 5, 9], spreadOut: [0, 5, 9] },
    { places: [5, 5], spreadOut: [4, 6] },
    { places: [9, 9.5], spreadOut: [8, 10] },
    { places: [0, 0, 0], spreadOut: [0, 2, 4] },
    { places: [6, 5, 1], spreadOut: [6.5, 4.5, 1] },
    // There is no room for all.
    { places: [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], spreadOut: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  ])('at $places stand at $spreadOut', ({ places, spreadOut }) => {
    const found = spread(places, 2, { from: 0, to: 10 });
    expect(found.map((each) => Math.round(each * 100) / 100)).toEqual(spreadOut);
  });
});
