// Controls, format characters, lone surrogates, unassigned ones, and line and paragraph separators.
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Foreign text as it can be quoted in a message of one line: what would not print, or would act on
 * a terminal, as \uXXXX; cut after `max` characters with `...`.
 */
export function shownText(text: string, max = 80): string {
  const shown = text.slice(0, max).replace(UNSAFE, escaped);
  return text.length > max ? `${shown}...` : shown;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${unit}`;
  }).join('');
}
