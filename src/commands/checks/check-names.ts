import { checkOf, type Check } from '../../model/output/check.ts';
import { canonicalAddress } from '../../model/names/ip-address.ts';
import { reverseName } from '../../model/names/reverse-name.ts';
import type { DnsAnswer, Resolver, ReverseResolver } from '../../net/dns/dns-answer.ts';

/** The name in EHLO: null where none is given. `addresses`: the public ones of this machine, as far as they are known. */
export interface OwnNames {
  ehlo: string | null;
  addresses: readonly string[];
}

const ofEhlo = checkOf('ehlo');
const ofPtr = checkOf('ptr');

/** Why the addresses of this machine may not be known. */
export const NO_ADDRESS =
  'this machine has no public address of its own, or is behind a translator of addresses (NAT)';

/** Checks that the name in EHLO is one of this machine (RFC 5321 §4.1.1.1): servers look it up. */
export async function checkEhlo(resolver: Resolver, { ehlo, addresses }: OwnNames): Promise<Check> {
  if (ehlo === null) {
    const advice = 'give --ehlo a name of yours that resolves to this machine';
    return ofEhlo('warning', 'no --ehlo is given, and a survey over lists requires one', advice);
  }
  const literal = /^\[(?:IPv6:)?(.*)\]$/.exec(ehlo)?.[1];
  const found = literal === undefined ? await addressesOf(resolver, ehlo) : [literal];
  if (typeof found === 'string') {
    return ofEhlo('unknown', `${ehlo} could not be looked up (${found})`, 'try again');
  }
  const own = found.flatMap((each) => canonicalAddress(each) ?? []);
  if (own.length === 0) {
    const advice = 'give the name an address record, or give --ehlo another name';
    return ofEhlo('failed', `${ehlo} has no address`, advice);
  }
  const says = `${ehlo} is ${own.join(', ')}`;
  if (own.some((each) => addresses.includes(each))) return ofEhlo('ok', `${says}: this machine`);
  if (addresses.length === 0) {
    const advice = 'see that it is the address that servers see';
    return ofEhlo('unknown', `${says}; ${NO_ADDRESS}`, advice);
  }
  const advice = 'point the name to this machine, or give --ehlo another name';
  return ofEhlo('warning', `${says}, and this machine is ${addresses.join(', ')}`, advice);
}

/** Checks that each address of this machine has a name that has this address, best the one in EHLO (RFC 1912 §2.1). */
export async function checkPtr(
  resolver: ReverseResolver,
  { ehlo, addresses }: OwnNames,
): Promise<Check[]> {
  if (addresses.length === 0) {
    const advice = 'see that the address that servers see has a PTR record that names --ehlo';
    return [ofPtr('unknown', NO_ADDRESS, advice)];
  }
  return Promise.all(addresses.map((address) => ptrOf(resolver, address, ehlo)));
}

async function ptrOf(
  resolver: ReverseResolver,
  address: string,
  ehlo: string | null,
): Promise<Check> {
  const answer = await resolver.ptr(reverseName(address) ?? '');
  const set = `have the provider of ${address} set its PTR record to ${ehlo ?? 'the name in EHLO'}`;
  if (answer.kind === 'failed') {
    const { code, detail } = answer.failure;
    return ofPtr(
      'unknown',
      `the PTR record of ${address} could not be looked up (${code}: ${detail})`,
      'try again',
    );
  }
  if (answer.kind !== 'records') {
    return ofPtr('warning', `${address} has no PTR record: many servers reject such clients`, set);
  }
  const names = answer.records.slice(0, MOST_NAMES).map(bareName);
  const confirmed = await confirmedNames(resolver, names, address);
  const [first = names[0] ?? ''] = confirmed;
  if (confirmed.length === 0) {
    const evidence = `${address} is named ${first}, which does not have this address`;
    return ofPtr('warning', evidence, `give ${first} the address ${address}, or ${set}`);
  }
  if (ehlo !== null && !confirmed.includes(ehlo)) {
    return ofPtr('warning', `${address} is named ${first}, and EHLO says ${ehlo}`, set);
  }
  return ofPtr('ok', `${address} is named ${ehlo ?? first}, which has this address`);
}

/** PTR records of one address that are looked at: more than a few are a fault of their own. */
const MOST_NAMES = 8;

/** The names that have an address. */
async function confirmedNames(
  resolver: Resolver,
  names: readonly string[],
  address: string,
): Promise<string[]> {
  const confirmed: string[] = [];
  for (const name of names) {
    const found = await addressesOf(resolver, name);
    if (typeof found !== 'string' && found.includes(address)) confirmed.push(name);
  }
  return confirmed;
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** The addresses of a name in both families; why they are not known, in words, where a lookup failed. */
async function addressesOf(resolver: Resolver, name: string): Promise<string[] | string> {
  const answers = await Promise.all([resolver.ipv4(name), resolver.ipv6(name)]);
  const found = answers.flatMap(recordsOf);
  const failed = answers.find((answer) => answer.kind === 'failed');
  if (found.length > 0 || failed === undefined) return found;
  return `${failed.failure.code}: ${failed.failure.detail}`;
}

function recordsOf(answer: DnsAnswer<string>): string[] {
  if (answer.kind !== 'records') return [];
  return answer.records.flatMap((each) => canonicalAddress(each) ?? []);
}
