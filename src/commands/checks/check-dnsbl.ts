import { checkOf, type Check } from '../../model/output/check.ts';
import { reversedLabels } from '../../model/names/reverse-name.ts';
import type { DnsAnswer, Resolver } from '../../net/dns/dns-answer.ts';
import { NO_ADDRESS } from './check-names.ts';

/** What a DNS list says of one address. */
type Listing =
  | { kind: 'listed'; codes: string[] }
  | { kind: 'not-listed' }
  /** `refused`: by the operator of the list. `wrong`: answers that are none of a list. */
  | { kind: 'refused' | 'wrong' | 'failed'; detail: string };

/** The entries for tests that each list has, and must not have (RFC 5782 §5), by the form of the address. */
const TESTS = {
  ipv4: { listed: '127.0.0.2', never: '127.0.0.1' },
  ipv6: { listed: '::ffff:127.0.0.2', never: '::ffff:127.0.0.1' },
} as const;

/** Characters of the reason of a listing that are shown. */
const REASON = 200;

const of = checkOf('dnsbl');

/**
 * Looks up the addresses of this machine in one DNS list (RFC 5782). Its test entries are looked up first: a list that is
 * gone, or that answers nobody or everybody, says nothing of an address.
 */
export async function checkDnsbl(
  resolver: Resolver,
  zone: string,
  addresses: readonly string[],
): Promise<Check[]> {
  if (addresses.length === 0) {
    const fault = await zoneFault(resolver, zone, 'ipv4');
    if (fault !== null) return [fault];
    const advice = 'look up the address that servers see';
    return [of('unknown', `${zone} answers; ${NO_ADDRESS}`, advice)];
  }
  return Promise.all(
    addresses.map(async (address) => {
      const family = address.includes(':') ? 'ipv6' : 'ipv4';
      const fault = await zoneFault(resolver, zone, family);
      return fault ?? judge(resolver, { zone, address }, await lookUp(resolver, zone, address));
    }),
  );
}

/** Whether a list can be used from here, by its test entries: null, or what is wrong. */
async function zoneFault(
  resolver: Resolver,
  zone: string,
  family: keyof typeof TESTS,
): Promise<Check | null> {
  const { listed, never } = TESTS[family];
  const [yes, no] = await Promise.all([
    lookUp(resolver, zone, listed),
    lookUp(resolver, zone, never),
  ]);
  const unusable = (why: string): Check =>
    of('unknown', `${zone} cannot be used from this resolver: ${why}`, UNUSABLE);
  for (const each of [yes, no]) {
    if (each.kind === 'refused' || each.kind === 'wrong' || each.kind === 'failed') {
      return unusable(each.detail);
    }
  }
  if (no.kind === 'listed') return unusable(`it lists ${never}, which no list may have (RFC 5782)`);
  if (yes.kind === 'not-listed') {
    return unusable(`it does not list ${listed}, which every list has (RFC 5782)`);
  }
  return null;
}

const UNUSABLE =
  'use a resolver of your own, as public ones are refused by many lists; see that the zone is still in use';

async function judge(
  resolver: Resolver,
  { zone, address }: { zone: string; address: string },
  listing: Listing,
): Promise<Check> {
  switch (listing.kind) {
    case 'not-listed':
      return of('ok', `${address} is not on ${zone}`);
    case 'listed': {
      const txt = await resolver.txt(`${reversedLabels(address) ?? ''}.${zone}`);
      const [text] = txt.kind === 'records' ? txt.records : [];
      const reason = text === undefined ? '' : `: ${text.slice(0, REASON)}`;
      const evidence = `${address} is on ${zone} (${listing.codes.join(', ')}${reason})`;
      return of(
        'failed',
        evidence,
        'find out why, have it removed, or survey from another address',
      );
    }
    case 'refused':
    case 'wrong':
    case 'failed':
      return of(
        'unknown',
        `${address} could not be looked up on ${zone}: ${listing.detail}`,
        UNUSABLE,
      );
  }
}

async function lookUp(resolver: Resolver, zone: string, address: string): Promise<Listing> {
  return listingOf(await resolver.ipv4(`${reversedLabels(address) ?? ''}.${zone}`));
}

/** Reads an answer: listings are in 127.0.0.0/8 (RFC 5782 §2.1), and by custom 127.255.255.0/24 says that the list refuses. */
function listingOf(answer: DnsAnswer<string>): Listing {
  switch (answer.kind) {
    case 'nodata':
    case 'nxdomain':
      return { kind: 'not-listed' };
    case 'failed':
      return { kind: 'failed', detail: `${answer.failure.code}: ${answer.failure.detail}` };
    case 'records': {
      const { records } = answer;
      const refusal = records.find((each) => each.startsWith('127.255.255.'));
      if (refusal !== undefined) {
        return { kind: 'refused', detail: `it refuses to answer this resolver (${refusal})` };
      }
      const codes = records.filter((each) => each.startsWith('127.'));
      if (codes.length > 0) return { kind: 'listed', codes };
      return { kind: 'wrong', detail: `it answers ${records.join(', ')}, which is no listing` };
    }
  }
}
