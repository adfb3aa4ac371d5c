import { mergeSorted } from '../../model/merge-sorted.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import { DEGRADED_REASONS, type DegradedReason } from '../../model/records/words.ts';
import type { RunRecords } from '../journal/run-records.ts';
import { DriftTally } from './drift-tally.ts';
import { SharedCertificates } from './shared-certificates.ts';
import type { Question } from './questions.ts';
import { SurveyTally } from './survey-tally.ts';
import type { Count } from './votes.ts';

/** A share of the operators, and the least number of them, from which on the scanner is the more likely cause. */
interface Rule {
  question: Question;
  share: number;
  least: number;
  reason: DegradedReason;
}

/**
 * What no honest list shows, whatever it is a list of. A rule of few operators takes all of them, and only what is very rare
 * at a single one.
 */
const SURVEY_RULES: readonly Rule[] = [
  { question: 'domain-failed', share: 1 / 3, least: 10, reason: 'dns-failing' },
  { question: 'lookup-failed', share: 1 / 3, least: 10, reason: 'dns-failing' },
  { question: 'domain-missing', share: 0.9, least: 10, reason: 'names-not-found' },
  { question: 'domain-missing', share: 0.45, least: 40, reason: 'names-not-found' },
  { question: 'name-missing', share: 1 / 3, least: 10, reason: 'names-not-found' },
  { question: 'not-connected', share: 1, least: 3, reason: 'no-connection' },
  { question: 'not-connected', share: 0.5, least: 10, reason: 'no-connection' },
  { question: 'refused', share: 1, least: 3, reason: 'scanner-refused' },
  { question: 'refused', share: 0.5, least: 10, reason: 'scanner-refused' },
  { question: 'no-dialogue', share: 0.5, least: 10, reason: 'no-dialogue' },
  { question: 'plaintext', share: 0.9, least: 40, reason: 'starttls-missing' },
  { question: 'masked', share: 1, least: 3, reason: 'starttls-stripped' },
  { question: 'masked', share: 0.1, least: 5, reason: 'starttls-stripped' },
  { question: 'tls-failed', share: 0.5, least: 20, reason: 'tls-failing' },
];

/** What does not happen to so many operators between two surveys. */
const DRIFT_RULES: readonly Rule[] = [
  { question: 'domain-failed', share: 0.1, least: 5, reason: 'dns-failing' },
  { question: 'lookup-failed', share: 0.1, least: 5, reason: 'dns-failing' },
  { question: 'domain-missing', share: 0.05, least: 5, reason: 'names-not-found' },
  { question: 'name-missing', share: 0.05, least: 5, reason: 'names-not-found' },
  { question: 'not-connected', share: 0.1, least: 5, reason: 'no-connection' },
  { question: 'refused', share: 0.1, least: 5, reason: 'scanner-refused' },
  { question: 'no-dialogue', share: 0.1, least: 5, reason: 'no-dialogue' },
  { question: 'plaintext', share: 0.02, least: 5, reason: 'starttls-missing' },
  { question: 'masked', share: 0.02, least: 3, reason: 'starttls-stripped' },
  { question: 'tls-failed', share: 0.05, least: 5, reason: 'tls-failing' },
];

/** Where nothing else is found: hosts are unknown for one reason here and another there. */
const MIXED = {
  survey: { question: 'unknown', share: 0.6, least: 10, reason: 'mostly-unknown' },
  drift: { question: 'unknown', share: 0.15, least: 5, reason: 'mostly-unknown' },
} as const satisfies { survey: Rule; drift: Rule };

/** Refusals of the scanner that double, and are no longer few. */
const REFUSALS = { times: 2, more: 5, share: 0.05 };

/** The share of endpoints that the machine's own limits may cost, and the least number of endpoints that it is one of. */
const LOCAL = { share: 0.01, least: 5 };

/** What was so in the last good survey already, but for a fifth, is how the list is. */
const AS_BEFORE = 0.8;

/** A last good survey that began longer ago, in ms, is no measure. */
const LOOK_BACK_MS = 366 * 86_400_000;

/** What the gates read of a survey: each list once, in the order of the format. */
export type GatedRecords = Pick<RunRecords, 'domains' | 'endpoints'>;

/**
 * Returns the reasons why a survey is degraded: what it found is more likely the doing of the scanner's own machine or network
 * than of the servers. Counted by operator, by the registrable domain, against the last good survey of the same series. A
 * degraded survey is kept, but is never a baseline to compare with.
 * @param startedAt when the survey began, an instant of the format.
 * @param before the last good survey of the series; null: there is none, and only what no honest list shows is a reason.
 */
export function degradedReasons(
  now: GatedRecords,
  startedAt: string,
  before: SnapshotSource | null,
): DegradedReason[] {
  const age = Date.parse(startedAt) - Date.parse(before?.survey.startedAt ?? startedAt);
  const found = read(now, age > LOOK_BACK_MS ? null : before);
  const reasons = new Set<DegradedReason>([...surveyReasons(found), ...driftReasons(found)]);
  if (found.certificates.hasOneForAll()) reasons.add('one-certificate-everywhere');
  if (isOverLimit(found.local)) reasons.add('local-limit');
  if (reasons.size === 0 && isMixed(found)) reasons.add('mostly-unknown');
  return DEGRADED_REASONS.filter((reason) => reasons.has(reason));
}

function surveyReasons({ tally, older }: Read): DegradedReason[] {
  return SURVEY_RULES.filter((rule) => {
    const count = tally.count(rule.question);
    return applies(rule, count) && !isAsBefore(count, older.count(rule.question));
  }).map(({ reason }) => reason);
}

function driftReasons({ tally, older, drift }: Read): DegradedReason[] {
  const found = DRIFT_RULES.filter((rule) => applies(rule, drift.count(rule.question)));
  const reasons = found.map(({ reason }) => reason);
  const before = older.count('refused');
  const isCompared = older.count('unknown').voters > 0;
  if (isCompared && haveDoubled(before, tally.count('refused'))) reasons.push('scanner-refused');
  return reasons;
}

function isOverLimit({ ours, all }: Read['local']): boolean {
  return all >= LOCAL.least && ours >= Math.max(1, all * LOCAL.share);
}

interface Read {
  tally: SurveyTally;
  /** The tally of the last good survey. */
  older: SurveyTally;
  drift: DriftTally;
  certificates: SharedCertificates;
  /** Endpoints, and those that a limit of the machine left unknown. */
  local: { ours: number; all: number };
}

function read(now: GatedRecords, before: SnapshotSource | null): Read {
  const found: Read = {
    tally: new SurveyTally(),
    older: new SurveyTally(),
    drift: new DriftTally(),
    certificates: new SharedCertificates(),
    local: { ours: 0, all: 0 },
  };
  readDomains(now, before, found);
  const hosts = mergeSorted(byHost(before?.endpoints() ?? []), byHost(now.endpoints()), hostOf);
  for (const { key, before, after } of hosts) readHost(key, before ?? [], after ?? [], found);
  return found;
}

function readDomains(
  now: GatedRecords,
  before: SnapshotSource | null,
  { tally, older, drift }: Read,
): void {
  const domains = mergeSorted(before?.domains() ?? [], now.domains(), ({ domain }) => domain);
  for (const pair of domains) {
    if (pair.before !== null) older.addDomain(pair.before);
    if (pair.after !== null) tally.addDomain(pair.after);
    if (pair.before !== null && pair.after !== null) drift.addDomain(pair.before, pair.after);
  }
}

function readHost(
  host: string,
  before: readonly Endpoint[],
  after: readonly Endpoint[],
  { tally, older, drift, certificates, local }: Read,
): void {
  for (const each of before) older.addEndpoint(each);
  for (const each of after) {
    tally.addEndpoint(each);
    certificates.add(each, before);
    local.all++;
    if (each.outcome === 'failed' && each.failure.code === 'local-limit') local.ours++;
  }
  drift.addHost(host, before, after);
}

/** The endpoints of a survey, those of one host together. */
function* byHost(endpoints: Iterable<Endpoint>): Generator<Endpoint[], void> {
  let own: Endpoint[] = [];
  for (const endpoint of endpoints) {
    if (own.length > 0 && hostOf(own) !== endpoint.host) {
      yield own;
      own = [];
    }
    own.push(endpoint);
  }
  if (own.length > 0) yield own;
}

function hostOf([first]: readonly Endpoint[]): string {
  return first?.host ?? '';
}

/** Sums of parts are not exact. */
const ROUNDING = 1e-9;

function applies({ share, least }: Rule, { hits, voters }: Count): boolean {
  return hits >= least - ROUNDING && hits >= voters * share - ROUNDING;
}

function isAsBefore(now: Count, before: Count): boolean {
  if (before.voters === 0) return false;
  return before.hits / before.voters >= AS_BEFORE * (now.hits / now.voters);
}

function haveDoubled(before: Count, now: Count): boolean {
  const { times, more, share } = REFUSALS;
  return applies(
    {
      question: 'refused',
      share,
      least: Math.max(before.hits * times, before.hits + more),
      reason: 'scanner-refused',
    },
    now,
  );
}

function isMixed({ tally, older, drift }: Read): boolean {
  const count = tally.count('unknown');
  const isNew = applies(MIXED.survey, count) && !isAsBefore(count, older.count('unknown'));
  return isNew || applies(MIXED.drift, drift.count('unknown'));
}
