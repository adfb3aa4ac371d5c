import { DER_TAGS, type DerElement } from './der.ts';

/** A string value: text, or bytes that break the rules of their type (mostly another charset than the one declared). */
export type DerText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads any of the ASN.1 string types that names are written in (RFC 5280 §4.1.2.4); null for another type. */
export function readText(element: DerElement): DerText | null {
  switch (element.tag) {
    case DER_TAGS.utf8String:
      return textOr(utf8(element.content), element);
    case DER_TAGS.numericString:
    case DER_TAGS.printableString:
    case DER_TAGS.ia5String:
    case DER_TAGS.visibleString:
      return textOr(ascii(element.content), element);
    case DER_TAGS.teletexString:
      // T.61 as everybody writes and reads it: Latin-1.
      return { kind: 'text', text: Buffer.from(element.content).toString('latin1') };
    case DER_TAGS.bmpString:
      return textOr(utf16(element.content), element);
    case DER_TAGS.universalString:
      return textOr(utf32(element.content), element);
    default:
      return null;
  }
}

function textOr(text: string | null, element: DerElement): DerText {
  return text === null ? { kind: 'bytes', bytes: element.content } : { kind: 'text', text };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null; // a fatal decoder has no other way to say "malformed"
  }
}

function ascii(bytes: Uint8Array): string | null {
  return bytes.every((byte) => byte < 0x80) ? Buffer.from(bytes).toString('latin1') : null;
}

function utf16(bytes: Uint8Array): string | null {
  if (bytes.length % 2 !== 0) return null;
  const text = Buffer.from(bytes).swap16().toString('utf16le');
  return /\p{Cs}/u.test(text) ? null : text; // a surrogate without its other half
}

function utf32(bytes: Uint8Array): string | null {
  if (bytes.length % 4 !== 0) return null;
  const view = Buffer.from(bytes);
  let text = '';
  for (let offset = 0; offset < view.length; offset += 4) {
    const point = view.readUInt32BE(offset);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    text += String.fromCodePoint(point);
  }
  return text;
}
