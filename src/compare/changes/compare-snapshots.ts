import type { Comparison } from '../../model/output/change.ts';
import type { ListDifference, Names } from '../../model/output/survey-difference.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SeekableSource, SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { LastKnown } from '../tables/last-known.ts';
import { ChangeCollector, type DomainPair } from './change-collector.ts';
import { compareDomain } from './domain-changes.ts';
import { HostPass } from './host-pass.ts';
import { mergeSorted } from '../../model/merge-sorted.ts';
import { haveSameMxSource, scannerDifferences } from './scanner-changes.ts';

/** Domains that only one of the lists has are named up to this number. */
const NAMED = 100;

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
  const collector = new ChangeCollector((host, kind) => hosts.evidence(host, kind));
  const sameMxSource = haveSameMxSource(before.survey, after.survey);
  const compared = { ...hosts.compared, sameMxSource };
  const lists: ListDifference = { added: noNames(), removed: noNames(), regrouped: noNames() };
  const notObserved = { before: noNames(), after: noNames() };
  let unknown = 0;
  for (const pair of mergeSorted(before.domains(), after.domains(), ({ domain }) => domain)) {
    if (pair.after === null)
      addName(isImported(after) ? notObserved.after : lists.removed, pair.key);
    else if (pair.before === null)
      addName(isImported(before) ? notObserved.before : lists.added, pair.key);
    else {
      const both = { before: pair.before, after: pair.after };
      if (isRegrouped(both)) addName(lists.regrouped, pair.key);
      if (compareDomain(recallDomain(both, lastKnown), compared, collector)) unknown++;
    }
  }
  const changes = collector.changes();
  const visibilityChanges = collector.visibilityChanges();
  const named = [...changes, ...visibilityChanges].flatMap(
    ({ subject, hosts: { added, removed } }) => [
      ...(subject.type === 'host' ? [subject.host] : []),
      ...added,
      ...removed,
    ],
  );
  return {
    before: before.survey,
    after: after.survey,
    scanner: scannerDifferences(before.survey, after.survey),
    lists,
    changes,
    visibilityChanges,
    unknown: { hosts: hosts.unknown, domains: unknown },
    notObserved,
    hosts: hosts.counts,
    neighbours: hosts.like(named),
  };
}

/** A domain whose lookup failed in the older survey, as it was last known, and its policies that are not known there. */
function recallDomain(
  { before, after }: Record<'before' | 'after', MailDomain>,
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
  if (!whole) return { before, after, lastKnown: null, recalled };
  return { before: whole.record, after, lastKnown: whole.survey.startedAt, recalled };
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
