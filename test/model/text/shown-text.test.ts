import { describe, expect, it } from 'vitest';
import { shownText } from '../../../src/model/text/shown-text.ts';

describe('shownText', () => {
  it.each([
    ['wind.gr', 'wind.gr'],
    ['ελλάς 日本 é', 'ελλάς 日本 é'],
    ['a\0b\tc\r\nd\x1b[31m\x7f', 'a\\u0000b\\u0009c\\u000d\\u000ad\\u001b[31m\\u007f'],
    ['\u0085\u009b', '\\u0085\\u009b'],
    ['\u202eabc\u2066', '\\u202eabc\\u2066'],
    ['\u2028\u2029', '\\u2028\\u2029'],
    ['\u200b\u00ad\u3164', '\\u200b\\u00ad\\u3164'],
    ['\ud800x', '\\ud800x'],
    ['\u{e0001}', '\\udb40\\udc01'],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['x'.repeat(81), `${'x'.repeat(80)}...`],
  ])('%j is shown as %s', (text, shown) => {
    expect(shownText(text)).toBe(shown);
  });

  it('cuts at the given length', () => {
    expect(shownText('abcdef', 3)).toBe('abc...');
  });
});
