/**
 * What a terminal prints as itself: letters of any script with their marks, numbers, punctuation, symbols and the plain
 * space. Controls (C0, DEL, C1), format characters (bidi controls, zero-width ones, soft hyphen), other spaces, line and
 * paragraph separators, private use, unassigned code points and lone surrogates are not in it.
 */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Printable by their category, and yet shown as nothing: Hangul fillers, variation selectors and the like. */
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;

/** Combining marks allowed on one character; more would cover the lines around it. */
const MARKS = 4;
const TOO_MANY_MARKS = new RegExp(`(?<=\\p{M}{${MARKS}})\\p{M}`, 'gu');

/**
 * Escapes foreign text for one line of a terminal or a mail: what is not printable becomes `\xNN` (below U+0100) or
 * `\u{NNNN}`, so newlines are seen as `\x0a` and no escape sequence is left. A backslash stays single.
 */
export function escapeTerminal(text: string): string {
  const shown = Array.from(text, (character) =>
    PRINTABLE.test(character) && !INVISIBLE.test(character) ? character : escaped(character),
  ).join('');
  return shown.replace(TOO_MANY_MARKS, escaped);
}

/** Foreign text as {@link escapeTerminal} gives it, cut after `max` characters with `…`; never inside an escape. */
export function escapeShort(text: string, max: number): string {
  const characters = Array.from(text);
  const kept = escapeTerminal(characters.slice(0, max).join(''));
  return characters.length > max ? `${kept}…` : kept;
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code.padStart(4, '0')}}`;
}
