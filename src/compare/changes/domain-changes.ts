import type { Change, Observation, VisibilityChange } from '../../model/output/change.ts';
import type { ChangeKind, Topic, VisibilityKind } from '../../model/output/change-kinds.ts';
import type { DomainFacts, MailDomain } from '../../model/records/mail-domain.ts';
import type { PolicyKey } from '../tables/last-known-policy.ts';
import type { ChangeCollector, FoundChange } from './change-collector.ts';
import type { DomainEvidence, DomainPair } from './change-of-domain.ts';
import type { HostChange } from './host-changes.ts';
import {
  compareLevels,
  isDnssecKnown,
  type ComparableHosts,
  type MovedLevel,
} from './level-changes.ts';
import { compareMx, takesMail, type ComparedMx, type MovedHosts } from './mx-changes.ts';
import {
  compareMtaSts,
  compareOnionMx,
  compareTlsRpt,
  type ComparedPolicy,
} from './policy-changes.ts';

/** What changed of a host, without the evidence. */
export interface FoundChanges {
  changes: readonly HostChange<ChangeKind>[];
  visibilityChanges: readonly HostChange<VisibilityKind>[];
}

/** What the hosts of both surveys came to. */
export interface ComparedHosts {
  /** The changes of a host that both surveys asked. */
  of: (host: string) => FoundChanges | undefined;
  /** What a host showed that one survey alone asked. */
  shown: Record<'before' | 'after', (host: string) => Observation[]>;
  comparable: ComparableHosts;
}

/** The same, and whether the MX hosts of both surveys come from the same source. */
export interface ComparedSides extends ComparedHosts {
  sameMxSource: boolean;
}

/** Compares a domain of both surveys, and adds the changes of its MX hosts. Returns whether it is unknown in both. */
export function compareDomain(
  pair: DomainPair,
  hosts: ComparedSides,
  collector: ChangeCollector,
): boolean {
  const { before, after } = pair;
  // A line that stands in both files is read once: then nothing of the domain itself changed.
  const isSame = before === after && after.mx.kind !== 'failed';
  if (isSame && !after.mx.hosts.some(({ host }) => hosts.of(host) !== undefined)) return false;
  if (!hosts.sameMxSource) {
    // MX sets, the policies that are judged by them, and levels differ because other hosts were asked for.
    joinHosts(pair, hosts, collector);
    return false;
  }
  const mx = compareMx(before.mx, after.mx);
  if (mx.kind === 'unknown') return true;
  if (mx.kind !== 'changes') {
    collector.visibilityChangeOfDomain(mx.kind, mx.topic, pair);
    return false;
  }
  for (const { change, hosts: movedHosts } of mx.changes) {
    collector.ofMx(change, pair, movedHosts);
  }
  if (takesMail(before.mx) && takesMail(after.mx)) {
    const found = [...joinHosts(pair, hosts, collector), ...comparePolicies(pair, collector)];
    joinLevels(withMtaSts(pair), hosts.comparable, found, collector);
  }
  return false;
}

/** What shows a change that was found by comparing a pair. */
export function domainEvidence(
  { kind, topic }: Pick<Change | VisibilityChange, 'kind' | 'topic'>,
  pair: DomainPair,
  shown: ComparedHosts['shown'],
): DomainEvidence {
  const { before, after, lastKnown } = comparedPair(topic, pair);
  const hosts = movedBy(kind, compareMx(before.mx, after.mx));
  return {
    lastKnown,
    hosts,
    before: { observations: hosts.removed.flatMap(shown.before), domain: domainFacts(before) },
    after: { observations: hosts.added.flatMap(shown.after), domain: domainFacts(after) },
  };
}

/** The pair that changes of a topic are found in. */
function comparedPair(topic: Topic, pair: DomainPair): DomainPair {
  switch (topic) {
    case 'mta-sts':
      return recallPolicy('mtaSts', pair);
    case 'tls-rpt':
      return recallPolicy('tlsRpt', pair);
    case 'onion-mx':
      return recallPolicy('onionMx', pair);
    case 'level':
      return withMtaSts(pair);
    case 'domain':
    case 'mx':
    case 'starttls':
    case 'version':
    case 'certificate':
    case 'dane':
    case 'dnsbl':
      return pair;
  }
}

function movedBy(kind: ChangeKind | VisibilityKind, compared: ComparedMx): MovedHosts {
  const changes = compared.kind === 'changes' ? compared.changes : [];
  return changes.find(({ change }) => change === kind)?.hosts ?? { added: [], removed: [] };
}

function domainFacts({ domain, mx, mtaSts, tlsRpt, onionMx }: MailDomain): DomainFacts {
  return { domain, mx, mtaSts, tlsRpt, onionMx };
}

function joinHosts(
  pair: DomainPair,
  hosts: ComparedHosts,
  collector: ChangeCollector,
): FoundChange[] {
  const { before, after } = pair;
  const older = new Map(before.mx.hosts.map((each) => [each.host, each.omittedAddresses]));
  const signed = isDnssecKnown(before.mx.dnssec) && isDnssecKnown(after.mx.dnssec);
  const found: FoundChange[] = [];
  for (const { host, omittedAddresses } of after.mx.hosts) {
    const omitted = older.get(host);
    const compared = omitted === undefined ? undefined : hosts.of(host);
    if (omitted === undefined || compared === undefined) continue;
    const counts = ({ rotation, needsDnssec }: HostChange) =>
      !(rotation && omitted + omittedAddresses > 0) && !(needsDnssec && !signed);
    for (const change of compared.changes) {
      if (counts(change)) found.push(collector.ofHost(host, change, pair));
    }
    for (const visibilityChange of compared.visibilityChanges)
      collector.visibilityChangeOfHost(host, visibilityChange, pair);
  }
  return found;
}

function comparePolicies(pair: DomainPair, collector: ChangeCollector): FoundChange[] {
  const mtaSts = recallPolicy('mtaSts', pair);
  const tlsRpt = recallPolicy('tlsRpt', pair);
  const onionMx = recallPolicy('onionMx', pair);
  return [
    ...addPolicy(compareMtaSts(mtaSts.before, mtaSts.after), mtaSts, collector),
    ...addPolicy(compareTlsRpt(tlsRpt.before, tlsRpt.after), tlsRpt, collector),
    ...addPolicy(compareOnionMx(onionMx.before, onionMx.after), onionMx, collector),
  ];
}

/** The pair in which a policy that the older survey does not know, and the newer one does, is compared as it was last known. */
function recallPolicy(key: PolicyKey, pair: DomainPair): DomainPair {
  const recalled = pair.recalled[key];
  if (recalled === null || !isPolicyKnown(pair.after[key])) return pair;
  return { ...pair, before: recalled.record, lastKnown: recalled.survey.startedAt };
}

function isPolicyKnown(policy: MailDomain[PolicyKey]): boolean {
  return policy !== null && policy.state !== 'failed';
}

function addPolicy(
  compared: ComparedPolicy,
  pair: DomainPair,
  collector: ChangeCollector,
): FoundChange[] {
  switch (compared.kind) {
    case 'same':
      return [];
    case 'change':
      return [collector.ofDomain(compared.change, pair, compared.effect)];
    case 'now-known':
    case 'no-longer-known':
      collector.visibilityChangeOfDomain(compared.kind, compared.topic, pair);
      return [];
  }
}

/** A level that changed is shown with the changes that caused it; without any, it is a change of its own. */
function joinLevels(
  pair: DomainPair,
  comparable: ComparableHosts,
  found: readonly FoundChange[],
  collector: ChangeCollector,
): void {
  if (found.length === 0 && isUnmoved(pair)) return;
  const moved = compareLevels(pair.before, pair.after, comparable);
  if (moved === null) return;
  const causes = found.filter((change) => explains(change, moved));
  const { before, after, isUp } = moved;
  const shownIn =
    causes.length > 0 ? causes : [collector.ofDomain(isUp ? 'level-up' : 'level-down', pair)];
  const level = { domain: pair.after.domain, before, after };
  for (const change of shownIn) change.addLevel(level);
}

/** The pair with the MTA-STS policy that it is compared by. */
function withMtaSts(pair: DomainPair): DomainPair {
  const { mtaSts } = recallPolicy('mtaSts', pair).before;
  return mtaSts === pair.before.mtaSts ? pair : { ...pair, before: { ...pair.before, mtaSts } };
}

/** Without a change of a host, a level depends on nothing else than these. */
function isUnmoved({ before, after }: DomainPair): boolean {
  if (before === after) return true;
  return (
    before.mx.dnssec === after.mx.dnssec &&
    JSON.stringify(before.mtaSts) === JSON.stringify(after.mtaSts)
  );
}

const EXPLAINING: ReadonlySet<Change['topic']> = new Set([
  'starttls',
  'certificate',
  'dane',
  'mta-sts',
]);

function explains({ topic, effect }: Change, { isUp }: MovedLevel): boolean {
  return EXPLAINING.has(topic) && effect === (isUp ? 'improvement' : 'regression');
}
