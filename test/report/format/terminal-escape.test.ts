import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeShort, escapeTerminal } from '../../../src/report/format/terminal-escape.ts';

describe('escapeTerminal', () => {
  it.each([
    ['plain text', 'mx.example.gr ESMTP', 'mx.example.gr ESMTP'],
    ['letters of any script', 'Πάροχος Пример 例え العربية', 'Πάροχος Пример 例え العربية'],
    ['combining marks', 'e\u0301', 'e\u0301'],
    ['symbols and punctuation', '<script>]]>"\\|=+-@€→', '<script>]]>"\\|=+-@€→'],
    ['an emoji', '📧', '📧'],
    ['a colour', '\x1b[31mred', '\\x1b[31mred'],
    ['a window title (OSC, BEL)', '\x1b]0;owned\x07', '\\x1b]0;owned\\x07'],
    ['C1 CSI', '\u009b2J', '\\x9b2J'],
    ['NUL, tab, newline, DEL', '\0\t\r\n\x7f', '\\x00\\x09\\x0d\\x0a\\x7f'],
    ['bidi override', 'a\u202eb', 'a\\u{202e}b'],
    ['bidi isolates and marks', '\u2066\u2069\u200e\u061c', '\\u{2066}\\u{2069}\\u{200e}\\u{061c}'],
    ['zero-width', 'a\u200bb\ufeffc\u200d', 'a\\u{200b}b\\u{feff}c\\u{200d}'],
    ['line separators', '\u2028\u2029\u0085', '\\u{2028}\\u{2029}\\x85'],
    ['odd spaces', 'a\u00a0b\u3000c', 'a\\xa0b\\u{3000}c'],
    ['soft hyphen', 'a\u00adb', 'a\\xadb'],
    ['a filler letter', 'a\u3164b', 'a\\u{3164}b'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
    ['private use', '\ue000', '\\u{e000}'],
    ['format characters that are seen', '\u0600\ufff9', '\\u{0600}\\u{fff9}'],
    ['tags', '\u{e0041}', '\\u{e0041}'],
    ['a tower of marks', `a${'\u0301'.repeat(6)}`, `a${'\u0301'.repeat(4)}\\u{0301}\\u{0301}`],
  ])('%s', (_, text, shown) => {
    expect(escapeTerminal(text)).toBe(shown);
  });

  it('leaves nothing that a terminal acts on, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeTerminal(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('escapeShort', () => {
  it.each([
    ['short enough', 'abc', 3, 'abc'],
    ['cut', 'abcd', 3, 'abc…'],
    ['counted before escaping', '\x1b\x1b\x1b', 2, '\\x1b\\x1b…'],
  ])('%s', (_, text, max, shown) => {
    expect(escapeShort(text, max)).toBe(shown);
  });
});
