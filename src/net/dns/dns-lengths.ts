const HEADER_BYTES = 12;
const TLSA = 52;
/** Usage, selector and matching type (RFC 6698 §2.1). */
const TLSA_BYTES = 3;
const SRV = 33;
/** Priority, weight, port and the root as target (RFC 2782). */
const SRV_BYTES = 7;

/**
 * Whether each record of a message ends inside it, and no TLSA or SRV record is too short for its fields. The decoder of
 * `dns-packet` does not check lengths: a truncated digest would look like a short digest.
 * @param bytes one DNS message of at least 12 bytes.
 */
export function lengthsFit(bytes: Buffer): boolean {
  let offset: number | null = HEADER_BYTES;
  for (let left = bytes.readUInt16BE(4); left > 0 && offset !== null; left--) {
    offset = afterName(bytes, offset);
    if (offset !== null) offset += 4;
  }
  const records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10);
  for (let left = records; left > 0 && offset !== null; left--) {
    offset = afterRecord(bytes, offset);
  }
  return offset !== null && offset <= bytes.length;
}

/** Returns the end of a record (RFC 1035 §4.1.3); null if it is invalid. */
function afterRecord(bytes: Buffer, start: number): number | null {
  const offset = afterName(bytes, start);
  if (offset === null || offset + 10 > bytes.length) return null;
  const length = bytes.readUInt16BE(offset + 8);
  const type = bytes.readUInt16BE(offset);
  if (type === TLSA && length < TLSA_BYTES) return null;
  if (type === SRV && length < SRV_BYTES) return null;
  const end = offset + 10 + length;
  return end <= bytes.length ? end : null;
}

/** Returns the end of a name: after its root label or a pointer (RFC 1035 §4.1.4); null if it is invalid. */
function afterName(bytes: Buffer, start: number): number | null {
  let offset = start;
  for (;;) {
    const label = bytes[offset];
    if (label === undefined) return null;
    if (label >= 0xc0) return offset + 2;
    offset += 1 + label;
    if (label === 0) return offset;
  }
}
