import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListItem } from '../../../src/model/names/list.ts';
import { parseCsvLine } from '../../../src/store/lists/csv-line.ts';
import { createCsvParser } from '../../../src/store/lists/parse-csv-list.ts';
import { createTextParser, type LineParser } from '../../../src/store/lists/parse-list.ts';

/** `domain|category|provider` for an entry, `value: reason` for what was left out. */
function shown(item: ListItem): string {
  if (item.kind === 'invalid') return `${item.value}: ${item.reason}`;
  return [item.entry.domain, item.entry.category ?? '-', item.entry.provider ?? '-'].join('|');
}

function parse(parser: LineParser, lines: string[]): string[] {
  return lines.flatMap((line) => parser(line)).map(shown);
}

const LONG = 'x'.repeat(201);

describe('createTextParser', () => {
  it.each<[string, string[], string[]]>([
    ['one domain a line', ['wind.gr', 'OTE.gr.'], ['wind.gr|-|-', 'ote.gr|-|-']],
    ['blank lines', ['', '  ', '\t', 'a.gr'], ['a.gr|-|-']],
    ['comments', ['# x', '  # x', 'a.gr # x', 'b.gr\t#x', '#'], ['a.gr|-|-', 'b.gr|-|-']],
    ['a # without a blank', ['a.gr#x'], ['a.gr#x: has "#", which no domain name has']],
    [
      'sections',
      ['[A]', 'P: a.gr b.gr', 'Q:\tc.gr  \t d.gr ', '[ B  b ]', 'P: e.gr', 'f.gr'],
      ['a.gr|A|P', 'b.gr|A|P', 'c.gr|A|Q', 'd.gr|A|Q', 'e.gr|B b|P', 'f.gr|B b|-'],
    ],
    ['a provider without a section', ['P: a.gr'], ['a.gr|-|P']],
    ['a provider with signs', ['O:T/E (x): a.gr'], ['a.gr|-|O:T/E (x)']],
    ['NFC names', ['[e\u0301]', 'o\u0308: a.gr'], ['a.gr|\u00e9|\u00f6']],
    [
      'a bad domain among good ones',
      ['P: a.gr b_c.gr d.gr'],
      ['a.gr|-|P', 'b_c.gr: has an underscore', 'd.gr|-|P'],
    ],
    ['a provider without domains', ['P:'], ['P:: is a provider without a domain']],
    ['domains without a provider', [': a.gr'], [': a.gr: has no name for the provider']],
    [
      'domains without a colon',
      ['P a.gr'],
      ['P a.gr: is neither one domain nor "Provider: domain domain"'],
    ],
    [
      'a port and a URL',
      ['a.gr:25', 'http://a.gr'],
      [
        'a.gr:25: has a colon: a port, a URL and an IPv6 address are not domain names',
        'http://a.gr: is a URL or a path, not a domain name',
      ],
    ],
    [
      'a section that cannot be read ends the one before',
      ['[A]', '[B', 'a.gr', '[]', '[C]', 'b.gr'],
      [
        '[B: is a category without its "]"',
        'a.gr|-|-',
        '[]: has no name for the category',
        'b.gr|C|-',
      ],
    ],
    [
      'long names',
      [`[${LONG}]`],
      [`[${'x'.repeat(79)}...: has a category of more than 200 characters`],
    ],
    [
      'control characters',
      ['[a\x1b]', 'b\u202ec: a.gr', 'a\0.gr'],
      [
        '[a\\u001b]: has a control character in the name of the category',
        'b\\u202ec: a.gr: has a control character in the name of the provider',
        'a\\u0000.gr: has a control character',
      ],
    ],
    ['an internationalised name', ['ελλάς.gr'], ['xn--hxarsa0b.gr|-|-']],
    [
      'object keys',
      ['constructor', '__proto__'],
      ['constructor|-|-', '__proto__: has an underscore'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(parse(createTextParser(), lines)).toEqual(expected);
  });
});

describe('createCsvParser', () => {
  it.each<[string, string[], string[]]>([
    ['domain', ['wind.gr', ' OTE.gr '], ['wind.gr|-|-', 'ote.gr|-|-']],
    ['rank,domain', ['1,google.com', '2, a.gr'], ['google.com|-|-', 'a.gr|-|-']],
    ['a header', ['domain', 'a.gr'], ['a.gr|-|-']],
    ['a header with a rank', ['Rank,Domain', '1,a.gr'], ['a.gr|-|-']],
    [
      'a header in another order, with more columns',
      ['category,n,Provider,"domain"', 'A,1,P,a.gr', ',,,b.gr', '"A, a",2,"the ""P""",c.gr'],
      ['a.gr|A|P', 'b.gr|-|-', 'c.gr|A, a|the "P"'],
    ],
    [
      'comments and blank lines',
      ['# x', '', 'domain,provider # x', '  # y', 'a.gr,Mail #1', '#b.gr,P'],
      ['a.gr|-|Mail #1'],
    ],
    ['a comment after a row', ['1,a.gr # x'], ['a.gr|-|-']],
    [
      'columns without a header',
      ['a.gr,P', 'x,y,z'],
      [
        'a.gr,P: is neither "domain" nor "rank,domain"; other columns need a header',
        'x,y,z: is neither "domain" nor "rank,domain"; other columns need a header',
      ],
    ],
    [
      'rows of another length',
      ['domain,provider', 'a.gr', 'b.gr,P,Q'],
      [
        'a.gr: has 1 fields where the first row has 2',
        'b.gr,P,Q: has 3 fields where the first row has 2',
      ],
    ],
    [
      'a rank that is none',
      ['1,a.gr', 'x,b.gr'],
      ['a.gr|-|-', 'x,b.gr: has a rank that is not a number'],
    ],
    ['a bad domain', ['1,a_b.gr', '2,b.gr'], ['a_b.gr: has an underscore', 'b.gr|-|-']],
    ['no domain', ['domain,provider', ',P'], [': is empty']],
    [
      'quotes',
      ['domain,provider', 'a.gr,"P', 'b.gr,P"q"', 'c.gr,"P"q', '"d.gr" , "P"'],
      [
        'a.gr,"P: has a quoted field that does not end on its line',
        'b.gr,P"q": has a quote inside a field that is not quoted',
        'c.gr,"P"q: has a quote inside a field that is not quoted',
        'd.gr|-|P',
      ],
    ],
    [
      'control characters',
      ['domain,category,provider', 'a.gr,"\x1b",P', 'b.gr,A,\u202e'],
      [
        'a.gr,"\\u001b",P: has a control character in the name of the category',
        'b.gr,A,\\u202e: has a control character in the name of the provider',
      ],
    ],
    ['semicolons', ['domain;provider'], ['domain;provider: has ";", which no domain name has']],
  ])('%s', (_, lines, expected) => {
    expect(parse(createCsvParser(), lines)).toEqual(expected);
  });
});

describe('parseCsvLine', () => {
  it('reads back what was quoted', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', 'é', '#') });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        const line = fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
        expect(parseCsvLine(line)).toEqual({ kind: 'fields', fields });
      }),
    );
  });
});

describe('both grammars', () => {
  it('never throw, and give fit values and LDH names only', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      ':',
      ' ',
      '#',
      '"',
      ',',
      'a.gr',
      'domain',
      '\0',
      '\ud800',
    );
    const line = fc.oneof(fc.string({ unit: piece }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const parser of [createTextParser(), createCsvParser()]) {
          for (const item of lines.flatMap((text) => parser(text))) {
            if (item.kind === 'entry') expect(item.entry.domain).toMatch(/^[a-z0-9.-]+$/u);
            else expect(item.value).toMatch(/^[^\p{C}]{0,483}$/u);
          }
        }
      }),
    );
  });
});
