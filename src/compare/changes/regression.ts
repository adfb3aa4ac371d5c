import { CHANGE_FACTS } from '../../model/output/change-kinds.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { certificateFindings } from './certificate-changes.ts';
import { daneFindings } from './dane-changes.ts';
import { pairUp } from '../answers/pairing.ts';
import { starttlsChanges } from './starttls-changes.ts';
import { versionFindings } from './version-changes.ts';

const FAMILIES = new Set(['ipv4', 'ipv6']);

/** The certificates of the surveys do not matter here: to be replaced is no regression. */
const NO_CERTIFICATE = (): Certificate | null => null;

/**
 * Whether an endpoint is a regression of its host by the rules of the comparison, and has to be asked again first: STARTTLS
 * lost, stripped or broken, a version down, a new problem of the certificate, or DANE broken. It is compared with what its
 * own address showed; an address that was not asked before, with each of the others.
 * @param before all endpoints of the host in the snapshot before, judged again; none: nothing to regress from.
 * @param now what was just found at one of its addresses, judged; @param sameRoots whether both were judged with the
 * same roots.
 */
export function regressesFrom(
  before: readonly Endpoint[],
  now: Endpoint,
  sameRoots: boolean,
): boolean {
  const own = before.filter(({ address }) => address === now.address);
  const compared = own.length > 0 ? own : before;
  return compared.length > 0 && compared.every((each) => isWorse(each, now, sameRoots));
}

function isWorse(before: Endpoint, now: Endpoint, sameRoots: boolean): boolean {
  const pairing = pairUp([{ ...before, address: now.address }], [now], FAMILIES);
  const find = { before: NO_CERTIFICATE, after: NO_CERTIFICATE };
  const detected = [
    ...starttlsChanges(pairing).detected,
    ...versionFindings(pairing),
    ...certificateFindings(pairing, { find, sameRoots }),
    ...daneFindings(pairing, { dnssec: { before: false, after: false } }),
  ];
  return detected.some(({ kind }) => CHANGE_FACTS[kind].effect === 'regression');
}
