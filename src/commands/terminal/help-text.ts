import { columns, wrap } from '../../report/format/layout.ts';

/** How far an explanation stands in that does not fit beside what it explains. */
const UNDER_TERM = 6;

/**
 * Help as a screen shows it: of a line that is too long, an explanation behind a wide space goes below what it explains, and
 * a sentence is wrapped.
 * @param text lines of prose are whole paragraphs.
 */
export function helpText(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (columns(line) <= width ? [line] : folded(line, width)))
    .join('\n');
}

function folded(line: string, width: number): string[] {
  const [, indent = '', term = '', explanation] = /^( *)(\S.*?)(?: {2,}(\S.*))?$/.exec(line) ?? [];
  const first = wrap(term, indent, indent.length + 2, width);
  if (explanation === undefined) return first;
  return [...first, ...wrap(explanation, ' '.repeat(UNDER_TERM), UNDER_TERM, width)];
}
