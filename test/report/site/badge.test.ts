import { describe, expect, it } from 'vitest';
import { badgeText } from '../../../src/report/site/badge.ts';
import { elementsOf, readXml, textOf } from './read-xml.ts';

const HOSTILE = '</title><script>alert(1)</script>"\u0000\ud800&';

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe('a badge', () => {
  it('has the expected bytes', async () => {
    const badge = {
      name: 'WIND',
      state: 'TLS with valid certificates only',
      paint: 'good',
    } as const;
    await expect([...badgeText(badge)].join('')).toMatchFileSnapshot('expected/badge.svg');
  });

  it('says its state in words, and of whom, to those who hear it', () => {
    const svg = readXml(
      [...badgeText({ name: HOSTILE, state: 'unknown', paint: 'unknown' })].join(''),
    );
    const shown = '</title><script>alert(1)</script>"\ufffd\ufffd&';
    expect(svg.attributes).toMatchObject({
      role: 'img',
      'aria-label': `mail encryption of ${shown}: unknown`,
    });
    expect(elementsOf(svg, 'title').map(textOf)).toEqual([svg.attributes['aria-label']]);
    expect(elementsOf(svg, 'g').map(textOf)).toEqual(['mail encryptionunknown']);
    expect(elementsOf(svg, 'script')).toEqual([]);
  });

  it.each(['good', 'warn', 'bad', 'unknown', 'faint', 'strong'] as const)(
    'has white text on $0 that can be read (contrast 4.5)',
    (paint) => {
      const svg = readXml([...badgeText({ name: 'A', state: 'x', paint })].join(''));
      for (const { attributes } of elementsOf(svg, 'rect')) {
        expect(1.05 / (luminance(attributes['fill'] ?? '') + 0.05)).toBeGreaterThan(4.5);
      }
    },
  );
});
