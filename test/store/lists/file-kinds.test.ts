import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemText } from '../../../src/model/names/list.ts';
import {
  collectList,
  emptyCollection,
  type ListFormat,
} from '../../../src/store/lists/collect-list.ts';
import { createCsvParser } from '../../../src/store/lists/parse-csv-list.ts';
import { createTextParser } from '../../../src/store/lists/parse-list.ts';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

const FORMATS = {
  txt: (): ListFormat => ({ parser: createTextParser(), joinsLines: false }),
  csv: (): ListFormat => ({ parser: createCsvParser(), joinsLines: true }),
};

/** What a file comes to: its `domain|category|provider` and what is said of it; or why it is refused. */
async function reading(kind: 'txt' | 'csv', bytes: Uint8Array, chunk = 65_536): Promise<string[]> {
  const collection = emptyCollection();
  const read = await collectList(chunksOf(bytes, chunk), 'L', FORMATS[kind](), collection);
  if (read.kind === 'refused') return [`refused: ${read.reason}`];
  return [
    ...(collection.kept ?? []).map(({ domain, category, provider }) =>
      [domain, category ?? '-', provider ?? '-'].join('|'),
    ),
    ...collection.notices,
    ...collection.problems.map(problemText),
  ];
}

function utf16le(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function utf16be(text: string): Buffer {
  return utf16le(text).swap16();
}

/** Greek letters and ASCII in the code page Windows-1253. */
function windows1253(text: string): Buffer {
  return Buffer.from(
    Array.from(text, (letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return code < 0x80 ? code : code - 0x0390 + 0xc0;
    }),
  );
}

function bytes(hex: string): Buffer {
  return Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from('some.more\0\x01bytes')]);
}

const WIND = ['wind.gr|A|ΟΤΕ', 'b.gr|A|ΟΤΕ'];
const TEXT = '[A]\r\nΟΤΕ: wind.gr b.gr\r\n';
const TABLE = 'domain;provider;category\r\nwind.gr;ΟΤΕ;A\r\nb.gr;ΟΤΕ;A\r\n';
const AS_UTF8 = 'save it as UTF-8 (in Excel: "CSV UTF-8")';
const PLAIN = 'a list is plain text, one domain a line, or CSV';

describe('a list file', () => {
  it.each<[string, 'txt' | 'csv', Uint8Array, string[]]>([
    ['UTF-8', 'txt', Buffer.from(TEXT), WIND],
    ['UTF-8 with a mark', 'txt', Buffer.from(`\ufeff${TEXT}`), WIND],
    ['UTF-16 LE with its mark', 'txt', utf16le(`\ufeff${TEXT}`), WIND],
    ['UTF-16 BE with its mark', 'txt', utf16be(`\ufeff${TEXT}`), WIND],
    ['CSV in UTF-16', 'csv', utf16le(`\ufeff${TABLE}`), WIND],
    ['lines that end in CR', 'txt', Buffer.from(TEXT.replaceAll('\r\n', '\r')), WIND],
    ['lines that end in LF', 'csv', Buffer.from(TABLE.replaceAll('\r\n', '\n')), WIND],
    ['lines that end in NEL', 'txt', Buffer.from(TEXT.replaceAll('\r\n', '\u0085')), WIND],
    ['a mark alone', 'txt', Buffer.from('\ufeff'), []],
    ['nothing', 'csv', Buffer.from(''), []],
    [
      'a cell of two lines',
      'csv',
      Buffer.from('domain,provider\r\na.gr,"P\r\nQ"\r\nb.gr,R'),
      ['a.gr|-|P Q', 'b.gr|-|R'],
    ],
    [
      'a quote that nobody closed',
      'csv',
      Buffer.from('domain,provider\na.gr,"P\nb.gr,"Q"\nc.gr,R\n'),
      ['b.gr|-|Q', 'c.gr|-|R', 'L:2: "a.gr,"P" has a quoted field that does not end'],
    ],
    [
      'such a quote at the end',
      'csv',
      Buffer.from('domain,provider\na.gr,P\nb.gr,"Q\nc.gr,R'),
      ['a.gr|-|P', 'c.gr|-|R', 'L:3: "b.gr,"Q" has a quoted field that does not end'],
    ],
    [
      'such a quote above many lines',
      'csv',
      Buffer.from(`domain,provider\na.gr,"P\n${'b.gr,Q\n'.repeat(200)}`),
      [
        'b.gr|-|Q',
        'L:2: "a.gr,"P" has a quoted field that does not end',
        ...Array.from({ length: 10 }, (_, at) => `L:${at + 4}: "b.gr" is already at L:3`),
        'L: and 189 more duplicates: each domain counts once',
      ],
    ],
    [
      'a Windows code page',
      'txt',
      windows1253(TEXT),
      [`refused: is not UTF-8 (line 2, byte 0xCF): ${AS_UTF8}`],
    ],
    [
      'CSV in a Windows code page',
      'csv',
      windows1253(TABLE),
      [`refused: is not UTF-8 (line 2, byte 0xCF; 1 more line like it): ${AS_UTF8}`],
    ],
    [
      'a header in a code page',
      'csv',
      windows1253('Τομεας;Παροχος\r\nwind.gr;P\r\n'),
      [`refused: is not UTF-8 (line 1, byte 0xD4): ${AS_UTF8}`],
    ],
    ['a comment in a code page', 'txt', windows1253('# Ελλαδα\nwind.gr\n'), ['wind.gr|-|-']],
    [
      'a column in a code page that nobody reads',
      'csv',
      windows1253('domain,city\nwind.gr,Αθηνα\n'),
      ['wind.gr|-|-'],
    ],
    [
      'some lines in a code page',
      'txt',
      windows1253('wind.gr\nΟΤΕ: ote.gr otenet.gr\nΑ: a.gr\nΒ: b.gr\n'),
      ['wind.gr|-|-', `L: is not UTF-8 (line 2, byte 0xCF; 2 more lines like it): ${AS_UTF8}`],
    ],
    [
      'UTF-16 LE without its mark',
      'txt',
      utf16le(TEXT),
      ['refused: is in UTF-16 without a byte order mark: save it as UTF-8'],
    ],
    [
      'UTF-16 BE without its mark',
      'csv',
      utf16be(TABLE),
      ['refused: is in UTF-16 without a byte order mark: save it as UTF-8'],
    ],
    ['UTF-32', 'txt', bytes('fffe000061000000'), ['refused: is in UTF-32: save it as UTF-8']],
    [
      'one zero byte',
      'txt',
      Buffer.from('wind.gr\na\0.gr\n'),
      ['wind.gr|-|-', 'L:2: "a\\u0000.gr" has a control character'],
    ],
    [
      'a workbook',
      'csv',
      bytes('504b0304'),
      [
        'refused: is an Excel or LibreOffice workbook or another ZIP archive: save the sheet as "CSV UTF-8"',
      ],
    ],
    [
      'an old workbook',
      'csv',
      bytes('d0cf11e0a1b11ae1'),
      ['refused: is an Excel workbook (.xls): save the sheet as "CSV UTF-8"'],
    ],
    ['gzip', 'txt', gzipSync(TEXT), ['refused: is compressed with gzip: unpack it first (gunzip)']],
    [
      'zstd',
      'txt',
      bytes('28b52ffd'),
      ['refused: is compressed with zstd: unpack it first (unzstd)'],
    ],
    ['a PDF', 'txt', Buffer.from('%PDF-1.7\n'), [`refused: is a PDF: ${PLAIN}`]],
    [
      'RTF',
      'txt',
      Buffer.from('{\\rtf1\\ansi wind.gr}'),
      [`refused: is RTF, from a word processor: ${PLAIN}`],
    ],
    ['bytes', 'txt', Buffer.alloc(64), [`refused: is not a text file: ${PLAIN}`]],
    [
      'a JSON array',
      'txt',
      Buffer.from('[\n  "wind.gr"\n]\n'),
      [`refused: is JSON: ${PLAIN} (an array of names: jq -r '.[]')`],
    ],
    [
      'a JSON object',
      'csv',
      Buffer.from('{"format":"mxtls/1"}'),
      [`refused: is JSON: ${PLAIN} (an array of names: jq -r '.[]')`],
    ],
    [
      'JSON in UTF-16',
      'csv',
      utf16le('\ufeff[{"domain":"wind.gr"}]'),
      [`refused: is JSON: ${PLAIN} (an array of names: jq -r '.[]')`],
    ],
    [
      'a page',
      'txt',
      Buffer.from('\r\n<!DOCTYPE html>\n<p>wind.gr'),
      [`refused: is HTML or XML: ${PLAIN}`],
    ],
    [
      'a Markdown table',
      'txt',
      Buffer.from('# Lists\n\n| domain |\n|---|\n| wind.gr |\n'),
      [`refused: is a Markdown table: ${PLAIN}`],
    ],
  ])('%s', async (_, kind, file, expected) => {
    for (const chunk of [1, 7, 65_536]) expect(await reading(kind, file, chunk)).toEqual(expected);
  });

  it('says the same in UTF-8 and UTF-16, wherever its bytes are cut', async () => {
    const piece = fc.constantFrom(
      'a.gr',
      'ελλάς.gr',
      'P: ',
      '[Ω]',
      '"',
      ';',
      '\n',
      '\r\n',
      ' ',
      '😀',
    );
    const text = fc.array(piece, { maxLength: 30 }).map((pieces) => `# x\n${pieces.join('')}`);
    const kinds = fc.constantFrom('txt' as const, 'csv' as const);
    const size = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(text, kinds, size, async (content, kind, chunk) => {
        const expected = await reading(kind, Buffer.from(content));
        for (const encoded of [
          Buffer.from(content),
          utf16le(`\ufeff${content}`),
          utf16be(`\ufeff${content}`),
        ]) {
          expect(await reading(kind, encoded, chunk)).toEqual(expected);
        }
      }),
    );
  });

  it('never throws, and counts what it leaves out', async () => {
    const kinds = fc.constantFrom('txt' as const, 'csv' as const);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), kinds, async (content, kind) => {
        for (const said of await reading(kind, content, 50)) expect(said).not.toMatch(/[\n\r\0]/);
      }),
    );
  });
});
