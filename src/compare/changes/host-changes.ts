import type { Observation } from '../../model/output/change.ts';
import type { ChangeKind, VisibilityKind } from '../../model/output/change-kinds.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import { certificateFindings, isRoutine } from './certificate-changes.ts';
import type { FindCertificate } from './certificate-questions.ts';
import { comparable, type HostContext } from './comparable.ts';
import { daneFindings } from './dane-changes.ts';
import { merged, topicOf, type DetectedChange } from './detected-change.ts';
import { listingMoves, type ListingMove } from '../answers/listing-moves.ts';
import { pairUp } from '../answers/pairing.ts';
import { observationsOf } from './observations.ts';
import { starttlsChanges } from './starttls-changes.ts';
import { versionFindings } from './version-changes.ts';

/** A change of one MX host, not yet joined to its domains. */
export interface HostChange<K extends ChangeKind | VisibilityKind = ChangeKind | VisibilityKind> {
  kind: K;
  rotation: boolean;
  needsDnssec: boolean;
  /** When the survey began that `before` is of, where it is not the older survey; null where it is. */
  lastKnown: string | null;
  /** Whether it is a renewal as usual. */
  routine: boolean;
}

/** What shows a change of an MX host in each survey. */
export type Evidence = Record<'before' | 'after', Observation[]>;

/** What comparing a host of both surveys gives. */
export interface ComparedHost {
  changes: (HostChange<ChangeKind> & Evidence)[];
  visibilityChanges: (HostChange<VisibilityKind> & Evidence)[];
  /** Whether it is unknown in both surveys. */
  unknown: boolean;
  /** The endpoints that levels can be judged by. */
  comparable: { before: Endpoint[]; after: Endpoint[] };
}

/** A change to keep: its evidence can be had again by comparing its host again. */
export function withoutEvidence<K extends ChangeKind | VisibilityKind>(
  change: HostChange<K>,
): HostChange<K> {
  const { kind, rotation, needsDnssec, lastKnown, routine } = change;
  return { kind, rotation, needsDnssec, lastKnown, routine };
}

/** Compares all endpoints of one host, judged, of two surveys. */
export function compareHost(
  before: readonly Endpoint[],
  after: readonly Endpoint[],
  context: HostContext,
): ComparedHost {
  const pairing = pairUp(before, after, context.families);
  const { detected: starttls, compared } = starttlsChanges(pairing);
  const evidence = {
    before: (endpoints: readonly Endpoint[]) => evidenceOf(endpoints, before, context.find.before),
    after: (endpoints: readonly Endpoint[]) => evidenceOf(endpoints, after, context.find.after),
  };
  const changes = folded([
    ...merged(starttls),
    ...merged(versionFindings(pairing)),
    ...certificateFindings(pairing, context),
    ...merged(daneFindings(pairing, context)),
    ...merged(listingMoves(pairing).map(asChange)),
  ]).map(({ kind, from, to, rotation, needsDnssec = false }) => {
    const sides = { before: evidence.before(from), after: evidence.after(to) };
    const lastKnown = lastKnownOf(from, context);
    return { kind, ...sides, rotation, needsDnssec, lastKnown, routine: isRoutine(kind, sides) };
  });
  const { nowKnown: toldFirst } = compared;
  // What was lost before the older survey was reported then.
  const noLongerTold = compared.noLongerKnown.filter((each) => !context.recalled.has(each));
  return {
    changes,
    visibilityChanges: [
      ...visibilityChange('now-known', before.filter(isUnknown), toldFirst, evidence),
      ...visibilityChange('no-longer-known', noLongerTold, after.filter(isUnknown), evidence),
    ],
    unknown: before.every(isUnknown) && after.every(isUnknown),
    comparable: comparable(pairing, context),
  };
}

function asChange({ kind, before, after }: ListingMove): DetectedChange {
  return { kind: `dnsbl-${kind}`, from: [before], to: [after], rotation: false };
}

/** A change that follows from another change of the host is not listed by itself. */
function folded(detected: readonly DetectedChange[]): DetectedChange[] {
  const topics = new Set(detected.map(({ kind }) => topicOf(kind)));
  return detected.filter(({ kind }) => {
    // TLSA records that are there demand TLS that works: they match, or not, as the server does.
    if (kind === 'dane-broken' || kind === 'dane-fixed') return !topics.has('starttls');
    // A certificate that follows its TLSA records is renewed in step with them.
    if (kind === 'dane-changed') return !topics.has('certificate');
    return true;
  });
}

function visibilityChange(
  kind: VisibilityKind,
  from: readonly Endpoint[],
  to: readonly Endpoint[],
  evidence: Record<'before' | 'after', (endpoints: readonly Endpoint[]) => Observation[]>,
): ComparedHost['visibilityChanges'] {
  const known = kind === 'now-known' ? to : from;
  if (known.length === 0) return [];
  const sides = { before: evidence.before(from), after: evidence.after(to) };
  const rest = { rotation: false, needsDnssec: false, lastKnown: null, routine: false };
  return [{ kind, ...sides, ...rest }];
}

/** The oldest survey that some endpoints are of, where they are not all of the older survey of the comparison. */
function lastKnownOf(from: readonly Endpoint[], { recalled }: HostContext): string | null {
  const starts = from.flatMap((each) => recalled.get(each)?.startedAt ?? []);
  return starts.sort()[0] ?? null;
}

function isUnknown(endpoint: Endpoint): boolean {
  return classOf(endpoint) === 'unknown';
}

/** Unknown endpoints are no evidence where others of the host are known. */
function evidenceOf(
  endpoints: readonly Endpoint[],
  all: readonly Endpoint[],
  find: FindCertificate,
): Observation[] {
  const known = all.filter((each) => !isUnknown(each));
  return observationsOf(endpoints, endpoints.some(isUnknown) ? all : known, find);
}
