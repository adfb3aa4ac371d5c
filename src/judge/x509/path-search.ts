import type { PathOutcome } from '../../model/records/words.ts';
import { mayHaveIssued } from './issuing.ts';
import type { ComparisonBudget } from './name-constraint-check.ts';
import { isInDate, type PathCandidate } from './path-candidate.ts';
import { objectionsTo, type Objection } from './path-rules.ts';
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
  'self-signed': 1,
  'untrusted-root': 1,
  trusted: 2,
} as const satisfies Record<PathOutcome, number>;
const TOP_RANK = rank('trusted', true);

/**
 * Searches the best path from `leaf` to an anchor (RFC 4158): trusted with all issuers inside their dates at `at`, then
 * trusted, then to a root that is not trusted, then as far as issuers go; of equals, the first that `issuersOf` leads
 * to. Depth, signature checks and steps are bounded, whatever the certificates are.
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
    record(search, links.length === 1 ? 'self-signed' : 'untrusted-root', links);
    return;
  }
  followIssuers(search, last, links);
}

function followIssuers(search: Search, last: PathCandidate, links: readonly PathCandidate[]): void {
  const issuers = search
    .issuersOf(last)
    .filter((issuer) => mayFollow(issuer, links) && isIssuer(search, last, issuer));
  if (issuers.length === 0) {
    record(search, 'missing-issuer', links);
    return;
  }
  if (links.length > MAX_DEPTH) {
    search.whole = false;
    return;
  }
  for (const issuer of issuers) follow(search, issuer, [...links, issuer]);
}

function recordAnchored(search: Search, links: readonly PathCandidate[]): void {
  const objections = objectionsTo(links, search.at, search.budget);
  if (objections.length === 0) record(search, 'trusted', links);
  else if (search.objections.length === 0) search.objections = objections;
}

/** A CA with a name (RFC 5280 §4.1.2.6), not on the path yet, with room for the intermediates below it (RFC 5280 §4.2.1.9). */
function mayFollow(issuer: PathCandidate, links: readonly PathCandidate[]): boolean {
  if (issuer.issues.kind === 'none' || issuer.subjectKey === '') return false;
  if (links.some((link) => link.id === issuer.id || link.authority === issuer.authority)) {
    return false;
  }
  const below = links.slice(1).filter((link) => link.subjectKey !== link.issuerKey);
  return below.length <= issuer.issues.pathLength;
}

function isIssuer(search: Search, subject: PathCandidate, issuer: PathCandidate): boolean {
  return mayHaveIssued(subject.fields, issuer.fields) && verifies(search, subject, issuer);
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

function record(search: Search, outcome: PathOutcome, links: readonly PathCandidate[]): void {
  const found = rank(
    outcome,
    links.slice(1).every((issuer) => isInDate(issuer, search.at)),
  );
  if (found <= search.bestRank) return;
  search.best = { outcome, links };
  search.bestRank = found;
}

function rank(outcome: PathOutcome, inDate: boolean): number {
  return OUTCOME_RANKS[outcome] * 2 + (inDate ? 1 : 0);
}
