import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { LinesPicture, Picture } from '../../../src/report/document/picture.ts';
import { ALL_MARKS, MARK_FACES } from '../../../src/report/document/mark-faces.ts';
import { pictureSvg } from '../../../src/report/pictures/picture-svg.ts';
import { pictureSummary } from '../../../src/report/pictures/picture-summary.ts';
import { HOSTILE, LINES, PICTURES, STRIPS, weeks } from './sample-pictures.ts';

/** What a test looks at of an element. */
interface Drawn {
  localName: string;
  textContent: string;
  attributes: Iterable<{ name: string; value: string }>;
  getAttribute(name: string): string | null;
}

function elementsOf(svg: string): Drawn[] {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  return [...(document.querySelectorAll('*') as unknown as Iterable<Drawn>)];
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const DRAWN = ['svg', 'g', 'path', 'line', 'rect', 'circle', 'text', 'tspan', 'title'];

describe('the SVG of a picture', () => {
  it.each(PICTURES)('of $name is what a person has looked at', async ({ name, picture }) => {
    const lines = pictureSvg(picture).replaceAll('><', '>\n<');
    await expect(`${lines}\n`).toMatchFileSnapshot(`expected/${name}.svg`);
  });

  it.each(PICTURES)('of $name has neither styles nor colours nor links', ({ picture }) => {
    const svg = pictureSvg(picture);
    for (const { localName, attributes } of elementsOf(svg)) {
      expect(DRAWN).toContain(localName);
      for (const { name, value } of attributes) {
        expect(name).not.toMatch(/^(?:style|id|href|on.*|font-family)$/);
        if (name === 'fill' || name === 'stroke') expect(value).toMatch(/^(?:currentColor|none)$/);
      }
    }
    expect(svg).not.toMatch(/plot-|NaN|undefined|\d\.\d\d\d/);
  });

  it.each(PICTURES)('of $name is the same each time, scales and has its words', ({ picture }) => {
    const svg = pictureSvg(picture);
    const [root] = elementsOf(svg);
    expect(pictureSvg(picture)).toBe(svg);
    expect(root?.getAttribute('viewBox')).toMatch(/^0 0 480 \d+$/);
    expect(root?.getAttribute('width')).toBeNull();
    expect(root?.getAttribute('role')).toBe('img');
    expect(svg).toContain(`aria-label="${escaped(pictureSummary(picture))}"`);
  });

  it.each(PICTURES.filter(({ name }) => name !== 'areas'))(
    'of $name keeps hostile names as text',
    ({ picture }) => {
      const titles = elementsOf(pictureSvg(picture)).filter(
        ({ localName }) => localName === 'title',
      );
      expect(titles.some(({ textContent }) => textContent.includes(HOSTILE))).toBe(true);
    },
  );

  it('has a gap where nothing is known', () => {
    const lines = elementsOf(pictureSvg(LINES)).filter(({ localName }) => localName === 'path');
    const known = lines.map((each) => each.getAttribute('d') ?? '');
    expect(known.filter((d) => /^M[^M]*M/.test(d))).not.toEqual([]);
  });

  it('has a cell a survey with its date, and a shape of its own for each mark', () => {
    const cells = elementsOf(pictureSvg(STRIPS)).filter((each) =>
      (each.getAttribute('class') ?? '').startsWith('mark-'),
    );
    // Two rows, and the legend.
    expect(cells).toHaveLength(3 * ALL_MARKS.length);
    expect(cells[0]?.textContent).toBe(`2016-01-08: ${HOSTILE}`);
    const shapes = cells
      .slice(0, ALL_MARKS.length)
      .map((each) => each.getAttribute('d')?.replace(/^M\S+ /, '') ?? '');
    expect(new Set(shapes).size).toBe(ALL_MARKS.length);
  });

  it('of 17 providers in 60 surveys is below 150 KB, and shows the newest of 1,000', () => {
    const wide = (surveys: number): Picture => ({
      kind: 'strips',
      at: weeks(surveys),
      rows: Array.from({ length: 17 }, (_, row) => ({
        name: `Provider ${row}`,
        link: null,
        cells: weeks(surveys).map((_week, nth) => {
          const mark = ALL_MARKS[nth % ALL_MARKS.length] ?? 'tls';
          return { mark, words: `${MARK_FACES[mark].meaning}; TLS 1.2 and 1.3` };
        }),
      })),
    });
    expect(pictureSvg(wide(60)).length).toBeLessThan(150_000);
    const many = pictureSvg(wide(1000));
    expect(many.length).toBeLessThan(250_000);
    expect(many).toContain(`${weeks(1000).at(-1)?.slice(0, 10) ?? ''}: `);
  });

  it.each<{ name: string; picture: LinesPicture }>([
    { name: 'no survey', picture: { ...LINES, at: [], series: [] } },
    {
      name: 'one survey',
      picture: {
        ...LINES,
        at: weeks(1),
        series: LINES.series.map((each) => ({ ...each, shares: each.shares.slice(0, 1) })),
      },
    },
    {
      name: 'nothing known',
      picture: { ...LINES, series: [{ name: 'Firms', shares: [null, null, null, null] }] },
    },
  ])('of $name is drawn', ({ picture }) => {
    expect(pictureSvg(picture)).not.toMatch(/NaN|undefined|Infinity/);
  });
});
