import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/report/format/markdown-escape.ts';

describe('escapeMarkdown', () => {
  it.each([
    ['plain text', 'mx.example.gr has a certificate', 'mx.example.gr has a certificate'],
    ['letters of any script', 'βουλή.gr', 'βουλή.gr'],
    ['a dash and a point inside', 'a-b 1.5, 2) c', 'a-b 1.5, 2) c'],
    ['a backslash', 'a\\b', 'a\\\\b'],
    ['a cell of a table', 'a|b', 'a\\|b'],
    ['HTML', '<script>x</script>', '\\<script\\>x\\</script\\>'],
    ['a character reference', '&lt;', '\\&lt;'],
    ['emphasis', '*a* _b_ ~c~', '\\*a\\* \\_b\\_ \\~c\\~'],
    ['a pattern of hosts', 'all mail*.dt-one.com', 'all mail\\*.dt-one.com'],
    ['a link', '[a](b)', '\\[a\\](b)'],
    ['an image', '![a](b)', '!\\[a\\](b)'],
    ['a heading', '# a', '\\# a'],
    ['code', '`a`', '\\`a\\`'],
    ['a formula of GitHub', '$x$', '\\$x\\$'],
    ['a tag of Liquid', '{{ x }} {% y %}', '\\{\\{ x }} \\{% y %}'],
    ['a URL', 'see HTTPS://a.gr', 'see HTTPS\\://a.gr'],
    ['a name that becomes a link', 'www.a.gr', 'www\\.a.gr'],
    ['an address that becomes a link', 'mailto:a', 'mailto\\:a'],
    ['no such name', 'xwww.a.gr', 'xwww.a.gr'],
    ['a list', '- a', '\\- a'],
    ['a list with a plus', ' + a', ' \\+ a'],
    ['a numbered list', '12. a', '12\\. a'],
    ['a numbered list with a bracket', '1) a', '1\\) a'],
    ['an underline', '===', '\\==='],
    ['a newline', 'a\n# b', 'a\\\\x0a\\# b'],
    ['an escape sequence', '\x1b[2J', '\\\\x1b\\[2J'],
    ['a bidi override', 'a\u202eb', 'a\\\\u\\{202e}b'],
    ['nothing', '', ''],
  ])('%s', (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('leaves no special character that is not escaped, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const rest = escapeMarkdown(text).replace(/\\[!-/:-@[-`{-~]/g, '');
        expect(rest).not.toMatch(/[\\|<>&*_[\]#~`${]|[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
