import { parseDomainName } from '../../model/names/domain-name.ts';
import type { GivenMx } from '../../model/names/given-mx.ts';
import { canonicalAddress } from '../../model/names/ip-address.ts';
import type { DnsServer } from '../../net/dns/dns.ts';
import type { SocksProxy } from '../../net/socks/open-over-socks.ts';
import { parseNotifyUrl } from '../notify/notify-url.ts';
import { parseGivenHosts } from './given-mx.ts';
import type { QueueAddress } from '../../net/queue/queue-address.ts';
import { parseQueue } from './parse-queue.ts';
import { vantagesOf } from './scan-vantages.ts';
import { parseZone } from './parse-zone.ts';
import { parseProxy } from './parse-proxy.ts';
import { parseResolver } from './parse-resolver.ts';
import type { ScanFlags } from './scan-config.ts';
import { SCAN_DEFAULTS, type ScanDefaults, type ScanOptions } from './scan-options.ts';
import { Stop } from '../terminal/stop.ts';

/** Where the domains come from: the command line, stdin, or lists. */
export type Source =
  | { kind: 'arguments'; domains: string[] }
  | { kind: 'stdin' }
  | { kind: 'lists'; patterns: string[] };

/** Where the snapshot is written. `none`: an ad-hoc answer is printed only. */
export type Destination =
  { kind: 'none' } | { kind: 'file'; file: string } | { kind: 'results' } | { kind: 'stdout' };

/** Options that a run has under another name or in another unit. */
type Converted = 'list' | 'mx' | 'notify' | 'pause' | 'timeout' | 'passDelay' | 'noProgress';

/** The settings of one run, all decided. Times are in ms. */
export interface ScanSettings extends Omit<ScanDefaults, Converted> {
  source: Source;
  destination: Destination;
  /** null: the system's. */
  resolvers: DnsServer[] | null;
  /** The MX hosts that are asked in place of those that the DNS names; null: those are asked. */
  mx: GivenMx[] | null;
  /** null: this machine's own name. */
  ehlo: string | null;
  /** The vantages that the lists are surveyed from, at least one; null: it has no name. */
  vantages: (string | null)[];
  /** The Redis server over which other machines make the connections; null: this one makes them. */
  queue: QueueAddress | null;
  caFile: string | null;
  exclude: string | null;
  /** The SOCKS proxy of Tor; null: no onion host is asked. */
  tor: SocksProxy | null;
  /** null: by the number of connections. */
  threads: number | null;
  pauseMs: number;
  attemptMs: number;
  /** Whom a survey over lists is told to. */
  notify: URL[];
  passes: number;
  passDelayMs: number;
  families: ('ipv4' | 'ipv6')[];
  progress: boolean;
}

const OPTIONAL = { caFile: null, exclude: null, threads: null };

/** Decides the settings of `mxtls scan`. Throws a Stop with status 2 for options that make no sense. */
export function settleScan(domains: readonly string[], flags: ScanFlags): ScanSettings {
  return settle(sourceOf(domains, flags), flags);
}

/** Decides the settings of a run. Throws a Stop with status 2 for options that make no sense. */
export function settle(source: Source, flags: ScanOptions): ScanSettings {
  const given = { ...SCAN_DEFAULTS, ...OPTIONAL, ...flags };
  const overLists = source.kind === 'lists';
  const families = familiesOf(flags);
  return {
    ...given,
    source,
    destination: destinationOf(flags, overLists),
    resolvers: given.resolver?.map(parseResolver) ?? null,
    dnsbl: [...new Set(given.dnsbl.map(parseZone))].sort(),
    mx: parseGivenHosts(given.mx, { isOneDomain: isOneDomain(source), families }),
    ehlo: ehloOf(given.ehlo, overLists),
    queue: given.queue === undefined ? null : parseQueue(given.queue),
    vantages: vantagesOf(flags, overLists),
    notify: given.notify.map(parseNotifyUrl),
    pauseMs: given.pause * 1_000,
    attemptMs: given.timeout * 1_000,
    passes: given.passes ?? (overLists ? 3 : 1),
    passDelayMs: given.passDelay * 1_000,
    tor: torOf(given),
    families,
    progress: !given.noProgress,
  };
}

function ehloOf(ehlo: string | undefined, overLists: boolean): string | null {
  if (ehlo !== undefined) return parseEhlo(ehlo);
  if (!overLists) return null;
  throw new Stop(
    2,
    'a survey over lists requires --ehlo NAME: mail servers of others see that name, so it must be one of yours that resolves to this machine',
  );
}

function torOf({ tor, depth }: Pick<ScanOptions, 'tor' | 'depth'>): SocksProxy | null {
  if (tor === undefined) return null;
  if (depth !== 'quick') return parseProxy(tor);
  throw new Stop(2, '--tor asks the onion MX hosts, which --depth quick does not look up');
}

function sourceOf(domains: readonly string[], flags: ScanFlags): Source {
  if (domains.length > 0 && flags.listGiven === true) {
    throw new Stop(2, 'give either domains or --list, not both');
  }
  if (domains.length === 0) return { kind: 'lists', patterns: flags.list ?? SCAN_DEFAULTS.list };
  if (domains.includes('-')) {
    if (domains.length === 1) return { kind: 'stdin' };
    throw new Stop(2, "'-' reads the domains from stdin and cannot be combined with other domains");
  }
  return { kind: 'arguments', domains: [...domains] };
}

function isOneDomain(source: Source): boolean {
  return source.kind === 'arguments' && source.domains.length === 1;
}

function destinationOf(flags: ScanOptions, overLists: boolean): Destination {
  if (flags.out === '-') return { kind: 'stdout' };
  if (flags.out !== undefined) return { kind: 'file', file: flags.out };
  return overLists || flags.save === true ? { kind: 'results' } : { kind: 'none' };
}

/** The families of addresses that are asked. Throws a Stop with status 2 where each is the only one. */
export function familiesOf({
  ipv4,
  ipv6,
}: Pick<ScanOptions, 'ipv4' | 'ipv6'>): ScanSettings['families'] {
  if (ipv4 === true && ipv6 === true) {
    throw new Stop(2, 'IPv4 only and IPv6 only exclude each other');
  }
  return ipv4 === true ? ['ipv4'] : ipv6 === true ? ['ipv6'] : ['ipv4', 'ipv6'];
}

/** A name for EHLO is a domain, or an address literal in brackets (RFC 5321 §4.1.3). */
export function parseEhlo(text: string): string {
  const literal = /^\[(?:IPv6:)?([0-9A-Fa-f:.]+)\]$/.exec(text)?.[1];
  if (literal !== undefined && canonicalAddress(literal) !== null) return text;
  const name = parseDomainName(text);
  if (name.kind === 'domain' && name.ascii.includes('.')) return name.ascii;
  const reason = name.kind === 'invalid' ? name.reason : 'has one label only';
  throw new Stop(
    2,
    `--ehlo ${JSON.stringify(text)} ${reason}: it takes the fully qualified name of this machine`,
  );
}
