import { lowerCaseAscii } from './ascii-case.ts';
import { DER_TAGS, readElements, readInside, type DerElement } from './der.ts';
import { readText, type DerText } from './der-text.ts';
import { readObjectIdentifier } from './der-values.ts';
import { ATTRIBUTE_NAMES } from './object-identifiers.ts';

/** Longest text of a name, in characters; what is cut ends in '…'. */
export const MAX_NAME_CHARACTERS = 1024;

interface Attribute {
  readonly type: string;
  readonly value: DerElement;
}

/** A distinguished name as text, and whether all of it could be read. */
export interface NameText {
  readonly text: string;
  readonly whole: boolean;
}

/**
 * A Name as an RFC 4514 string: the last RDN first, special characters escaped, everything that is not printable
 * (C0, DEL, C1, bidi controls, separators, private use) and every malformed byte as `\XX`; letters of any script stay.
 * Values that are no text are `#` and the hex of their DER. At most 1024 characters and '…'. Never throws.
 */
export function formatName(name: DerElement | null): NameText {
  const { rdns, whole } = readRdns(name);
  const text = rdns
    .map((rdn) => rdn.map(formatAttribute).join('+'))
    .reverse()
    .join(',');
  return { text: cut(text), whole };
}

/**
 * A key under which names that OpenSSL holds for equal are equal (RFC 5280 §7.1: string type, ASCII case and runs of
 * spaces do not count). It may also join names that OpenSSL tells apart: use it to find, not to decide.
 */
export function nameKey(name: DerElement | null): string {
  const keys = rdnKeys(name);
  if (keys === null) return `unreadable:${Buffer.from(name?.bytes ?? []).toString('hex')}`;
  return keys.join(',');
}

/** One key as in {@link nameKey} for each RDN, the first of the DER first; null for a Name that cannot be read. */
export function rdnKeys(name: DerElement | null): readonly string[] | null {
  const { rdns, whole } = readRdns(name);
  return whole ? rdns.map((rdn) => rdn.map(attributeKey).join('+')) : null;
}

/** Does a Name have an attribute of this type (dotted)? */
export function hasAttribute(name: DerElement | null, type: string): boolean {
  return readRdns(name).rdns.some((rdn) => rdn.some((attribute) => attribute.type === type));
}

/** The CN values of an RFC 4514 string, escapes left in place; one with an escape is no host name anyway. */
export function commonNames(subject: string): string[] {
  const attributes = subject.matchAll(/(?<=^|[,+])([^=,+\\]+)=((?:\\.|[^\\,+])*)/gs);
  return [...attributes].filter(([, type]) => type === 'CN').map(([, , value]) => value ?? '');
}

function readRdns(name: DerElement | null): { rdns: Attribute[][]; whole: boolean } {
  const sequence = readInside(name, DER_TAGS.sequence);
  let whole = sequence.whole;
  const rdns: Attribute[][] = [];
  for (const rdn of sequence.elements) {
    const set = readInside(rdn, DER_TAGS.set);
    const attributes = set.elements.map(readAttribute).filter((attribute) => attribute !== null);
    whole &&= set.whole && attributes.length === set.elements.length && attributes.length > 0;
    if (attributes.length > 0) rdns.push(attributes);
  }
  return { rdns, whole };
}

function readAttribute(element: DerElement): Attribute | null {
  if (element.tag !== DER_TAGS.sequence) return null;
  const { elements, whole } = readElements(element.content);
  const type = readObjectIdentifier(elements[0]);
  const value = elements[1];
  if (!whole || elements.length !== 2 || type === null || value === undefined) return null;
  return { type, value };
}

function formatAttribute({ type, value }: Attribute): string {
  const name = ATTRIBUTE_NAMES.get(type);
  const text = name === undefined ? null : readText(value);
  return `${name ?? type}=${text === null ? hexString(value) : escapeText(text)}`;
}

function attributeKey({ type, value }: Attribute): string {
  const text = readText(value);
  if (text?.kind !== 'text') return `${type}=${hexString(value)}`;
  const folded = lowerCaseAscii(text.text.replace(/[ \t-\r]+/g, ' ').replace(/^ | $/g, ''));
  return `${type}=${JSON.stringify(folded)}`;
}

function hexString(value: DerElement): string {
  return `#${Buffer.from(value.bytes).toString('hex')}`;
}

function escapeText(text: DerText): string {
  const escaped =
    text.kind === 'text'
      ? Array.from(text.text, escapeCharacter)
      : Array.from(text.bytes, escapeByte);
  return escaped.map((part, index) => escapeEdge(part, index, escaped.length)).join('');
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
