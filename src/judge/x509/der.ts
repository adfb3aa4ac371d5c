/**
 * One DER element (X.690): its identifier octet, its contents, and all its bytes with identifier and length.
 * Both are views of the bytes that were read, not copies.
 */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Elements read one after another; `whole` is false where the bytes break off or lie about a length. */
export interface DerSequence {
  readonly elements: readonly DerElement[];
  readonly whole: boolean;
}

/** Identifier octets (X.690 §8.1.2) of the types that certificates are made of. */
export const DER_TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Most elements that {@link readElements} takes from one level; far above any certificate that TLS can carry. */
export const MAX_ELEMENTS = 65_536;

const MAX_LENGTH_OCTETS = 4;

/**
 * Reads the element that starts at `offset` (bytes). Gives null, and never throws, where the bytes end before the
 * element does, for an indefinite length (not DER), for a length of more than four octets, and for tag numbers above
 * 30, which X.509 does not use. A length in more octets than it needs is read: OpenSSL reads it, and so do its peers.
 */
export function readElement(bytes: Uint8Array, offset = 0): DerElement | null {
  const tag = bytes[offset];
  if (tag === undefined || (tag & 0x1f) === 0x1f) return null;
  const length = readLength(bytes, offset + 1);
  if (length === null || length.value > bytes.length - length.end) return null;
  const end = length.end + length.value;
  return {
    tag,
    content: bytes.subarray(length.end, end),
    bytes: bytes.subarray(offset, end),
  };
}

/** Reads the elements that fill `bytes`, one level only: what they hold is read by asking again. Never throws. */
export function readElements(bytes: Uint8Array): DerSequence {
  const elements: DerElement[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const element = elements.length < MAX_ELEMENTS ? readElement(bytes, offset) : null;
    if (element === null) return { elements, whole: false };
    elements.push(element);
    offset += element.bytes.length;
  }
  return { elements, whole: true };
}

/** The elements inside `element` if it has the identifier octet `tag`; else none, and not whole. */
export function readInside(element: DerElement | null | undefined, tag: number): DerSequence {
  if (element?.tag !== tag) return { elements: [], whole: false };
  return readElements(element.content);
}

function readLength(bytes: Uint8Array, offset: number): { value: number; end: number } | null {
  const first = bytes[offset];
  if (first === undefined) return null;
  if (first < 0x80) return { value: first, end: offset + 1 };
  const octets = first & 0x7f;
  if (octets === 0 || octets > MAX_LENGTH_OCTETS) return null;
  let value = 0;
  for (let index = 1; index <= octets; index++) {
    const octet = bytes[offset + index];
    if (octet === undefined) return null;
    value = value * 256 + octet;
  }
  return { value, end: offset + 1 + octets };
}
