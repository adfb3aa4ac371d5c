/** Columns that text for people is wrapped to. */
const WIDTH = 100;

const SGR = /\x1b\[[0-9;]*m/g;

/** Columns that text takes, colours aside. Wide characters count as one: nothing is aligned behind foreign text. */
export function columns(text: string): number {
  return Array.from(text.replace(SGR, '')).length;
}

/** Text filled up with spaces to a width in columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/**
 * Breaks text at its spaces into lines of at most {@link WIDTH} columns. The first begins with `first`, the others with
 * as many spaces as `hanging` says. A word that is longer than a line stays whole.
 */
export function wrap(text: string, first: string, hanging: number): string[] {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && columns(line) + 1 + columns(word) > WIDTH) {
      lines.push(line);
      line = ' '.repeat(hanging);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
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
