import type { PathOutcome } from '../../model/records/words.ts';
import { namesIssuerKey } from './issuing.ts';
import type { ComparisonBudget } from './name-constraint-check.ts';
import { isInDate, type PathCandidate } from './path-candidate.ts';
import { objectionsTo, type Bar, type Objection } from './path-rules.ts';
import { verifiesWith } from './signature-check.ts';

/** Most issuers on one path. */
export const MAX_DEPTH = 10;
// Most signatures that are checked, and most links that are followed, for one leaf.
const MAX_SIGNATURE_CHECKS = 100;
const MAX_STEPS = 2000;
// Most names that are compared with constraints: a few thousand are usual where there are any.
const MAX_NAME_COMPARISONS = 2 ** 18;

/** A path that was found: the leaf, then each issuer. */
export interface FoundPath {
  readonly outcome: PathOutcome;
  readonly links: readonly PathCandidate[];
  /** Why the last link may not issue the one before it, where the path ends in `may-not-issue`; null for every other. */
  readonly bar: Bar | null;
}

/** What a search found; `whole` is false where a better path may exist that could not be checked. */
export interface SearchResult {
  readonly best: FoundPath | null;
  /** What kept the first path to a trusted root that was no trusted path from being one; empty where there was none. */
  readonly objections: readonly Objection[];
  readonly whole: boolean;
}

interface Search {
  readonly at: Date;
  readonly issuersOf: (candidate: PathCandidate) => readonly PathCandidate[];
  readonly verified: Map<string, boolean | null>;
  signatureChecks: number;
  steps: number;
  best: FoundPath | null;
  bestRank: number;
  whole: boolean;
  objections: readonly Objection[];
  readonly budget: ComparisonBudget;
}

const OUTCOME_RANKS = {
  'missing-issuer': 0,
  'may-not-issue': 1,
  'self-signed': 2,
  'untrusted-root': 2,
  trusted: 3,
} as const satisfies Record<PathOutcome, number>;
const TOP_RANK = rank('trusted', true);

/**
 * Searches the best path from `leaf` to an anchor (RFC 4158): trusted with all issuers inside their dates at `at`, then
 * trusted, then to a root that is not trusted, then to an issuer that may not issue, then as far as issuers go; of
 * equals, the first that `issuersOf` leads to. Depth, signature checks and steps are bounded, whatever the certificates are.
 */
export function searchPath(
  leaf: PathCandidate,
  issuersOf: (candidate: PathCandidate) => readonly PathCandidate[],
  at: Date,
): SearchResult {
  const search: Search = {
    at,
    issuersOf,
    verified: new Map(),
    signatureChecks: 0,
    steps: 0,
    best: null,
    bestRank: -1,
    whole: true,
    objections: [],
    budget: { left: MAX_NAME_COMPARISONS },
  };
  follow(search, leaf, [leaf]);
  return { best: search.best, whole: search.whole, objections: search.objections };
}

function follow(search: Search, last: PathCandidate, links: readonly PathCandidate[]): void {
  if (++search.steps > MAX_STEPS) search.whole = false;
  if (search.steps > MAX_STEPS || search.bestRank === TOP_RANK) return;
  if (last.isRoot) {
    recordAnchored(search, links);
    return;
  }
  if (last.subjectKey === last.issuerKey && verifies(search, last, last)) {
    record(search, unbarred(links.length === 1 ? 'self-signed' : 'untrusted-root', links));
    return;
  }
  followIssuers(search, last, links);
}

function followIssuers(search: Search, last: PathCandidate, links: readonly PathCandidate[]): void {
  const candidates = search.issuersOf(last).filter((each) => !isOnPath(each, links));
  const isSigner = (issuer: PathCandidate) => verifies(search, last, issuer);
  const signers = keyNamedFirst(last, candidates.filter(isAllowed)).filter(isSigner);
  if (signers.length > 0 && links.length > MAX_DEPTH) {
    search.whole = false;
    return;
  }
  for (const issuer of signers) follow(search, issuer, [...links, issuer]);
  if (search.bestRank === TOP_RANK) return;
  const barred = candidates.filter((each) => !isAllowed(each)).filter(isSigner);
  for (const issuer of barred) {
    record(search, {
      outcome: 'may-not-issue',
      links: [...links, issuer],
      bar: barTo(issuer, links),
    });
  }
  if (signers.length + barred.length === 0) record(search, unbarred('missing-issuer', links));

  function isAllowed(issuer: PathCandidate): boolean {
    return barTo(issuer, links) === null;
  }
}

/** Those that `subject` names by key first: a CA has several certificates, and clients that go by key ids take these. */
function keyNamedFirst(
  subject: PathCandidate,
  issuers: readonly PathCandidate[],
): readonly PathCandidate[] {
  const isNamed = (issuer: PathCandidate) => namesIssuerKey(subject.fields, issuer.fields);
  return [...issuers.filter(isNamed), ...issuers.filter((issuer) => !isNamed(issuer))];
}

function recordAnchored(search: Search, links: readonly PathCandidate[]): void {
  const objections = objectionsTo(links, search.at, search.budget);
  if (objections.length === 0) record(search, unbarred('trusted', links));
  else if (search.objections.length === 0) search.objections = objections;
}

function isOnPath(issuer: PathCandidate, links: readonly PathCandidate[]): boolean {
  return links.some((link) => link.id === issuer.id || link.authority === issuer.authority);
}

/**
 * What forbids an issuer to issue the last of `links`; null for nothing. It has to be a CA, with room for the intermediates
 * below it (RFC 5280 §4.2.1.3, §4.2.1.9, §6.1.4 k to n).
 */
function barTo({ issues }: PathCandidate, links: readonly PathCandidate[]): Bar | null {
  if (issues.kind === 'none') return 'issuer-not-ca';
  const below = links.slice(1).filter((link) => link.subjectKey !== link.issuerKey);
  return below.length > issues.pathLength ? 'path-too-long' : null;
}

/** An unknown signature counts as no here; the search is then not whole. */
function verifies(search: Search, subject: PathCandidate, issuer: PathCandidate): boolean {
  const pair = `${subject.id} ${issuer.id}`;
  let answer = search.verified.get(pair);
  if (answer === undefined) {
    const affordable = search.signatureChecks++ < MAX_SIGNATURE_CHECKS;
    answer = affordable ? checkSignature(subject, issuer) : null;
    search.verified.set(pair, answer);
  }
  if (answer === null) search.whole = false;
  return answer ?? false;
}

/** Signatures that were checked, by subject and issuer: the intermediates of most chains are the same. */
const checked = new WeakMap<PathCandidate, WeakMap<PathCandidate, boolean>>();

function checkSignature(subject: PathCandidate, issuer: PathCandidate): boolean | null {
  const known = checked.get(subject)?.get(issuer);
  if (known !== undefined) return known;
  const answer = verifiesWith(subject, issuer);
  const answers = checked.get(subject) ?? new WeakMap<PathCandidate, boolean>();
  if (answer !== null) checked.set(subject, answers.set(issuer, answer));
  return answer;
}

function unbarred(outcome: PathOutcome, links: readonly PathCandidate[]): FoundPath {
  return { outcome, links, bar: null };
}

function record(search: Search, path: FoundPath): void {
  const isAllInDate = path.links.slice(1).every((issuer) => isInDate(issuer, search.at));
  const found = rank(path.outcome, isAllInDate);
  if (found <= search.bestRank) return;
  search.best = path;
  search.bestRank = found;
}

function rank(outcome: PathOutcome, inDate: boolean): number {
  return OUTCOME_RANKS[outcome] * 2 + (inDate ? 1 : 0);
}
