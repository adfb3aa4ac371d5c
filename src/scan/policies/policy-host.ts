import { whyDistrusted } from '../../judge/endpoint/trust.ts';
import type { AskedMtaSts } from '../../judge/policies/mta-sts.ts';
import type { Roots } from '../../judge/x509/certificate-path.ts';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { Fetched } from '../../net/https/fetched.ts';
import { readMtaStsPolicy } from '../../judge/policies/mta-sts-policy.ts';
import { normaliseServerText } from '../../net/smtp/server-text.ts';
import type { Dialler } from '../../net/dial.ts';
import { fetchPolicyFile } from '../../net/https/https.ts';
import { operatorOf } from '../../model/names/operator.ts';
import type { RateLimiter } from '../../net/rate-limiter.ts';
import type { TargetPolicy } from '../plan/target-policy.ts';
import { policyFault, type PolicyFault } from './policy-fault.ts';
import { resolveHost, type Family, type HostAddresses } from '../plan/resolve.ts';

/** What fetching policies takes. */
export interface PolicyHostOptions {
  resolver: Resolver;
  families: readonly Family[];
  targetPolicy: TargetPolicy;
  dial: Dialler;
  rateLimiter: RateLimiter;
  roots: Roots;
  /** The instant that certificates are judged at. */
  at: Date;
  /** The timeout of one policy at all its addresses, in ms, without the waits of the rate limiter. */
  ms: number;
}

/** A policy, or why there is none. */
export type FoundPolicy =
  | { kind: 'policy'; policy: NonNullable<AskedMtaSts['policy']> }
  | ({ kind: 'fault' } & PolicyFault);

const HTTPS_PORT = 443;
const PATH = '/.well-known/mta-sts.txt';

/** Addresses that are tried at most. */
const ADDRESSES = 3;

/** With less time left, in ms, no other address is tried. */
const WORTH_MS = 100;

/** DNS answers that are facts about a name. */
const DNS_FACTS: ReadonlySet<Failure['code']> = new Set(['nxdomain', 'no-address', 'cname-loop']);

/** Fetches and parses the MTA-STS policy of a domain from its policy host (RFC 8461 §3.3); null if the host is excluded. */
export async function findPolicy(
  domain: string,
  options: PolicyHostOptions,
): Promise<FoundPolicy | null> {
  const host = `mta-sts.${domain}`;
  const { targetPolicy } = options;
  if (targetPolicy.excludesHost(host)) return null;
  const found = await resolveHost(options.resolver, host, options.families);
  const asked = found.addresses.filter((address) => !targetPolicy.excludesAddress(address));
  if (found.addresses.length > 0 && asked.length === 0) return null;
  const open = asked.filter((address) => targetPolicy.refuses(address) === null);
  if (open.length === 0) return unreachable(asked, found, targetPolicy);
  return readFetched(await fetchFromAny(host, open, found, options));
}

function unreachable(
  asked: readonly string[],
  { failure }: HostAddresses,
  targetPolicy: TargetPolicy,
): FoundPolicy {
  const [refused] = asked.map((address) => targetPolicy.refuses(address));
  const { code, detail } = refused ?? failure ?? { code: 'no-address', detail: '' };
  const isDefinite = DNS_FACTS.has(code);
  return { kind: 'fault', isDefinite, error: `the policy host: ${code} (${detail})` };
}

/** Tries one address after another until one answers, within one timeout for all. */
async function fetchFromAny(
  host: string,
  addresses: readonly string[],
  { owner }: HostAddresses,
  { rateLimiter, dial, roots, at, ms }: PolicyHostOptions,
): Promise<Fetched> {
  const distrust = (chain: readonly Buffer[]) => whyDistrusted(host, chain, roots, at);
  const operator = operatorOf(owner);
  let fetched: Fetched = { kind: 'failed', stage: 'connect', code: 'no-address', detail: '' };
  let left = ms;
  for (const address of addresses.slice(0, ADDRESSES)) {
    fetched = await rateLimiter.connect({ address, operator }, async () => {
      const start = performance.now();
      const options = { host, path: PATH, address, port: HTTPS_PORT, dial, distrust, ms: left };
      const result = await fetchPolicyFile(options);
      left -= performance.now() - start;
      return result;
    });
    if (fetched.kind !== 'failed' || left < WORTH_MS) break;
  }
  return fetched;
}

function readFetched(fetched: Fetched): FoundPolicy {
  if (fetched.kind !== 'body') return { kind: 'fault', ...policyFault(fetched) };
  const read = readMtaStsPolicy(fetched.body);
  if (read.kind === 'policy') return read;
  const error = normaliseServerText(`the policy: ${read.reason}`, []);
  return { kind: 'fault', isDefinite: true, error };
}
