import type { Endpoint } from '../model/endpoint.ts';

/**
 * Whether writing an endpoint down would be a regression of its host by the rules of the comparison, so that it is asked
 * again first: STARTTLS lost, stripped or broken, a version down, or a problem of the certificate that was not there.
 * @param before all endpoints of the host in the snapshot before, judged again; none: nothing to regress from.
 * @param now what was just found at one of its addresses, judged; @param sameRoots whether both were judged with the
 * same roots.
 */
export function regressesFrom(
  before: readonly Endpoint[],
  now: Endpoint,
  sameRoots: boolean,
): boolean {
  return before.length > 0 && now.end === 'plaintext' && sameRoots;
}
