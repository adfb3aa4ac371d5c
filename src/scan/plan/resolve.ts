import {
  dnssecOf,
  type DnsAnswer,
  type MxRecord,
  type Resolver,
} from '../../net/dns/dns-answer.ts';
import { hostFromDns } from '../../model/names/domain-name.ts';
import type { Failure } from '../../model/records/failure.ts';
import { canonicalAddress } from '../../model/names/ip-address.ts';
import { ADDRESS_CAP, HOST_CAP } from '../../model/records/mail-domain.ts';
import type { Dnssec, MxKind, Note } from '../../model/records/words.ts';

export type Family = 'ipv4' | 'ipv6';

/** An MX host in the DNS. `host` is a host name if `valid`, otherwise escaped text for people. */
interface MxHost {
  preference: number;
  host: string;
  valid: boolean;
}

/** The mail hosts of a domain, in the order of preference, then name, up to the cap. */
export interface MxAnswer {
  kind: MxKind;
  failure: Failure | null;
  /** Of the MX answer, also of a denial. */
  dnssec: Dnssec;
  hosts: MxHost[];
  omittedHosts: number;
  notes: Note[];
  /** What the DNS said of the addresses of the domain itself, where it was asked; null elsewhere. */
  own: AddressAnswers | null;
}

/** What the DNS said of the addresses of a name. */
export type AddressAnswers = Readonly<Record<Family, DnsAnswer<string>>>;

/**
 * The addresses of a host, IPv4 first, sorted as text, up to the cap of each family. `failure`: a family could not be looked
 * up, or the host has no address, or none of the families that the survey uses.
 */
export interface HostAddresses {
  addresses: string[];
  omitted: number;
  /** The name at the end of the aliases of the host; the host itself if it has none. */
  owner: string;
  /** Of the answers with addresses; unknown if there is none. */
  dnssec: Dnssec;
  failure: Failure | null;
}

/**
 * Looks up the mail hosts of a domain (RFC 5321 §5.1): its MX records, or the domain itself if it has only addresses. A null
 * MX (RFC 7505) means that it takes no mail; beside other MX records it is an error and does not count.
 */
export async function resolveMx(resolver: Resolver, domain: string): Promise<MxAnswer> {
  const answer = await resolver.mx(domain);
  return { ...(await mailHosts(resolver, domain, answer)), dnssec: dnssecOf(answer) };
}

async function mailHosts(
  resolver: Resolver,
  domain: string,
  answer: DnsAnswer<MxRecord>,
): Promise<MailHosts> {
  switch (answer.kind) {
    case 'failed':
      return mxAnswer('failed', { failure: answer.failure });
    case 'nxdomain':
      return mxAnswer('nxdomain');
    case 'nodata':
      return implicitMx(resolver, domain);
    case 'records':
      return mxHosts(answer.records);
  }
}

type MailHosts = Omit<MxAnswer, 'dnssec'>;

function mxAnswer(kind: MxKind, parts: Partial<MailHosts> = {}): MailHosts {
  return { kind, failure: null, hosts: [], omittedHosts: 0, notes: [], own: null, ...parts };
}

async function implicitMx(resolver: Resolver, domain: string): Promise<MailHosts> {
  // Both families, even if the survey uses one: an address of either makes the domain its own mail host.
  const [ipv4, ipv6] = await Promise.all([resolver.ipv4(domain), resolver.ipv6(domain)]);
  const answers = [ipv4, ipv6];
  if (answers.some((answer) => answer.kind === 'records')) {
    const hosts = [{ preference: 0, host: domain, valid: true }];
    return mxAnswer('implicit', { hosts, own: { ipv4, ipv6 } });
  }
  const failed = answers.find((answer) => answer.kind === 'failed');
  return failed === undefined ? mxAnswer('none') : mxAnswer('failed', { failure: failed.failure });
}

function mxHosts(records: readonly MxRecord[]): MailHosts {
  const named = records.filter((record) => record.exchange !== '');
  if (named.length === 0) return mxAnswer('null-mx');
  const hosts = new Map<string, MxHost>();
  for (const { preference, exchange } of named) {
    const parsed = hostFromDns(exchange);
    const valid = parsed.kind === 'host';
    const host = valid ? parsed.name : parsed.shown;
    const known = hosts.get(host);
    if (known === undefined || preference < known.preference) {
      hosts.set(host, { preference, host, valid });
    }
  }
  const sorted = [...hosts.values()].sort(
    (a, b) => a.preference - b.preference || compareText(a.host, b.host),
  );
  return mxAnswer('mx', {
    hosts: sorted.slice(0, HOST_CAP),
    omittedHosts: Math.max(0, sorted.length - HOST_CAP),
    notes: [
      ...(sorted.some((each) => !each.valid) ? (['invalid-mx-name'] as const) : []),
      ...(named.length < records.length ? (['null-mx-with-others'] as const) : []),
    ],
  });
}

/**
 * Asks for the addresses of an MX host in the families that the survey uses. Where there is none, the other family is asked as
 * well: a host with addresses of the other family alone is not one without an address.
 * @param known the answers about this host, where it was asked for already.
 */
export async function resolveHost(
  resolver: Pick<Resolver, Family>,
  host: string,
  families: readonly Family[],
  known: AddressAnswers | null = null,
): Promise<HostAddresses> {
  const ask = async (family: Family) => known?.[family] ?? resolver[family](host);
  const answers = await Promise.all(families.map(ask));
  const lists = answers.map(addressesOf);
  const owner = answers
    .flatMap((answer) => (answer.kind === 'failed' ? [] : answer.aliases))
    .at(-1);
  return {
    addresses: lists.flatMap((list) => list.slice(0, ADDRESS_CAP)),
    omitted: lists.reduce((sum, list) => sum + Math.max(0, list.length - ADDRESS_CAP), 0),
    owner: owner ?? host,
    dnssec: addressStatus(answers),
    failure: failureOf(answers, families) ?? (await absenceOf(ask, answers, families)),
  };
}

function addressStatus(answers: readonly DnsAnswer<string>[]): Dnssec {
  const found = answers.filter((answer) => answer.kind === 'records').map(({ dnssec }) => dnssec);
  return found.find((status) => status !== 'secure') ?? found[0] ?? 'unknown';
}

function addressesOf(answer: DnsAnswer<string>): string[] {
  if (answer.kind !== 'records') return [];
  const canonical = answer.records.map(canonicalAddress).filter((address) => address !== null);
  return [...new Set(canonical)].sort(compareText);
}

/** Returns the failure of a family even if the other one has addresses: how many addresses the failed one has is unknown. */
function failureOf(
  answers: readonly DnsAnswer<string>[],
  families: readonly Family[],
): Failure | null {
  for (const [index, answer] of answers.entries()) {
    if (answer.kind !== 'failed') continue;
    const detail = `${families[index] ?? ''}: ${answer.failure.detail}`;
    return { ...answer.failure, detail };
  }
  return null;
}

/** Says why a host has no address of the families that were asked; null if it has one. */
async function absenceOf(
  ask: (family: Family) => Promise<DnsAnswer<string>>,
  answers: readonly DnsAnswer<string>[],
  families: readonly Family[],
): Promise<Failure | null> {
  if (answers.some((answer) => answer.kind === 'records')) return null;
  if (answers.some((answer) => answer.kind === 'nxdomain')) {
    return { stage: 'dns', code: 'nxdomain', detail: 'the host does not exist' };
  }
  const others = (['ipv4', 'ipv6'] as const).filter((family) => !families.includes(family));
  for (const family of others) {
    const other = await ask(family);
    if (other.kind === 'failed') return failureOf([other], [family]);
    if (other.kind === 'records') {
      return { stage: 'dns', code: 'other-family', detail: OTHER_FAMILY[family] };
    }
  }
  return { stage: 'dns', code: 'no-address', detail: 'the host has no address' };
}

/** What is said of a host whose addresses are all of one family, which the survey does not use. */
const OTHER_FAMILY = {
  ipv6: 'no IPv4 address; its IPv6 addresses were not asked, because of -4',
  ipv4: 'no IPv6 address; its IPv4 addresses were not asked, because of -6',
} as const satisfies Record<Family, string>;

/** Compares texts by their UTF-16 code units, as the format sorts. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
