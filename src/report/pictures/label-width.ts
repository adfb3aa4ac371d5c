/** What a letter of 12 units takes at most in the fonts of browsers, by its kind. */
const LETTER = { capital: 8.8, other: 7.4 };

/** The room of a text of 12 units in a picture, rather too much than too little: no picture knows its font. */
export function labelWidth(text: string): number {
  return Array.from(text).reduce(
    (width, letter) => width + (/\p{Lu}/u.test(letter) ? LETTER.capital : LETTER.other),
    0,
  );
}
