import type { Resolver } from './dns-answer.ts';
import {
  nameInList,
  readListing,
  TEST_ENTRIES,
  testFault,
  type ListedFamily,
  type Listing,
} from './dnsbl.ts';

/** What a DNS list is asked with. */
export type ListResolver = Pick<Resolver, 'ipv4' | 'txt'>;

/** Looks an address up on a DNS list: one question. */
export async function lookUpOn(
  resolver: ListResolver,
  zone: string,
  address: string,
): Promise<Listing> {
  return readListing(await resolver.ipv4(nameInList(address, zone)));
}

/** The reason that a list gives for a listing (RFC 5782 §2.1), as it stands there; null for none. */
export async function reasonOn(
  resolver: ListResolver,
  zone: string,
  address: string,
): Promise<string | null> {
  const txt = await resolver.txt(nameInList(address, zone));
  return txt.kind === 'records' ? (txt.records.toSorted()[0] ?? null) : null;
}

/** Looks up the test entries of a list: a list that is gone, or answers nobody or everybody, says nothing of an address. */
export async function zoneFault(
  resolver: ListResolver,
  zone: string,
  family: ListedFamily,
): Promise<string | null> {
  const { listed, never } = TEST_ENTRIES[family];
  const [yes, no] = await Promise.all([
    lookUpOn(resolver, zone, listed),
    lookUpOn(resolver, zone, never),
  ]);
  return testFault(family, yes, no);
}
