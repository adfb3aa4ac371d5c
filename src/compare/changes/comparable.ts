import { trustProblems } from '../../judge/endpoint/trust.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { chainKey, type FindCertificate } from './certificate-questions.ts';
import { isConsistent } from '../answers/compare-answers.ts';
import { daneState } from './dane-changes.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { Pairing } from '../answers/pairing.ts';
import { starttlsState } from './starttls-changes.ts';

/** How two surveys asked, as far as comparing one host goes. */
export interface HostContext {
  families: ReadonlySet<string>;
  /** Whether both trusted the same roots. */
  sameRoots: boolean;
  /** Whether the resolver of each validated. */
  dnssec: { before: boolean; after: boolean };
  find: { before: FindCertificate; after: FindCertificate };
  /** The endpoints of the older side that are of a survey before it, in which they were last known. */
  recalled: ReadonlyMap<Endpoint, Survey>;
}

/**
 * The endpoints of a host that a level can be judged by on both sides. An answer that is known on one side alone is copied
 * to the other, so that no level rises or falls by it.
 */
export function comparable(
  pairing: Pairing,
  context: HostContext,
): { before: Endpoint[]; after: Endpoint[] } {
  const { pairs, beforeOnly, afterOnly } = pairing;
  const known = pairs.filter((pair) => isKnown(pair.before) && isKnown(pair.after));
  const sides = {
    before: known.map(({ before }) => before),
    after: known.map(({ before, after }) => aligned(before, after, context)),
  };
  if (afterOnly.every(isKnown)) sides.before.push(...beforeOnly.filter(isJudged));
  if (beforeOnly.every(isKnown)) sides.after.push(...afterOnly.filter(isJudged));
  return sides;
}

/** Whether STARTTLS of an endpoint is known, and was consistent throughout its survey. */
export function isKnown(endpoint: Endpoint): boolean {
  return starttlsState(endpoint) !== null && isConsistent(endpoint);
}

function isJudged(endpoint: Endpoint): boolean {
  const { outcome, problems } = endpoint;
  return isKnown(endpoint) && (outcome !== 'tls' || (problems !== null && !isOpen(endpoint)));
}

function isOpen({ undetermined }: Endpoint): boolean {
  return trustProblems(undetermined).length > 0;
}

/** The newer endpoint of a pair with the older one's answers, where one of the two has none of its own. */
function aligned(before: Endpoint, after: Endpoint, context: HostContext): Endpoint {
  const { sameRoots, dnssec } = context;
  const byRoots = !sameRoots && chainKey(before) === chainKey(after);
  const areJudged = [before, after].every((each) => each.problems !== null && !isOpen(each));
  const bothTls = before.outcome === 'tls' && after.outcome === 'tls';
  const keepsProblems = bothTls && (byRoots || !areJudged);
  const keepsDane =
    daneState(before, dnssec.before) === null || daneState(after, dnssec.after) === null;
  return {
    ...after,
    ...(keepsProblems ? { problems: before.problems, undetermined: before.undetermined } : {}),
    ...(keepsDane ? { dane: before.dane } : {}),
  };
}
