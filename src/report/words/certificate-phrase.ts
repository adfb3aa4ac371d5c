import { matchesName } from '../../judge/x509/name-match.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import {
  authorityName,
  certificateName,
  coveredNames,
  lacksIssuer,
  type Presented,
} from './certificate-words.ts';
import { faultsOf, PROBLEM_TEXTS, sentWith } from './problem-words.ts';
import { dayOf } from '../format/dates.ts';
import type { Neighbours } from './neighbours.ts';
import { shownTogether, type Shown } from './shown-certificates.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** One certificate with what is to be said of it: `a valid certificate for mail.a.gr, by R11, until 2027-01-02`. */
export function certificatePhrase(presented: Presented, neighbours: Neighbours): string {
  const shown = shownTogether([presented]);
  const details = detailsOf(shown, neighbours);
  return `a ${kindOf(shown)}certificate${details === '' ? '' : ` ${details}`}`;
}

/** Whether name and dates are right, and only the issuer, which was not recorded, leaves questions open. */
export function isValidAsRecorded({ presented, problems, undetermined, judged }: Shown): boolean {
  const onlyIssuer = undetermined.every((each) => PROBLEM_TEXTS[each].jointQuestion !== null);
  return lacksIssuer(presented) && judged === 'partly' && problems.length === 0 && onlyIssuer;
}

/** What kind a certificate is, to stand before the noun: `valid wildcard `. */
export function kindOf({ presented, problems, judged, hosts }: Shown): string {
  const { names } = presented.certificate;
  const isExact = hosts.every((host) => names.some((name) => name.toLowerCase() === host));
  const wildcard = !isExact && hosts.every((host) => matchesName(names, host)) ? 'wildcard ' : '';
  if (problems.length === 0 && judged === 'fully') return `valid ${wildcard}`;
  return problems.includes('self-signed') ? `self-signed ${wildcard}` : wildcard;
}

/** For whom, by whom and until when, or what is wrong with it. */
export function detailsOf(shown: Shown, neighbours: Neighbours): string {
  const { presented, judged } = shown;
  const { certificate } = presented;
  const sent = lacksIssuer(presented) ? sentWith(presented) : null;
  const identity = identityOf(certificate, shown.hosts, sent);
  if (isValidAsRecorded(shown)) {
    const whose = shown.hosts.length > 1 ? 'their names' : 'its name';
    const valid = `valid for ${whose} and date (its issuer was not recorded)`;
    return identity === '' ? valid : `${valid}, ${identity}`;
  }
  if (judged === 'not') return `${identity}, that could not be judged`;
  const faults = sharedFaults(shown, neighbours);
  if (faults.length > 0) return faults.join(', ');
  return judged === 'fully' ? identity : `${identity}, in order as far as could be told`;
}

/** For whom, where that is not the one host that has it; by whom; until when. */
function identityOf(
  certificate: Certificate,
  hosts: readonly string[],
  sent: string | null,
): string {
  const { issuer, selfSigned, notAfter } = certificate;
  const names = coveredNames(certificate);
  return [
    ...(names === escapeTerminal(hosts.join()) ? [] : [`for ${names}`]),
    ...(issuer === '' || selfSigned ? [] : [`by ${authorityName(issuer)}`]),
    ...(sent === null ? [] : [sent]),
    ...(notAfter === null ? [] : [`until ${dayOf(notAfter)}`]),
  ].join(', ');
}

/** The faults of a certificate; its kind says already that it is self-signed, and its hosts share a name that is wrong. */
function sharedFaults(shown: Shown, neighbours: Neighbours): string[] {
  const { presented, mismatched, hosts, problems } = shown;
  const { certificate, endpoint } = presented;
  const ownProblems = problems.filter((each) => each !== 'self-signed' && each !== 'name-mismatch');
  const faults = [
    ...faultsOf({ ...presented, endpoint: { ...endpoint, problems: ownProblems } }),
    ...(lacksIssuer(presented) && problems.length > 0 ? [asRecorded(presented)] : []),
  ];
  if (mismatched.length === 0) return faults;
  if (certificate.namesTotal === 0) return [...faults, 'valid for no host name at all'];
  const whom =
    mismatched.length === hosts.length && hosts.length > 1
      ? 'their own names'
      : neighbours.subject(mismatched);
  return [...faults, `valid for ${coveredNames(certificate)}, not for ${whom}`];
}

/** With whose certificate it came; where that was none, its own name is all that there is of it. */
function asRecorded(presented: Presented): string {
  const { certificate, issuers } = presented;
  if (issuers.length > 0) return sentWith(presented);
  const whose = certificate.namesTotal === 0 ? `of ${certificateName(certificate)}, ` : '';
  return `${whose}${sentWith(presented)} (its issuer was not recorded)`;
}
