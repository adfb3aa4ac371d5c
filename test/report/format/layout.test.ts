import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, NO_BREAK, wrap } from '../../../src/report/format/layout.ts';

describe('columns', () => {
  it.each([
    ['mx.example.gr', 13],
    ['\x1b[31mno\x1b[39m', 2],
    ['βουλή', 5],
    ['日本語.jp', 9],
    ['ｗｉｄｅ', 8],
    ['e\u0301', 1],
    ['✗ –', 3],
  ])('of %j are %i', (text, width) => {
    expect(columns(text)).toBe(width);
  });
});

describe('wrap', () => {
  it.each([
    { name: 'short text', text: 'a b', first: '- ', hanging: 2, lines: ['- a b'] },
    {
      name: 'text that is too long',
      text: 'one two three four',
      first: '  - ',
      hanging: 4,
      lines: ['  - one two', '    three', '    four'],
    },
    {
      name: 'words that belong together',
      text: `# valid; +${NO_BREAK}TLS; -${NO_BREAK}none`,
      first: '',
      hanging: 0,
      lines: ['# valid;', '+ TLS;', '- none'],
    },
    {
      name: 'a word that is longer than a line',
      text: 'on a-very-long-host.example now',
      first: '  ',
      hanging: 4,
      lines: ['  on', 'a-very-long-host.example', '    now'],
    },
    {
      name: 'a word that fits without the space before it',
      text: 'on hostname.gr',
      first: '',
      hanging: 6,
      lines: ['on', ' hostname.gr'],
    },
    {
      name: 'a lead that leaves no room',
      text: 'the server said no',
      first: '  name-mismatch  ',
      hanging: 17,
      lines: ['  name-mismatch', '    the', '    server', '    said no'],
    },
    { name: 'colours', text: '\x1b[31mno TLS', first: '', hanging: 0, lines: ['\x1b[31mno TLS'] },
  ])('$name', ({ text, first, hanging, lines }) => {
    expect(wrap(text, first, hanging, 12)).toEqual(lines);
  });

  it('loses no word, and lets nothing but a single word be longer than a line', () => {
    const words = fc.array(fc.stringMatching(/^[a-z日]{1,30}$/), { minLength: 1, maxLength: 20 });
    const lead = fc.constantFrom('', '  ', '  - ', '    name  ');
    fc.assert(
      fc.property(words, lead, fc.integer({ min: 10, max: 40 }), (all, first, width) => {
        const lines = wrap(all.join(' '), first, first.length, width);
        const said = lines
          .join(' ')
          .split(' ')
          .filter((word) => word !== '');
        expect(said).toEqual([...first.split(' '), ...all].filter((word) => word !== ''));
        const long = lines.filter((line) => columns(line) > width);
        expect(long.filter((line) => line.includes(' '))).toEqual([]);
      }),
    );
  });
});
