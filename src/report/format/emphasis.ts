import type { Paint } from './palette.ts';

/** Marks the words that a reader looks for. */
export function emphasised(
  sentence: string,
  mark: { good: Paint; bad: Paint; unknown: Paint },
): string {
  return sentence
    .replace(
      /does NOT support TLS|do NOT support TLS|does NOT work|NOT on every address/gi,
      mark.bad,
    )
    .replace(/could not (?:tell|be told)/gi, mark.unknown)
    .replace(/^Supports TLS [0-9.]+/, mark.good);
}
