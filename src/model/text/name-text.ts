/** Longest text of a name, in characters; what is cut ends in '…'. */
export const MAX_NAME_CHARACTERS = 1024;

/** One attribute of a distinguished name: its type, and its value as RFC 4514 writes it. */
export interface AttributeText {
  type: string;
  value: string;
}

/**
 * A distinguished name as an RFC 4514 string: the last RDN first. At most 1024 characters and '…'.
 * @param rdns in the order of the certificate, the values escaped.
 */
export function nameText(rdns: readonly (readonly AttributeText[])[]): string {
  const text = rdns
    .map((rdn) => rdn.map(({ type, value }) => `${type}=${value}`).join('+'))
    .reverse()
    .join(',');
  return cut(text);
}

/**
 * The value of an attribute, its special characters escaped; everything that is not printable (C0, DEL, C1, bidi
 * controls, separators, private use) is `\XX`, and of bytes that are no text, every one above ASCII. Letters of any
 * script stay. Of a long value so much is read that {@link nameText} cuts it.
 */
export function escapedValue(value: string | Uint8Array): string {
  const read = MAX_NAME_CHARACTERS + 1;
  const escaped =
    typeof value === 'string'
      ? Array.from(value.slice(0, read), escapeCharacter)
      : Array.from(value.subarray(0, read), escapeByte);
  return escaped.map((part, index) => escapeEdge(part, index, escaped.length)).join('');
}

/** The values of an attribute type in an RFC 4514 string, in its order, with their escapes. */
export function attributeValues(name: string, type: string): string[] {
  const attributes = name.matchAll(/(?<=^|[,+])([^=,+\\]+)=((?:\\.|[^\\,+])*)/gs);
  return [...attributes].filter(([, found]) => found === type).map(([, , value = '']) => value);
}

/** A space at either end, or a '#' that starts, would be taken for something else (RFC 4514 §2.4). */
function escapeEdge(part: string, index: number, length: number): string {
  const special =
    (part === ' ' && (index === 0 || index === length - 1)) || (part === '#' && index === 0);
  return special ? `\\${part}` : part;
}

function escapeByte(byte: number): string {
  return byte < 0x80 ? escapeCharacter(String.fromCharCode(byte)) : hexPairs([byte]);
}

function escapeCharacter(character: string): string {
  if (/["+,;<>\\]/.test(character)) return `\\${character}`;
  // Unassigned code points are left out on purpose: which ones are depends on the Unicode version of the runtime.
  if (character !== ' ' && /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Z}]/u.test(character)) {
    return hexPairs(Buffer.from(character, 'utf8'));
  }
  return character;
}

function hexPairs(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
    '',
  );
}

function cut(text: string): string {
  if (text.length <= MAX_NAME_CHARACTERS) return text;
  const kept = text.slice(0, MAX_NAME_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.replace(/(?<!\\)((?:\\\\)*)\\[0-9A-F]?$/, '$1')}…`;
}
