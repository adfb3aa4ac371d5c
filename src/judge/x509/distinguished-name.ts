import { lowerCaseAscii } from '../../model/text/ascii-case.ts';
import { escapedValue, nameText, type AttributeText } from '../../model/text/name-text.ts';
import { DER_TAGS, readElements, readInside, type DerElement } from './der.ts';
import { readText } from './der-text.ts';
import { readObjectIdentifier } from './der-values.ts';
import { ATTRIBUTE_NAMES } from './object-identifiers.ts';

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
  return { text: nameText(rdns.map((rdn) => rdn.map(attributeText))), whole };
}

/**
 * A key under which names that OpenSSL holds for equal are equal (RFC 5280 §7.1: string type, ASCII case and runs of
 * spaces do not count). It may also join names that differ for OpenSSL: use it to find, not to decide.
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

function attributeText({ type, value }: Attribute): AttributeText {
  const name = ATTRIBUTE_NAMES.get(type);
  const text = name === undefined ? null : readText(value);
  if (text === null) return { type: name ?? type, value: hexString(value) };
  const escaped = escapedValue(text.kind === 'text' ? text.text : text.bytes);
  return { type: name ?? type, value: escaped };
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
