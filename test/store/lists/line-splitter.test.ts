import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter, type Line } from '../../../src/store/lists/line-splitter.ts';

function split(bytes: Uint8Array, chunkSize: number, maxBytes = 16): Line[] {
  const splitter = createLineSplitter(maxBytes);
  const lines: Line[] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) {
    lines.push(...splitter.push(bytes.subarray(at, at + chunkSize)));
  }
  return [...lines, ...splitter.end()];
}

describe('createLineSplitter', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['\n', ['']],
    ['a', ['a']],
    ['a\nb\n', ['a', 'b']],
    ['a\r\n\r\nb', ['a', '', 'b']],
    ['a\r\r\n', ['a', '']],
    ['a\rb\r', ['a', 'b']],
    ['a\n\rb', ['a', '', 'b']],
    ['a\u0085b', ['a', 'b']],
    ['\u0085', ['']],
    ['a\u00c5b', ['a\u00c5b']],
    ['\ufeffa\n\ufeffb', ['a', '\ufeffb']],
    ['ελλάς\r\n', ['ελλάς']],
    ['1234567890123456\r\n', ['1234567890123456']],
    ['1234567890123456\u0085', ['1234567890123456']],
    ['1234567890123456\nb', ['1234567890123456', 'b']],
    ['12345678901234567\nb', ['1234567890123456|cut', 'b']],
    [`${'x'.repeat(5000)}\nb\n`, ['xxxxxxxxxxxxxxxx|cut', 'b']],
    ['x'.repeat(5000), ['xxxxxxxxxxxxxxxx|cut']],
  ])('%j', (text, expected) => {
    for (const chunkSize of [1, 2, 7, 100_000]) {
      const lines = split(Buffer.from(text), chunkSize);
      expect(lines.map((line) => (line.cut ? `${line.text}|cut` : line.text))).toEqual(expected);
      expect(lines.map((line) => line.number)).toEqual(expected.map((_, index) => index + 1));
    }
  });

  it.each<[string, number[], number | null]>([
    ['ASCII', [0x61], null],
    ['UTF-8', [0xce, 0xbb], null],
    ['U+FFFD itself', [0xef, 0xbf, 0xbd], null],
    ['a lone byte', [0x61, 0xc1, 0x62], 0xc1],
    ['a lone byte after U+FFFD', [0xef, 0xbf, 0xbd, 0xe1], 0xe1],
    ['a letter that is cut off', [0x61, 0xce], 0xce],
    ['a surrogate', [0xed, 0xa0, 0x80], 0xed],
    ['more than the cap', Array<number>(17).fill(0xff), null],
  ])('names the first byte that is no UTF-8: %s', (_, bytes, expected) => {
    expect(split(Uint8Array.from(bytes), 1).map(({ badByte }) => badByte)).toEqual([expected]);
  });

  it('gives the same lines wherever the chunks are cut', () => {
    const bytes = fc.array(
      fc.constantFrom(0x0a, 0x0d, 0xc2, 0x85, 0x61, 0xce, 0xbb, 0xff, 0xef, 0xbb, 0xbf),
    );
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 9 }), (values, chunkSize) => {
        const whole = Uint8Array.from(values);
        expect(split(whole, chunkSize)).toEqual(split(whole, 1000));
      }),
    );
  });
});
