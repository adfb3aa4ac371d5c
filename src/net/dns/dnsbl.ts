import { reversedLabels } from '../../model/names/reverse-name.ts';
import type { DnsAnswer } from './dns-answer.ts';

/** What a DNS list says of one address. */
export type Listing =
  /** `codes`: sorted, each once. */
  | { kind: 'listed'; codes: string[] }
  | { kind: 'not-listed' }
  /** `refused`: the list answers no questions of this resolver. `wrong`: answers that are none of a list. */
  | { kind: 'refused' | 'wrong' | 'failed'; detail: string };

/** The entries for tests that each list has, and must not have (RFC 5782 §5), by the form of the address. */
export const TEST_ENTRIES = {
  ipv4: { listed: '127.0.0.2', never: '127.0.0.1' },
  ipv6: { listed: '::ffff:127.0.0.2', never: '::ffff:127.0.0.1' },
} as const;
export type ListedFamily = keyof typeof TEST_ENTRIES;

export function familyOf(address: string): ListedFamily {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** Codes of one listing that are kept; a list of 127.0.0.0/8 has few. */
const MAX_CODES = 16;

/** The name that an address has in a list (RFC 5782 §2.1, §2.4). @param address in canonical text. */
export function nameInList(address: string, zone: string): string {
  return `${reversedLabels(address) ?? ''}.${zone}`;
}

/** Reads an answer: listings are in 127.0.0.0/8 (RFC 5782 §2.1), and by custom 127.255.255.0/24 says that the list refuses. */
export function readListing(answer: DnsAnswer<string>): Listing {
  switch (answer.kind) {
    case 'nodata':
    case 'nxdomain':
      return { kind: 'not-listed' };
    case 'failed': {
      const { code, detail } = answer.failure;
      const kind = detail === 'REFUSED' ? 'refused' : 'failed';
      return { kind, detail: `${code}: ${detail}` };
    }
    case 'records': {
      const { records } = answer;
      const refusal = records.find((each) => each.startsWith('127.255.255.'));
      if (refusal !== undefined) {
        return { kind: 'refused', detail: `it refuses to answer this resolver (${refusal})` };
      }
      const codes = [...new Set(records)].filter((each) => each.startsWith('127.'));
      if (codes.length > 0) return { kind: 'listed', codes: inOrder(codes).slice(0, MAX_CODES) };
      const shown = records.slice(0, MAX_CODES).join(', ');
      return { kind: 'wrong', detail: `it answers ${shown}, which is no listing` };
    }
  }
}

/** Addresses in canonical text by their bytes. */
function inOrder(addresses: readonly string[]): string[] {
  const value = (address: string): number =>
    address.split('.').reduce((sum, byte) => 256 * sum + Number(byte), 0);
  return addresses.toSorted((a, b) => value(a) - value(b));
}

/** Why a list cannot be used from here, by what it says of its test entries; null for one that can. */
export function testFault(family: ListedFamily, listed: Listing, never: Listing): string | null {
  for (const each of [listed, never]) {
    if (each.kind === 'refused' || each.kind === 'wrong' || each.kind === 'failed') {
      return each.detail;
    }
  }
  const entries = TEST_ENTRIES[family];
  if (never.kind === 'listed') {
    return `it lists ${entries.never}, which no list may have (RFC 5782)`;
  }
  return listed.kind === 'not-listed'
    ? `it does not list ${entries.listed}, as RFC 5782 requires`
    : null;
}
