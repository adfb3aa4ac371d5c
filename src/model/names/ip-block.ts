import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number: 32 bits wide for IPv4, 128 for IPv6. */
export interface AddressBits {
  family: 4 | 6;
  value: bigint;
}

/** A CIDR block: `value` is its first address, `length` the prefix length in bits. */
export interface AddressBlock extends AddressBits {
  length: number;
}

const WIDTH = { 4: 32, 6: 128 } as const satisfies Record<AddressBits['family'], number>;

/**
 * Reads a dotted IPv4 address (four decimal numbers, no leading zeros) or any textual form of an
 * IPv6 address (RFC 4291 §2.2). Null for everything else, zone identifiers (`%eth0`) included.
 */
export function parseAddress(text: string): AddressBits | null {
  if (isIPv4(text)) return { family: 4, value: ipv4Value(text) };
  if (isIPv6(text) && !text.includes('%')) return { family: 6, value: ipv6Value(text) };
  return null;
}

/**
 * Reads `address/length`. Null if the address is none or the length is not a decimal number within
 * its width. The bits beyond the length are kept: `firstAddress` says whether there are any.
 */
export function parseBlock(text: string): AddressBlock | null {
  const slash = text.indexOf('/');
  const address = parseAddress(text.slice(0, Math.max(slash, 0)));
  const digits = text.slice(slash + 1);
  if (address === null || !/^(?:0|[1-9][0-9]{0,2})$/u.test(digits)) return null;
  const length = Number(digits);
  return length <= WIDTH[address.family] ? { ...address, length } : null;
}

/** The address with all bits beyond `length` (0 to 32 or 128) cleared. */
export function firstAddress(address: AddressBits, length: number): AddressBits {
  const shift = BigInt(WIDTH[address.family] - length);
  return { family: address.family, value: (address.value >> shift) << shift };
}

/** Whether the address is of the block's family and within it. */
export function blockContains(block: AddressBlock, address: AddressBits): boolean {
  return (
    block.family === address.family && firstAddress(address, block.length).value === block.value
  );
}

/** The IPv4 address in an IPv4-mapped IPv6 one (`::ffff:0:0/96`, RFC 4291 §2.5.5.2), else itself. */
export function withoutMapping(address: AddressBits): AddressBits {
  const mapped = address.family === 6 && address.value >> 32n === 0xffffn;
  return mapped ? { family: 4, value: address.value & 0xffffffffn } : address;
}

/** The text of RFC 5952: lower case, the first longest run of zeros cut, mapped IPv4 dotted. */
export function addressText(address: AddressBits): string {
  if (address.family === 4) return ipv4Text(address.value);
  const inner = withoutMapping(address);
  if (inner.family === 4) return `::ffff:${ipv4Text(inner.value)}`;
  const fields = ipv6Fields(address.value);
  const { start, length } = longestZeros(fields);
  const text = fields.map((field) => field.toString(16));
  if (length < 2) return text.join(':'); // RFC 5952 §4.2.2
  return `${text.slice(0, start).join(':')}::${text.slice(start + length).join(':')}`;
}

function ipv4Value(text: string): bigint {
  return text.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function ipv4Text(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
}

function ipv6Value(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const before = fieldValues(head);
  const after = tail === undefined ? [] : fieldValues(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return [...before, ...zeros, ...after].reduce((value, field) => (value << 16n) | field, 0n);
}

function fieldValues(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((field) => {
    if (!field.includes('.')) return [BigInt(`0x${field}`)];
    const value = ipv4Value(field);
    return [value >> 16n, value & 0xffffn];
  });
}

function ipv6Fields(value: bigint): number[] {
  return Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(16 * (7 - index))) & 0xffffn),
  );
}

function longestZeros(fields: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let run = 0;
  fields.forEach((field, index) => {
    run = field === 0 ? run + 1 : 0;
    if (run > best.length) best = { start: index - run + 1, length: run };
  });
  return best;
}
