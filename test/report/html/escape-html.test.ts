import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeTerminal } from '../../../src/report/format/terminal-escape.ts';
import { escapeHtml, openTag } from '../../../src/report/html/escape-html.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { partsOfFragment } from './parsed.ts';

/** Any text: letters of all scripts, lone surrogates, and what has a meaning in HTML far more often than by chance. */
const ANY_TEXT = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...HOSTILE_TEXTS, '<', '>', '&', '"', "'", '=', '/', '-', '!', ' ', '\ud800'),
    ),
    { minLength: 1 },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

/** The text that a reader sees. */
const shown = (text: string) => escapeTerminal(text.replaceAll('\u00a0', ' '));

describe('text in HTML', () => {
  it.each([
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    [`"it's"`, '&quot;it&#39;s&quot;'],
    ['&amp;', '&amp;amp;'],
    ['a\r\nb\u0000', 'a\\x0d\\x0ab\\x00'],
    ['\u202egr.live', '\\u{202e}gr.live'],
    ['a\u0085b', 'a\\x85b'],
    ['TLS\u00a01.2', 'TLS 1.2'],
    ['Ελλάδα', 'Ελλάδα'],
  ])('%j is %s', (text, html) => {
    expect(escapeHtml(text)).toBe(html);
  });

  it('is found by a parser as it was, and no element of it, whatever it is', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        expect(partsOfFragment(`<p>${escapeHtml(text)}</p>`)).toEqual([
          { kind: 'element', name: 'p', attributes: {} },
          { kind: 'text', text: shown(text) },
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('is one attribute, whatever it is', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        const tag = openTag('p', { title: text, class: null, hidden: true, 'data-sort': 1 });
        const attributes = { title: shown(text), hidden: '', 'data-sort': '1' };
        expect(partsOfFragment(`${tag}</p>`)).toEqual([{ kind: 'element', name: 'p', attributes }]);
      }),
      { numRuns: 500 },
    );
  });
});
