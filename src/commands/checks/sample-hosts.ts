import { operatorOf } from '../../model/names/operator.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { TargetPolicy } from '../../scan/plan/target-policy.ts';
import { resolveHost, resolveMx, type Family } from '../../scan/plan/resolve.ts';

/** An MX host of the lists, one of its operator, with the addresses that may be connected to. */
export interface SampleHost {
  host: string;
  operator: string;
  addresses: string[];
}

/** Where the sample is taken from, and what of it may be asked. */
export interface SampleOptions {
  resolver: Resolver;
  families: readonly Family[];
  targetPolicy: TargetPolicy;
  /** The domains of the lists, or some of them that are spread over the lists. */
  domains: readonly string[];
}

/** Operators in a sample. With so many that do not know of each other, what they have in common is this network. */
const SAMPLE_OPERATORS = 5;

/** Domains looked up for it at the most: a fifth of all domains are with one operator, so that far fewer do. */
const MOST_DOMAINS = 40;

/** Domains looked up at once. */
const BATCH = 8;

/**
 * Takes MX hosts of unrelated operators from the lists: it looks up domains that are spread over the lists until there are
 * enough. Exclusions apply before any question to the DNS.
 */
export async function sampleHosts(options: SampleOptions): Promise<SampleHost[]> {
  const { domains, targetPolicy } = options;
  const wanted = spread(domains, MOST_DOMAINS).filter(
    (domain) => !targetPolicy.excludesDomain(domain),
  );
  const found = new Map<string, SampleHost>();
  for (let at = 0; at < wanted.length && found.size < SAMPLE_OPERATORS; at += BATCH) {
    const batch = wanted.slice(at, at + BATCH);
    const hosts = await Promise.all(batch.map((domain) => firstHost(domain, options)));
    for (const host of hosts) {
      const isNew = host !== null && !found.has(host.operator);
      if (isNew && found.size < SAMPLE_OPERATORS) found.set(host.operator, host);
    }
  }
  return [...found.values()];
}

/** The most preferred host of a domain, where it has an address that may be connected to. */
async function firstHost(
  domain: string,
  { resolver, families, targetPolicy }: SampleOptions,
): Promise<SampleHost | null> {
  const { hosts } = await resolveMx(resolver, domain);
  const first = hosts.find(({ host, valid }) => valid && !targetPolicy.excludesHost(host));
  if (first === undefined) return null;
  const { addresses } = await resolveHost(resolver, first.host, families);
  const usable = addresses.filter(
    (address) => !targetPolicy.excludesAddress(address) && targetPolicy.refuses(address) === null,
  );
  const { host } = first;
  return usable.length === 0 ? null : { host, operator: operatorOf(host), addresses: usable };
}

/** So many of a list at the most, in its order and at even distances, the first among them. */
export function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const step = all.length / count;
  return all.filter((_, index) => Math.floor(index / step) > Math.floor((index - 1) / step));
}
