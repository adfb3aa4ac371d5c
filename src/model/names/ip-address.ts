import {
  addressText,
  blockContains,
  parseAddress,
  parseBlock,
  type AddressBlock,
} from './ip-block.ts';
import { SPECIAL_PURPOSE_BLOCKS } from './special-purpose.ts';

const BLOCKS: readonly (AddressBlock & { purpose: string | null })[] =
  SPECIAL_PURPOSE_BLOCKS.flatMap(([text, purpose]) => {
    const block = parseBlock(text);
    return block === null ? [] : [{ ...block, purpose }];
  }).sort((a, b) => b.length - a.length);

/**
 * The one text of an IP address, which keys and comparisons go by: dotted IPv4, or IPv6 as in
 * RFC 5952. Null if the text is not an address (`127.1`, `010.0.0.1`, `fe80::1%eth0`).
 */
export function canonicalAddress(text: string): string | null {
  const address = parseAddress(text);
  return address === null ? null : addressText(address);
}

/**
 * Why an address is not to be connected to: the name of the special-purpose block it is in.
 * Null for an ordinary public address. What is not an address at all gets a reason too, so that
 * a caller's slip never opens a connection.
 */
export function specialPurpose(address: string): string | null {
  const bits = parseAddress(address);
  if (bits === null) return 'not an IP address';
  return BLOCKS.find((block) => blockContains(block, bits))?.purpose ?? null;
}

/** Sort order of addresses in a snapshot: as text by bytes, null first. */
export function compareAddresses(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
