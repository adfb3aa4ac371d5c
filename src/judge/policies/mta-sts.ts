import type { MailDomain, Mx } from '../../model/records/mail-domain.ts';
import type { EndpointFacts } from '../endpoint/endpoint-facts.ts';
import { trustProblems } from '../endpoint/trust.ts';

type MtaSts = NonNullable<MailDomain['mtaSts']>;
type Fit = MtaSts['mx'];

/** What a domain says of MTA-STS, not yet held against its mail hosts; `policy.mx` are all of its patterns. */
export type AskedMtaSts = Omit<MtaSts, 'mx' | 'certificates'>;

/** Patterns of a policy that are stored, those that match an MX host aside. */
const STORED_PATTERNS = 100;

/**
 * Holds a policy against the MX names, and against the certificates that the hosts it covers presented (RFC 8461 §4).
 * Neither is tested without a policy, or for one of mode `none`, which asks for nothing.
 * @param endpoints all endpoints of the domain's MX hosts.
 */
export function judgeMtaSts(
  asked: AskedMtaSts,
  mx: Mx,
  endpoints: readonly EndpointFacts[],
): MtaSts {
  const { policy } = asked;
  if (policy === null) return { ...asked, mx: 'untested', certificates: 'untested' };
  const hosts = mx.hosts.map(({ host }) => host);
  const stored = { ...policy, mx: storedPatterns(policy.mx, hosts) };
  if (policy.mode === 'none') {
    return { ...asked, policy: stored, mx: 'untested', certificates: 'untested' };
  }
  const covered = new Set(hosts.filter((host) => isCovered(policy.mx, host)));
  return {
    ...asked,
    policy: stored,
    mx: mxFit(mx, covered),
    certificates: fit(endpoints.flatMap((each) => (covered.has(each.host) ? proves(each) : []))),
  };
}

/** Whether a domain's policy forbids to deliver to its MX hosts without a valid certificate, and lets all of them be used. */
export function enforces(mtaSts: MtaSts | null): boolean {
  return mtaSts?.policy?.mode === 'enforce' && mtaSts.mx === 'match';
}

/** Whether a pattern stands for the host: the name itself, or `*.` for one whole label (RFC 8461 §4.1). */
function isCovered(patterns: readonly string[], host: string): boolean {
  const dot = host.indexOf('.');
  const wildcard = dot > 0 ? `*${host.slice(dot)}` : host;
  return patterns.some((pattern) => pattern === host || pattern === wildcard);
}

/** Hosts that are not known by name are not said to match, nor that none does. */
function mxFit({ hosts, omittedHosts, excluded }: Mx, covered: ReadonlySet<string>): Fit {
  const known = fit(hosts.map(({ host }) => covered.has(host)));
  return omittedHosts + excluded > 0 && known !== 'partial' ? 'untested' : known;
}

/** Whether the certificate of an endpoint is valid for its MX name; empty where there was none to judge, or it is unknown. */
function proves({ outcome, problems, undetermined }: EndpointFacts): boolean[] {
  if (outcome !== 'tls' || problems === null) return [];
  if (trustProblems(problems).length > 0) return [false];
  return trustProblems(undetermined).length > 0 ? [] : [true];
}

function fit(answers: readonly boolean[]): Fit {
  if (answers.length === 0) return 'untested';
  if (answers.every((answer) => answer)) return 'match';
  return answers.includes(true) ? 'partial' : 'mismatch';
}

function storedPatterns(patterns: readonly string[], hosts: readonly string[]): string[] {
  return patterns.filter(
    (pattern, index) => index < STORED_PATTERNS || hosts.some((host) => isCovered([pattern], host)),
  );
}
