/** The lines to copy that the comment of a map has below a title. */
export function linesBelow(map: string, title: RegExp): string[] {
  const lines = map.split('\n');
  const below = lines.slice(lines.findIndex((line) => title.test(line)));
  const first = below.findIndex((line) => line.startsWith(COPIED));
  const after = below.findIndex((line, index) => index > first && !line.startsWith(COPIED));
  return below.slice(first, after).map((line) => line.slice(COPIED.length));
}

const COPIED = '#   ';
