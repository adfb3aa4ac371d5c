import type { Endpoint } from '../model/records/endpoint.ts';
import type { MailDomain } from '../model/records/mail-domain.ts';
import type { DegradedReason } from '../model/records/words.ts';
import { operatorOf } from '../model/names/operator.ts';

/** Below these numbers a coincidence is as likely as a fault of our own. */
const MIN_DOMAINS = 5;
const MIN_OPERATORS = 3;

/** Of this share of failures on, the fault is nearer to the scanner than to everybody else. */
const DNS_SHARE = 0.5;
const LOCAL_SHARE = 0.01;

/** Masked keywords at this many unrelated operators come from the way that all of them share: ours. */
const STRIPPED_OPERATORS = 2;

/** Failures to connect that a blocked way out makes of every host. */
const NO_WAY = ['timeout', 'unreachable', 'blocked', 'refused'];

/**
 * Gives the reasons why a survey cannot be trusted as a whole; empty for a good one. They speak of the scanner's own
 * machine and network: a survey with one is kept, and is never a baseline to compare with.
 */
export function degradedReasons(
  domains: readonly MailDomain[],
  endpoints: readonly Endpoint[],
): DegradedReason[] {
  const reasons: DegradedReason[] = [];
  const dnsFailed = domains.filter((domain) => domain.mx.kind === 'failed').length;
  if (domains.length >= MIN_DOMAINS && dnsFailed >= domains.length * DNS_SHARE) {
    reasons.push('dns-failing');
  }
  if (isCutOff(endpoints)) reasons.push('no-connection');
  const ours = endpoints.filter((each) => failureCode(each) === 'local-limit').length;
  if (ours > 0 && ours >= endpoints.length * LOCAL_SHARE && endpoints.length >= MIN_DOMAINS) {
    reasons.push('local-limit');
  }
  const stripped = endpoints.filter((each) => each.outcome === 'stripped').map((each) => each.host);
  if (new Set(stripped.map(operatorOf)).size >= STRIPPED_OPERATORS) {
    reasons.push('starttls-stripped');
  }
  if (isOneForAll(endpoints)) reasons.push('one-certificate-everywhere');
  return reasons;
}

/** Something on our own way may answer in the place of everybody: from this many operators on it shows. */
const ONE_FOR_ALL_OPERATORS = 5;
const ONE_FOR_ALL_SHARE = 0.9;

/** Whether nearly all servers of unrelated operators presented one certificate, which is not made out to them. */
function isOneForAll(endpoints: readonly Endpoint[]): boolean {
  const presented = endpoints.filter((each) => each.certificate !== null);
  const shares = new Map<string | null, Endpoint[]>();
  for (const each of presented) {
    if (each.problems?.includes('name-mismatch') !== true) continue;
    const same = shares.get(each.certificate);
    if (same === undefined) shares.set(each.certificate, [each]);
    else same.push(each);
  }
  return [...shares.values()].some(
    (same) =>
      new Set(same.map((each) => operatorOf(each.host))).size >= ONE_FOR_ALL_OPERATORS &&
      new Set(same.map((each) => each.address)).size >= ONE_FOR_ALL_OPERATORS &&
      same.length >= presented.length * ONE_FOR_ALL_SHARE,
  );
}

/** Failures of addresses that nothing was sent to. */
const NOT_TRIED = ['no-ipv6', 'private-address'];

/** Whether not one of several operators could be connected to: port 25 outward is blocked by many networks. */
function isCutOff(endpoints: readonly Endpoint[]): boolean {
  const tried = endpoints.filter(
    (each) =>
      each.outcome !== 'failed' ||
      !(each.failure.stage === 'dns' || NOT_TRIED.includes(each.failure.code)),
  );
  const operators = new Set(tried.map((each) => operatorOf(each.host)));
  return (
    operators.size >= MIN_OPERATORS &&
    tried.every(
      (each) =>
        each.outcome === 'failed' &&
        each.failure.stage === 'connect' &&
        NO_WAY.includes(each.failure.code),
    )
  );
}

function failureCode(endpoint: Endpoint): string | null {
  if (endpoint.outcome !== 'failed') return null;
  // A handshake outside what this client speaks is a limit of ours that no retry mends, and no sign of overload.
  return endpoint.failure.stage === 'handshake' ? null : endpoint.failure.code;
}
