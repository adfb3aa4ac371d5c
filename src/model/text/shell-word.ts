import { shownText } from './shown-text.ts';

/** A file name as a shell reads it back; what is not printable is escaped, as in all text. */
export function shellWord(name: string): string {
  const shown = shownText(name, 255);
  return /^[\w./:@%+-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
