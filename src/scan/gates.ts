import type { Endpoint } from '../model/records/endpoint.ts';
import type { MailDomain } from '../model/records/mail-domain.ts';
import type { DegradedReason } from '../model/records/words.ts';
import { operatorOf } from '../model/names/operator.ts';

/** With fewer, failures may be a coincidence. */
const MIN_DOMAINS = 5;
const MIN_OPERATORS = 3;

/** From this share of failures on, the scanner is the more likely cause. */
const DNS_SHARE = 0.5;
const LOCAL_SHARE = 0.01;

/** STARTTLS masked at so many unrelated operators is masked on the path of the scanner. */
const STRIPPED_OPERATORS = 2;

/** How every connection fails when outbound port 25 is blocked. */
const BLOCKED_PORT = ['timeout', 'unreachable', 'blocked', 'refused'];

/**
 * Returns the reasons why a survey is degraded: faults of the scanner's own machine or network. A degraded survey is kept,
 * but is never a baseline to compare with.
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
  const ours = endpoints.filter(
    (each) => each.outcome === 'failed' && each.failure.code === 'local-limit',
  ).length;
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

/** From so many operators on, one certificate for all servers means that something on the path answers for them. */
const ONE_FOR_ALL_OPERATORS = 5;
const ONE_FOR_ALL_SHARE = 0.9;

/** Whether nearly all servers of unrelated operators presented one certificate that does not match their names. */
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

/** Failures of addresses that no connection was made to. */
const NOT_TRIED = ['no-ipv6', 'private-address'];

/** Whether no operator of several could be connected to: many networks block outbound port 25. */
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
        BLOCKED_PORT.includes(each.failure.code),
    )
  );
}
