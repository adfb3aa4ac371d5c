import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/report/document/picture.ts';
import type { Signs } from '../../../src/report/document/screen.ts';
import { columns } from '../../../src/report/format/layout.ts';
import { pictureLines } from '../../../src/report/format/picture-text.ts';
import { AREAS, CALENDAR, LINES, share, STRIPS, weeks } from '../pictures/sample-pictures.ts';
import { PAINTED, plainScreen, WIDTHS } from '../../screens.ts';

const [FIRMS, HOSTILE_LINE] = LINES.series;
const SHORT_STRIPS = { ...STRIPS, rows: STRIPS.rows.slice(1) };

function drawn(picture: Picture, signs: Signs, width = 80): string[] {
  return pictureLines(picture, { ...plainScreen(width), signs });
}

describe('a picture in text', () => {
  it.each<{ name: string; picture: Picture; signs: Signs; lines: string[] }>([
    {
      name: 'lines',
      picture: { ...LINES, series: FIRMS === undefined ? [] : [FIRMS] },
      signs: 'unicode',
      lines: [
        'Firms  ▃▃·▆  3 of 4, 1 unknown',
        '       2016-01-08 to 2016-01-29',
        'From ▁ none to █ all of the providers known; · unknown',
      ],
    },
    {
      name: 'lines',
      picture: { ...LINES, series: FIRMS === undefined ? [] : [FIRMS] },
      signs: 'ascii',
      lines: [
        'Firms  22?7  3 of 4, 1 unknown',
        '       2016-01-08 to 2016-01-29',
        'From 0 none to 9 all of the providers known; ? unknown',
      ],
    },
    {
      name: 'areas, without what is never there',
      picture: AREAS,
      signs: 'ascii',
      lines: [
        'no STARTTLS  3?0  0 of 4',
        'TLS 1.2      7?9  4 of 4',
        '             2016-01-08 to 2016-01-22',
        'From 0 none to 9 all of the server addresses known; ? unknown',
      ],
    },
    {
      name: 'no survey',
      picture: { ...LINES, at: [], series: [] },
      signs: 'ascii',
      lines: ['Nothing is known'],
    },
    {
      name: 'strips',
      picture: SHORT_STRIPS,
      signs: 'ascii',
      lines: ['ONE  +++++++++', '     2016-01-08 to 2016-03-04', 'Each mark is one survey: + TLS'],
    },
    {
      name: 'a calendar by weeks',
      picture: { ...CALENDAR, days: CALENDAR.days.slice(2) },
      signs: 'ascii',
      lines: ['week of 2016-01-15: 1: mx.c.gr', 'week of 2021-01-15: 1: mx.d.gr'],
    },
  ])('of $name in $signs', ({ picture, signs, lines }) => {
    expect(drawn(picture, signs)).toEqual(lines);
  });

  it.each([
    { count: 0, sign: '▁' },
    { count: 1, sign: '▂' },
    { count: 50, sign: '▅' },
    { count: 99, sign: '▇' },
    { count: 100, sign: '█' },
  ])('shows $count of 100 as $sign: only none is empty, only all is full', ({ count, sign }) => {
    const series = [{ name: 'A', shares: [share(count, 100)] }];
    expect(drawn({ ...LINES, at: weeks(1), series }, 'unicode')[0]).toContain(`  ${sign}  `);
  });

  it.each(WIDTHS)('fits %i columns, with the newest surveys', (width) => {
    const at = weeks(300);
    const shares = at.map((_, nth) => share(nth === 299 ? 1 : 0, 1));
    const name = HOSTILE_LINE?.name ?? '';
    const lines = drawn({ ...LINES, at, series: [{ name, shares }] }, 'unicode', width);
    expect(lines.filter((line) => columns(line) > width)).toEqual([]);
    expect(lines.join('\n')).toContain('▁█');
    expect(lines.join('\n')).toContain(at.at(-1)?.slice(0, 10));
  });

  it('has the colour of each mark', () => {
    const [line] = pictureLines(SHORT_STRIPS, PAINTED);
    expect(line).toBe(`ONE  ${PAINTED.palette.good('▓'.repeat(9))}`);
  });
});
