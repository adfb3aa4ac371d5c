/**
 * Lower-cases A to Z and nothing else, as DNS compares names (RFC 4343 §3): the Kelvin sign, for one, is no 'k'.
 */
export function lowerCaseAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
