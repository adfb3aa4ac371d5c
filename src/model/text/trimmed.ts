/**
 * Text without what surrounds it; in linear time, where a pattern with `+$` is quadratic in the blanks inside.
 * @param blank matches one character (of one UTF-16 unit) to trim; without the flags g and y.
 */
export function trimmed(text: string, blank: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && blank.test(text.charAt(start))) start++;
  while (end > start && blank.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
