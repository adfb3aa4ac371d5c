import { parseAddress } from './ip-block.ts';

/**
 * The labels of an address in reverse order, as the reverse zones and DNS lists have them: decimal bytes of IPv4 (RFC 1035
 * §3.5, RFC 5782 §2.1), nibbles of IPv6 (RFC 3596 §2.5, RFC 5782 §2.4). An IPv4-mapped IPv6 address has 32 nibbles. Null
 * for what is no address.
 */
export function reversedLabels(address: string): string | null {
  const bits = parseAddress(address);
  if (bits === null) return null;
  if (bits.family === 4) return address.split('.').reverse().join('.');
  const nibbles = bits.value.toString(16).padStart(32, '0');
  return Array.from(nibbles).reverse().join('.');
}

/** The name whose PTR records name an address; null for what is no address. */
export function reverseName(address: string): string | null {
  const labels = reversedLabels(address);
  if (labels === null) return null;
  return `${labels}.${address.includes(':') ? 'ip6' : 'in-addr'}.arpa`;
}
