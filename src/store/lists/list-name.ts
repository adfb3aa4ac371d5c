const MAX_NAME = 200;

// Besides the controls: bidi controls, line and paragraph separators, lone surrogates, and what
// stands for bytes that were no UTF-8.
const REFUSED = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]/u;

/** The name of a category or provider, or why it is none. */
export type ListName = { kind: 'name'; name: string } | { kind: 'invalid'; reason: string };

/**
 * Normalises the name of a category or provider: blanks around it go, runs of blanks become one
 * space, NFC. Refused: no name, more than 200 characters, control characters.
 * @param what `category` or `provider`, for the reason.
 */
export function parseListName(text: string, what: 'category' | 'provider'): ListName {
  const name = text
    .replace(/[ \t]+/gu, ' ')
    .trim()
    .normalize('NFC');
  if (name === '') return { kind: 'invalid', reason: `has no name for the ${what}` };
  if (name.length > MAX_NAME) {
    return { kind: 'invalid', reason: `has a ${what} of more than ${MAX_NAME} characters` };
  }
  if (REFUSED.test(name)) {
    return { kind: 'invalid', reason: `has a control character in the name of the ${what}` };
  }
  return { kind: 'name', name };
}
