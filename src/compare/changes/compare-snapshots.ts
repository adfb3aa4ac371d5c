import type { Comparison } from '../../model/output/change.ts';
import type { ListDifference, Names } from '../../model/output/survey-difference.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SeekableSource, SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Places } from '../tables/domain-table.ts';
import type { LastKnown } from '../tables/last-known.ts';
import { ChangeCollector } from './change-collector.ts';
import type { DomainEvidence, DomainPair, FindDomainEvidence } from './change-of-domain.ts';
import { compareDomain, domainEvidence, type ComparedHosts } from './domain-changes.ts';
import { HostPass } from './host-pass.ts';
import { mergeSorted } from '../../model/merge-sorted.ts';
import { haveSameMxSource, scannerDifferences } from './scanner-changes.ts';

/** Domains that only one of the lists has are named up to this number. */
const NAMED = 100;

const NO_EVIDENCE: DomainEvidence = {
  lastKnown: null,
  hosts: { added: [], removed: [] },
  before: { observations: [], domain: null },
  after: { observations: [], domain: null },
};

/**
 * Finds what changed between two snapshots, read record by record, each judged by today's rules at its own date. It is no
 * change where one side is unknown, or where a difference of the scanner explains it. The evidence of a change is read again when
 * it is looked at: both snapshots have to stay open as long as the comparison is used.
 * @param lastKnown what was last known of what `before` does not know: a week in which nothing could be known hides no change.
 * null: it is a comparison of these two alone.
 */
export function compareSnapshots(
  before: SeekableSource,
  after: SeekableSource,
  lastKnown: LastKnown | null = null,
): Comparison {
  const hosts = new HostPass(before, after, lastKnown);
  const collector = new ChangeCollector({
    host: (host, kind) => hosts.evidence(host, kind),
    domain: evidenceAgain({ before, after }, lastKnown, hosts.compared.shown),
  });
  const sameMxSource = haveSameMxSource(before.survey, after.survey);
  const compared = { ...hosts.compared, sameMxSource };
  const lists: ListDifference = { added: noNames(), removed: noNames(), regrouped: noNames() };
  const notObserved = { before: noNames(), after: noNames() };
  let unknown = 0;
  const places = { before: 0, after: 0 };
  for (const pair of mergeSorted(before.domains(), after.domains(), ({ domain }) => domain)) {
    if (pair.after === null)
      addName(isImported(after) ? notObserved.after : lists.removed, pair.key);
    else if (pair.before === null)
      addName(isImported(before) ? notObserved.before : lists.added, pair.key);
    else {
      const both = { before: pair.before, after: pair.after };
      if (isRegrouped(both)) addName(lists.regrouped, pair.key);
      const recalled = recallDomain(both, { ...places }, lastKnown);
      if (compareDomain(recalled, compared, collector)) unknown++;
    }
    if (pair.before !== null) places.before++;
    if (pair.after !== null) places.after++;
  }
  return {
    before: before.survey,
    after: after.survey,
    scanner: scannerDifferences(before.survey, after.survey),
    lists,
    changes: collector.changes(),
    visibilityChanges: collector.visibilityChanges(),
    unknown: { hosts: hosts.unknown, domains: unknown },
    notObserved,
    hosts: hosts.counts,
    neighbours: hosts.like(collector.endings),
  };
}

/** Reads both records of a domain again. Nothing shows a change where one cannot be read any more: the snapshot says so itself. */
function evidenceAgain(
  sources: Record<'before' | 'after', SeekableSource>,
  lastKnown: LastKnown | null,
  shown: ComparedHosts['shown'],
): FindDomainEvidence {
  return (change, places) => {
    const before = sources.before.domainAt(places.before);
    const after = sources.after.domainAt(places.after);
    if (before === null || after === null) return NO_EVIDENCE;
    return domainEvidence(change, recallDomain({ before, after }, places, lastKnown), shown);
  };
}

/** A domain whose lookup failed in the older survey, as it was last known, and its policies that are not known there. */
function recallDomain(
  { before, after }: Record<'before' | 'after', MailDomain>,
  places: Places,
  lastKnown: LastKnown | null,
): DomainPair {
  const { domain } = before;
  const recalled = {
    mtaSts: lastKnown?.policy('mtaSts', domain) ?? null,
    tlsRpt: lastKnown?.policy('tlsRpt', domain) ?? null,
    onionMx: lastKnown?.policy('onionMx', domain) ?? null,
  };
  const isSought = before.mx.kind === 'failed' && after.mx.kind !== 'failed';
  const whole = isSought ? lastKnown?.domain(domain) : null;
  if (!whole) return { before, after, places, lastKnown: null, recalled };
  return { before: whole.record, after, places, lastKnown: whole.survey.startedAt, recalled };
}

function isRegrouped({ before, after }: Record<'before' | 'after', MailDomain>): boolean {
  return before.category !== after.category || before.provider !== after.provider;
}

/** Whether a survey was imported: then it has the domains that its source recorded, not all of a list. */
function isImported({ survey }: SnapshotSource): boolean {
  return survey.settings.depth === null;
}

function noNames(): Names {
  return { total: 0, names: [] };
}

function addName(names: Names, name: string): void {
  names.total++;
  if (names.names.length < NAMED) names.names.push(name);
}
