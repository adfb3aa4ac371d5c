import type { Change, Sighting, Side } from '../../model/output/change.ts';
import type { ChangeCollector, DomainPair } from './change-collector.ts';
import type { ComparedHost, HostChange } from './host-changes.ts';
import { compareLevels, isTold, type ComparableHosts, type MovedLevel } from './level-changes.ts';
import { compareMx, takesMail, type MovedHosts } from './mx-changes.ts';
import { compareMtaSts, compareTlsRpt, type ComparedPolicy } from './policy-changes.ts';

/** What the hosts of both surveys came to. */
export interface ComparedHosts {
  /** What there is to tell of a host that both surveys asked. */
  of: (host: string) => Pick<ComparedHost, 'changes' | 'tellings'> | undefined;
  /** What a host showed that one survey alone asked. */
  shown: Record<'before' | 'after', (host: string) => Sighting[]>;
  comparable: ComparableHosts;
}

/** Compares a domain of both surveys, and joins the changes of its MX hosts to it. Gives whether nothing of it was told. */
export function compareDomain(
  pair: DomainPair,
  hosts: ComparedHosts,
  collector: ChangeCollector,
): boolean {
  const { before, after } = pair;
  // A line that stands in both files is read once: then nothing of the domain itself changed.
  const isSame = before === after && after.mx.kind !== 'failed';
  if (isSame && !after.mx.hosts.some(({ host }) => hosts.of(host) !== undefined)) return false;
  const mx = compareMx(before.mx, after.mx);
  if (mx.kind === 'untold') return true;
  if (mx.kind !== 'changes') {
    collector.tellingOfDomain(mx.kind, mx.topic, pair);
    return false;
  }
  for (const { change, hosts: movedHosts } of mx.changes) {
    const sightings = sightingsOf(movedHosts, hosts.shown);
    collector.ofDomain(change, pair, { hosts: movedHosts, sightings });
  }
  if (takesMail(before.mx) && takesMail(after.mx)) {
    const found = [...joinHosts(pair, hosts, collector), ...comparePolicies(pair, collector)];
    joinLevels(pair, hosts.comparable, found, collector);
  }
  return false;
}

function sightingsOf(
  { added, removed }: MovedHosts,
  shown: ComparedHosts['shown'],
): Record<'before' | 'after', Side['sightings']> {
  return { before: removed.flatMap(shown.before), after: added.flatMap(shown.after) };
}

function joinHosts(pair: DomainPair, hosts: ComparedHosts, collector: ChangeCollector): Change[] {
  const { before, after } = pair;
  const older = new Map(before.mx.hosts.map((each) => [each.host, each.surplusAddresses]));
  const signed = isTold(before.mx.dnssec) && isTold(after.mx.dnssec);
  const found: Change[] = [];
  for (const { host, surplusAddresses } of after.mx.hosts) {
    const surplus = older.get(host);
    const compared = surplus === undefined ? undefined : hosts.of(host);
    if (surplus === undefined || compared === undefined) continue;
    const counts = ({ rotation, needsDnssec }: HostChange) =>
      !(rotation && surplus + surplusAddresses > 0) && !(needsDnssec && !signed);
    for (const change of compared.changes) {
      if (counts(change)) found.push(collector.ofHost(host, change, pair));
    }
    for (const telling of compared.tellings) collector.tellingOfHost(host, telling, pair);
  }
  return found;
}

function comparePolicies(pair: DomainPair, collector: ChangeCollector): Change[] {
  const compared = [compareMtaSts(pair.before, pair.after), compareTlsRpt(pair.before, pair.after)];
  return compared.flatMap((each) => addPolicy(each, pair, collector));
}

function addPolicy(
  compared: ComparedPolicy,
  pair: DomainPair,
  collector: ChangeCollector,
): Change[] {
  switch (compared.kind) {
    case 'same':
      return [];
    case 'change':
      return [collector.ofDomain(compared.change, pair, { tone: compared.tone })];
    case 'told-first':
    case 'no-longer-told':
      collector.tellingOfDomain(compared.kind, compared.topic, pair);
      return [];
  }
}

/** A level that moved is shown with the changes that it moved by; without any, it is a change of its own. */
function joinLevels(
  pair: DomainPair,
  comparable: ComparableHosts,
  found: readonly Change[],
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
  for (const change of shownIn) change.levels.push(level);
}

/** Without a change of a host, a level goes by nothing else than these. */
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

function explains({ topic, tone }: Change, { isUp }: MovedLevel): boolean {
  return EXPLAINING.has(topic) && tone === (isUp ? 'improvement' : 'regression');
}
