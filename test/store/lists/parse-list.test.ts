import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsvLine, SEPARATORS } from '../../../src/store/lists/csv-line.ts';
import { createCsvParser } from '../../../src/store/lists/parse-csv-list.ts';
import {
  createTextParser,
  type LineParser,
  type ParsedItem,
} from '../../../src/store/lists/parse-list.ts';

/** `domain|category|provider` for an entry, `value: reason` for what was left out, `notice: …` and `refused: …`. */
function shown(item: ParsedItem): string {
  if (item.kind === 'notice') return `notice: ${item.text}`;
  if (item.kind === 'refused') return `refused: ${item.reason}`;
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
    [
      'commas between domains',
      ['P: a.gr, b.gr,c.gr; d.gr ,', 'Q: ,'],
      ['a.gr|-|P', 'b.gr|-|P', 'c.gr|-|P', 'd.gr|-|P', 'Q: ,: is a provider without a domain'],
    ],
    [
      'blanks and characters that do not show',
      ['\u00a0a.gr\u200b', '\ufeffb.gr\u00a0', 'P:\u00a0c.gr\u00a0d.gr', '\u200b[A]', 'e.gr \t'],
      ['a.gr|-|-', 'b.gr|-|-', 'c.gr|-|P', 'd.gr|-|P', 'e.gr|A|-'],
    ],
    ['such a character inside', ['a\u200b.gr'], ['a\\u200b.gr: has an invisible character']],
    [
      'a first line that heads a column',
      ['# x', 'E-Mail', 'a.gr', 'mail'],
      ['notice: takes its first line, "E-Mail", for a heading', 'a.gr|-|-', 'mail|-|-'],
    ],
    [
      'columns',
      ['a.gr\tP', 'b.gr; P'],
      [
        'a.gr P: has several columns: call a file with columns .csv or .tsv'.replace(
          ' ',
          '\\u0009',
        ),
        'b.gr; P: has several columns: call a file with columns .csv or .tsv',
      ],
    ],
    ['a mail address', ['info@a.gr'], ['info@a.gr: is an e-mail address, not a domain name']],
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
      ['a.gr,P'],
      [
        'refused: has several columns and no header: name them in the first row, as in "domain,provider"',
      ],
    ],
    [
      'a header without a column of domains',
      ['x,Kunde,,Ort'],
      [
        'refused: has no column named "domain", but "x", "Kunde", "Ort": name the column of the domains "domain"',
      ],
    ],
    [
      'many columns',
      [`domain name,${'abcdefghij'.split('').join(',')}`],
      [
        'notice: takes the domains from "domain name"; other columns: "a", "b", "c", "d", "e", "f", "g", "h" and 2 more',
      ],
    ],
    [
      'a header in other words',
      ['Domain Name,Agency,City', 'a.gr,A,C'],
      ['notice: takes the domains from "Domain Name"; other columns: "Agency", "City"', 'a.gr|-|-'],
    ],
    [
      'a header in Greek, with semicolons',
      ['Πάροχος;Τομέας;Κατηγορία', 'P;a.gr;A'],
      [
        'notice: takes the domains from "Τομέας", the providers from "Πάροχος", the categories from "Κατηγορία"',
        'a.gr|A|P',
      ],
    ],
    [
      'the domains before the addresses',
      ['E-mail,Hostname,Domain', 'x@b.gr,mx.a.gr,a.gr'],
      ['a.gr|-|-'],
    ],
    [
      'a heading over one column',
      ['mail', 'a.gr', 'mail'],
      ['notice: takes the domains from "mail"', 'a.gr|-|-', 'mail|-|-'],
    ],
    [
      'an unknown heading over one column',
      ['Customers', 'a.gr'],
      ['notice: takes its first row, "Customers", for a heading', 'a.gr|-|-'],
    ],
    [
      'a heading that is a top-level domain too',
      ['Name', 'a.gr', 'name'],
      ['notice: takes its first row, "Name", for a heading', 'a.gr|-|-', 'name|-|-'],
    ],
    ['a top-level domain first', ['gr', 'a.gr'], ['gr|-|-', 'a.gr|-|-']],
    [
      'a column of mail addresses',
      ['email', 'info@a.gr'],
      [
        'notice: takes the domains from "email"',
        'info@a.gr: is an e-mail address, not a domain name',
      ],
    ],
    ['semicolons', ['domain;provider', 'a.gr;P, Q'], ['a.gr|-|P, Q']],
    ['semicolons without a header', ['1;a.gr', '2;b.gr'], ['a.gr|-|-', 'b.gr|-|-']],
    ['tabs', ['domain\tprovider\tcategory', 'a.gr\t\tA', 'b.gr\t"P"\t'], ['a.gr|A|-', 'b.gr|-|P']],
    ['the separator named', ['sep=;', 'domain;a,b', 'a.gr;x'], ['a.gr|-|-']],
    ['the separator named in quotes', ['"sep=;"', 'domain;provider', 'a.gr;P'], ['a.gr|-|P']],
    [
      'empty rows and fields of Excel',
      ['domain;provider;;', ';;;', 'a.gr;P;;', '"";"";', 'b.gr;P', 'c.gr;;;;;', ';;'],
      ['a.gr|-|P', 'b.gr|-|P', 'c.gr|-|-'],
    ],
    [
      'fields that Excel leaves out',
      ['domain,provider,note', 'a.gr,P', 'b.gr'],
      ['a.gr|-|P', 'b.gr: has 1 field where the first row has 3'],
    ],
    ['a row of several lines', ['domain,provider', 'a.gr,"P\n Q"'], ['a.gr|-|P Q']],
    [
      'several names in a cell',
      ['domain,provider', '"a.gr, b.gr",P', '"c.gr\nd.gr",P', '"Hellas Online",P'],
      ['a.gr|-|P', 'b.gr|-|P', 'c.gr|-|P', 'd.gr|-|P', 'Hellas Online: has a space inside'],
    ],
    [
      'blanks and characters that do not show',
      ['\ufeffdomain\u00a0', '\u00a0a.gr\u200b', '"b.gr\u200b"'],
      ['notice: takes the domains from "domain"', 'a.gr|-|-', 'b.gr|-|-'].slice(1),
    ],
    [
      'rows of another length',
      ['domain,provider', 'a.gr', 'b.gr,P,Q'],
      [
        'a.gr: has 1 field where the first row has 2',
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
        'a.gr,"P: has a quoted field that does not end',
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
  ])('%s', (_, lines, expected) => {
    expect(parse(createCsvParser(), lines)).toEqual(expected);
  });
});

describe('parseCsvLine', () => {
  it('reads back what was quoted', () => {
    const field = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\t', '\n', ' ', 'é', '#'),
    });
    const separators = fc.constantFrom(...SEPARATORS);
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), separators, (fields, separator) => {
        const line = fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator);
        expect(parseCsvLine(line, separator)).toEqual({ kind: 'fields', fields });
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
            else if (item.kind === 'invalid') expect(item.value).toMatch(/^[^\p{C}]{0,483}$/u);
          }
        }
      }),
    );
  });
});
