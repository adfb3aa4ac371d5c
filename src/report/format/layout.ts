import { eastAsianWidth } from 'get-east-asian-width';

const SGR = /\x1b\[[0-9;]*m/g;

/** Binds two words of our own text that belong on one line, as a mark and its meaning; printed as a space. */
export const NO_BREAK = '\u00a0';

/** Columns that text takes on a terminal, colours aside: wide characters take two, combining marks none (UAX #11). */
export function columns(text: string): number {
  const bare = text.replace(SGR, '');
  if (/^[\x20-\x7e]*$/.test(bare)) return bare.length;
  return Array.from(bare).reduce((sum, character) => sum + columnsOf(character), 0);
}

function columnsOf(character: string): number {
  return /^\p{M}$/u.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
}

/** Text filled up with spaces to a width in columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** Space between the left edge and text under a lead that stands alone on its line. */
const UNDER_LEAD = 4;

/**
 * Breaks text at its spaces, but not at {@link NO_BREAK}, into lines of at most `width` columns. The first begins with
 * `first`, the others with as many spaces as `hanging` says. A lead that takes more than half of the width stands alone on
 * its line. So does a word that is longer than a line: it stays whole.
 */
export function wrap(text: string, first: string, hanging: number, width: number): string[] {
  const isLong = columns(first) > width / 2 && columns(first) + columns(text) > width;
  const lines = isLong ? [first.trimEnd()] : [];
  const indent = isLong ? UNDER_LEAD : hanging;
  let line = isLong ? ' '.repeat(UNDER_LEAD) : first;
  let empty = true;
  for (const word of text.split(' ')) {
    const room = width - columns(word);
    if (columns(line) + (empty ? 0 : 1) > room && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
      empty = true;
    }
    // A word that fits on a line alone takes some of the space before it.
    if (empty && line.trim() === '') line = line.slice(0, Math.max(0, Math.min(line.length, room)));
    line += empty ? word : ` ${word}`;
    empty = false;
    line = withoutWideBlank(line, width);
  }
  return [...lines, line].map((each) => each.replaceAll(NO_BREAK, ' '));
}

/** Foreign text may be a million spaces: a line has no more of them than fit on it. */
function withoutWideBlank(line: string, width: number): string {
  return line.length > width && line.trim() === '' ? line.slice(0, width) : line;
}

/** Words that stay on one line. */
export function together(words: readonly string[]): string {
  return words.join(NO_BREAK);
}

/** An English list: `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], last = 'and'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

/** An English list of at most `max` items; the last item is the number of the others. */
export function listedShort(items: readonly string[], max: number): string {
  if (items.length <= max) return listed(items);
  return listed([...items.slice(0, max - 1), `${items.length - max + 1} others`]);
}

/** A number with its noun: `1 host`, `3 hosts`, `2 addresses`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${agreeing(count, singular, plural)}`;
}

/** The form of a noun or a verb that agrees with a number: `agreeing(2, 'has', 'have')` is `have`. */
export function agreeing(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** Text with its first letter in upper case. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
