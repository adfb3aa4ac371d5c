import { shownText } from './shown-text.ts';

/** A word as a POSIX shell reads it back, whole (XCU §2.2.2); what is not printable is escaped, as in all text. */
export function shellWord(word: string): string {
  const shown = shownText(word, word.length);
  return /^[\w./:,=@%+-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
