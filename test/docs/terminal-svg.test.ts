import { describe, expect, it } from 'vitest';
import { makePalette } from '../../src/report/document/palette.ts';
import { terminalSvg } from './terminal-svg.ts';

const palette = makePalette(true);

/** The text elements of the picture, as colour, weight and text. */
function drawn(output: string): string[] {
  const elements = terminalSvg(output, 'a test').matchAll(
    /<text x="([\d.]+)" y="(\d+)" fill="(#\w+)"(?: font-weight="(\d+)")?[^>]*>([^<]*)</g,
  );
  return [...elements].map((match) => match.slice(1).join(' '));
}

describe('terminalSvg', () => {
  it('draws each colour of the palette in a colour of its own', () => {
    const { good, warn, bad, unknown, faint } = palette;
    const colours = [good, warn, bad, unknown, faint].map(
      (paint) => /#\w+/.exec(drawn(paint('x'))[0] ?? '')?.[0],
    );
    expect(new Set(colours).size).toBe(5);
    expect(colours).not.toContain('#1f2328');
  });

  it('goes back to plain text after a colour, and draws headings bold', () => {
    expect(drawn(`${palette.strong('a.gr')}: ${palette.bad('none')} now`)).toEqual([
      '20 34 #1f2328 600 a.gr',
      '53.6 34 #1f2328  :',
      '70.4 34 #cf222e  none',
      '112.4 34 #1f2328  now',
    ]);
  });

  it('keeps indents and lines', () => {
    expect(drawn('a\n\n  b\n')).toEqual(['20 34 #1f2328  a', '36.8 74 #1f2328  b']);
  });

  it('writes markup as text', () => {
    expect(terminalSvg('<script>&', '<b>')).toContain('>&lt;script&gt;&amp;</text>');
    expect(terminalSvg('<script>&', '<b>')).toContain('<title>&lt;b&gt;</title>');
  });

  it('refuses an escape sequence that it cannot draw', () => {
    expect(() => terminalSvg('\u001b[45mx', 'a test')).toThrow('without a style: 45');
  });
});
