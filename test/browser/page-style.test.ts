import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const STYLE = readFileSync(
  join(import.meta.dirname, '..', '..', 'src', 'browser', 'page.css'),
  'utf8',
);

/** The colours of each scheme, by the names of their variables: the first block of variables is of the light one. */
const [light = new Map<string, string>(), dark = new Map<string, string>()] = [
  ...STYLE.matchAll(/:root \{([^}]*--paper[^}]*)\}/g),
].map(([, block = '']) => {
  const found = block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g);
  return new Map([...found].map(([, name = '', colour = '']) => [name, colour]));
});

/** The contrast of two colours of a scheme, 1 to 21, as WCAG 2.2 defines it. */
function contrast(scheme: ReadonlyMap<string, string>, a: string, b: string): number {
  const [one, other] = [luminance(scheme.get(a)), luminance(scheme.get(b))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminance(colour: string | undefined): number {
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((at) => {
    const part = parseInt(colour?.slice(at, at + 2) ?? '', 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const TEXTS = ['ink', 'muted', 'link', 'good', 'warn', 'bad', 'unknown'];
const SERIES = [
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'series-other',
];
const MARKS = ['valid', 'tls', 'some', 'none', 'broken', 'edge'].map((mark) => `mark-${mark}`);

describe.each([
  ['light', light],
  ['dark', dark],
])('colours: %s', (_, scheme) => {
  it('are all defined, and the same in both', () => {
    expect([...scheme.keys()]).toEqual([...light.keys()]);
    const used = [...STYLE.matchAll(/var\(--([\w-]+)\)/g)].map(([, name = '']) => name);
    expect(used.filter((name) => !scheme.has(name))).toEqual([]);
  });

  it.each([
    ...TEXTS.flatMap((text) => [[text, 'paper'] as const, [text, 'surface'] as const]),
    ...[...SERIES, ...MARKS].map((series) => [series, 'paper'] as const),
    ...['ink', 'link', 'warn'].map((text) => [text, 'warning'] as const),
  ])('%s on %s is text that can be read (WCAG 2.2, 1.4.3)', (text, ground) => {
    expect(contrast(scheme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it('show where a control is (WCAG 2.2, 1.4.11)', () => {
    expect(contrast(scheme, 'control', 'paper')).toBeGreaterThanOrEqual(3);
  });
});
