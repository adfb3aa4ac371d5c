import { hostFromDns, parseDomainName } from './domain-name.ts';
import {
  addressText,
  firstAddress,
  parseAddress,
  parseBlock,
  withoutMapping,
  type AddressBits,
  type AddressBlock,
} from './ip-block.ts';
import { withoutComment } from './list.ts';
import { shownText } from '../text/shown-text.ts';

/**
 * Who is not to be asked: domains before any DNS query, hosts before their addresses are looked
 * up, addresses before a connection. A name covers itself and every name below it. `size` is the
 * number of distinct entries.
 */
export interface Exclusions {
  size: number;
  excludesDomain: (domain: string) => boolean;
  excludesHost: (host: string) => boolean;
  excludesAddress: (address: string) => boolean;
}

/** One entry of an exclusion file. */
export type Exclusion = { kind: 'name'; name: string } | { kind: 'block'; block: AddressBlock };

/** A line of an exclusion file: an entry, nothing, or what is wrong with it. */
export type ExclusionLine =
  | { kind: 'exclusion'; exclusion: Exclusion }
  | { kind: 'blank' }
  | { kind: 'invalid'; value: string; reason: string };

/**
 * Reads a line: a domain or host name, an IP address or a CIDR block; `#` starts a comment at the
 * start or after a blank. Nothing is guessed, since a slip here would ask someone who wants to be
 * left alone. The `value` of an invalid line is fit to print, the reason reads on from it.
 */
export function parseExclusion(line: string): ExclusionLine {
  const text = withoutComment(line).trim();
  if (text === '') return { kind: 'blank' };
  const entry = /^[0-9a-f:.]+\//iu.test(text) ? parseBlockEntry(text) : parseNameOrAddress(text);
  if (typeof entry !== 'string') return { kind: 'exclusion', exclusion: entry };
  return { kind: 'invalid', value: shownText(text), reason: entry };
}

/** The blocks of one family and prefix length, by their first addresses. */
interface Prefixes {
  family: AddressBits['family'];
  length: number;
  first: Set<bigint>;
}

/** The questions that entries answer. With no entries, nothing is excluded. */
export function createExclusions(entries: Iterable<Exclusion>): Exclusions {
  const names = new Set<string>();
  const prefixes: Prefixes[] = [];
  for (const entry of entries) {
    if (entry.kind === 'name') names.add(entry.name);
    else addBlock(prefixes, entry.block);
  }
  const excludesName = (name: string): boolean =>
    names.size > 0 && namesAbove(name).some((above) => names.has(above));
  return {
    size: prefixes.reduce((sum, { first }) => sum + first.size, names.size),
    excludesDomain: excludesName,
    excludesHost: excludesName,
    excludesAddress: (address) => {
      const bits = parseAddress(address);
      if (bits === null) return false;
      return inBlocks(prefixes, bits) || inBlocks(prefixes, withoutMapping(bits));
    },
  };
}

function parseNameOrAddress(text: string): Exclusion | string {
  const address = parseAddress(text);
  if (address !== null) {
    const bits = withoutMapping(address);
    return { kind: 'block', block: { ...bits, length: bits.family === 4 ? 32 : 128 } };
  }
  if (text.includes('_')) return underscoreName(text);
  const domain = parseDomainName(text);
  if (domain.kind === 'domain') return { kind: 'name', name: domain.ascii };
  return text.startsWith('*.')
    ? 'has a wildcard: a domain covers all names below it'
    : domain.reason;
}

// MX hosts with an underscore exist, though no domain has one.
function underscoreName(text: string): Exclusion | string {
  const host = hostFromDns(text);
  return host.kind === 'host' ? { kind: 'name', name: host.name } : 'is not a host name';
}

function parseBlockEntry(text: string): Exclusion | string {
  const block = parseBlock(text);
  if (block === null) return 'is not a CIDR block, as in 192.0.2.0/24 or 2001:db8::/32';
  const first = firstAddress(block, block.length);
  if (first.value !== block.value) {
    return `has bits set beyond its prefix: the block is ${addressText(first)}/${block.length}`;
  }
  return { kind: 'block', block: withoutMappedPrefix(block) };
}

// A block of mapped addresses is one of IPv4; a shorter prefix covers other addresses as well.
function withoutMappedPrefix(block: AddressBlock): AddressBlock {
  const bits = withoutMapping(block);
  const mapped = block.length >= 96 && bits.family !== block.family;
  return mapped ? { ...bits, length: block.length - 96 } : block;
}

function addBlock(prefixes: Prefixes[], { family, length, value }: AddressBlock): void {
  const known = prefixes.find((each) => each.family === family && each.length === length);
  if (known === undefined) prefixes.push({ family, length, first: new Set([value]) });
  else known.first.add(value);
}

function inBlocks(prefixes: readonly Prefixes[], address: AddressBits): boolean {
  return prefixes.some(
    ({ family, length, first }) =>
      family === address.family && first.has(firstAddress(address, length).value),
  );
}

/** `a.b.gr` → `a.b.gr`, `b.gr`, `gr`. */
function namesAbove(name: string): string[] {
  const labels = name.toLowerCase().replace(/\.$/u, '').split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
