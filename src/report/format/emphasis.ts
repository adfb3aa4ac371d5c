import type { Paint } from '../document/palette.ts';

/** Marks the words that readers look for. */
export function emphasised(
  sentence: string,
  mark: { good: Paint; bad: Paint; unknown: Paint },
): string {
  return sentence
    .replace(
      /did NOT offer STARTTLS|does NOT support TLS|(?:no|broken) STARTTLS(?= on )|STARTTLS is broken|NOT on every address/gi,
      mark.bad,
    )
    .replace(/TLS unknown|\b(?:is|are) unknown|\bunknown(?=:)/gi, mark.unknown)
    .replace(/^(?:Supports )?(?:TLS|SSL) [0-9.]+/, mark.good);
}
