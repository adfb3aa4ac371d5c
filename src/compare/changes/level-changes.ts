import { judgeDomainAgain } from '../../judge/again.ts';
import type { EndpointFacts } from '../../judge/endpoint/endpoint-facts.ts';
import type { MailDomain, Mx } from '../../model/records/mail-domain.ts';
import type { Dnssec, Level } from '../../model/records/words.ts';

/** Gives the endpoints of a host in both surveys that levels can be judged by. */
export type ComparableHosts = (
  host: string,
) => Record<'before' | 'after', readonly EndpointFacts[]>;

/** A level that became another one. */
export interface MovedLevel {
  before: Level;
  after: Level;
  isUp: boolean;
}

/** How good a level is; null for one that says nothing. Mail is as open with STARTTLS that does not work as without any. */
const RANKS = {
  none: 0,
  broken: 0,
  encrypted: 1,
  authenticated: 2,
  enforced: 3,
  unknown: null,
  'no-mail': null,
} as const satisfies Record<Level, number | null>;

/**
 * Compares the level of a domain over the hosts that were judged in both surveys; null where it is the same. What is
 * known on one side alone does not count.
 */
export function compareLevels(
  before: MailDomain,
  after: MailDomain,
  comparable: ComparableHosts,
): MovedLevel | null {
  const hosts = judgedInBoth(before.mx, after.mx, comparable);
  if (hosts.length === 0) return null;
  const asked = [before, after].every(({ mtaSts }) => mtaSts !== null && mtaSts.state !== 'failed');
  const signed = [before, after].every(({ mx }) => isDnssecKnown(mx.dnssec));
  const level = (domain: MailDomain, side: 'before' | 'after') => {
    const mx = onlyOf(domain.mx, hosts, signed);
    const mtaSts = asked ? domain.mtaSts : null;
    const endpoints = hosts.flatMap((each) => each[side]);
    return judgeDomainAgain({ ...domain, mx, mtaSts }, endpoints).level;
  };
  return moved(level(before, 'before'), level(after, 'after'));
}

function moved(before: Level, after: Level): MovedLevel | null {
  const older = RANKS[before];
  const newer = RANKS[after];
  if (older === null || newer === null || older === newer) return null;
  return { before, after, isUp: newer > older };
}

interface JudgedHost {
  host: string;
  before: readonly EndpointFacts[];
  after: readonly EndpointFacts[];
}

function judgedInBoth(before: Mx, after: Mx, comparable: ComparableHosts): JudgedHost[] {
  const newer = new Map(after.hosts.map((each) => [each.host, each.omittedAddresses]));
  return before.hosts.flatMap(({ host, omittedAddresses }) => {
    const omitted = newer.get(host);
    if (omitted === undefined) return [];
    const sides = comparable(host);
    const shown = omitted + omittedAddresses === 0 ? sides : sharedAddresses(sides);
    return shown.before.length > 0 && shown.after.length > 0 ? [{ host, ...shown }] : [];
  });
}

/** Of a host with more addresses than were asked, those that only one survey asked do not count. */
function sharedAddresses({ before, after }: Record<'before' | 'after', readonly EndpointFacts[]>) {
  const has = (endpoints: readonly EndpointFacts[], { address }: EndpointFacts) =>
    endpoints.some((each) => each.address === address);
  return {
    before: before.filter((each) => has(after, each)),
    after: after.filter((each) => has(before, each)),
  };
}

function onlyOf(mx: Mx, hosts: readonly JudgedHost[], signed: boolean): Mx {
  const kept = mx.hosts.filter((each) => hosts.some(({ host }) => host === each.host));
  const dnssec = signed ? mx.dnssec : 'unknown';
  return { ...mx, hosts: kept, dnssec, omittedHosts: 0, excluded: 0 };
}

/** Whether it is known that a name is signed, or that it is not. */
export function isDnssecKnown(dnssec: Dnssec): boolean {
  return dnssec === 'secure' || dnssec === 'insecure';
}
