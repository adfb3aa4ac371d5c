import { trustProblems } from '../../judge/endpoint/trust.ts';
import { matchesName } from '../../judge/x509/name-match.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import {
  authorityName,
  certificateName,
  certificateNoun,
  coveredNames,
  lacksIssuer,
  type Presented,
} from './certificate-words.ts';
import { faultsOf, NO_NAME, PROBLEM_TEXTS, questionsText, sentWith } from './problem-words.ts';
import { dayOf } from '../format/dates.ts';
import type { Neighbours } from './neighbours.ts';
import { shownTogether, type Shown } from './shown-certificates.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** One certificate as a noun with its details: `a valid certificate for mail.a.gr, by R11, until 2027-01-02`. */
export function certificatePhrase(presented: Presented, neighbours: Neighbours): string {
  const shown = shownTogether([presented]);
  return `${withArticle(nounOf(shown))}${detailsBehind(shown, neighbours)}`;
}

/** A certificate as a noun: `valid wildcard certificate`, `RSA certificate` where a server has another one as well. */
export function nounOf(shown: Shown): string {
  return `${kindOf(shown)}${certificateNoun(shown.presented.endpoint)}`;
}

/** `a valid certificate`, `an RSA certificate`. */
export function withArticle(noun: string): string {
  return `${/^(RSA|ECDSA) /.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Whether name and dates are right, and only the issuer, which was not recorded, leaves questions open. */
export function isValidAsRecorded({ presented, problems, undetermined, judged }: Shown): boolean {
  const onlyIssuer = undetermined.every((each) => PROBLEM_TEXTS[each].jointQuestion !== null);
  return lacksIssuer(presented) && judged === 'partly' && problems.length === 0 && onlyIssuer;
}

/** The kind of a certificate, to stand before the noun: `valid wildcard `. */
function kindOf({ presented, problems, judged, hosts }: Shown): string {
  const { names } = presented.certificate;
  const isExact = hosts.every((host) => names.some((name) => name.toLowerCase() === host));
  const wildcard = !isExact && hosts.every((host) => matchesName(names, host)) ? 'wildcard ' : '';
  if (trustProblems(problems).length === 0 && judged === 'fully') return `valid ${wildcard}`;
  return problems.includes('self-signed') ? `self-signed ${wildcard}` : wildcard;
}

/** Names, issuer and end of a certificate, or what is wrong with it, to stand behind the noun; `comma`: behind a comma. */
export function detailsBehind(shown: Shown, neighbours: Neighbours, comma = false): string {
  const { presented, judged, undetermined } = shown;
  const sent = lacksIssuer(presented) ? sentWith(presented) : null;
  const identity = identityOf(presented.certificate, shown.hosts, sent);
  const faults = sharedFaults(shown, neighbours);
  const parts = isValidWithFaults(shown) ? [identity, ...faults].filter(Boolean) : faults;
  const details = faults.length > 0 && judged !== 'not' ? parts.join(', ') : identity;
  const start = details === '' ? '' : `${comma ? ', ' : ' '}${details}`;
  if (judged === 'not') return `${start}; not judged`;
  if (faults.length > 0 || judged === 'fully') return start;
  return `${start}; ${isValidAsRecorded(shown) ? recordedText(shown) : `unknown: ${questionsText(undetermined)}`}`;
}

/** A weak key or signature leaves a certificate valid, which then has a name, an issuer and an end as well. */
function isValidWithFaults({ judged, problems }: Shown): boolean {
  return judged === 'fully' && problems.length > 0 && trustProblems(problems).length === 0;
}

/** Without an issuer, only name and dates could be judged; a wildcard shows that it fits by itself. */
function recordedText(shown: Shown): string {
  if (kindOf(shown) !== '') return 'its issuer was not recorded';
  return `${shown.hosts.length > 1 ? 'names' : 'name'} and dates are right (issuer not recorded)`;
}

/** The names, unless they are the one host that presented it; the issuer; the end; what was sent with it. */
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
    ...(notAfter === null ? [] : [`until ${dayOf(notAfter)}`]),
    ...(sent === null ? [] : [sent]),
  ].join(', ');
}

/** The faults of a certificate, except that it is self-signed, which its kind says; a wrong name once for all hosts. */
function sharedFaults(shown: Shown, neighbours: Neighbours): string[] {
  const { presented, mismatched, hosts, problems } = shown;
  const { certificate, endpoint } = presented;
  const ownProblems = problems.filter((each) => each !== 'self-signed' && each !== 'name-mismatch');
  const faults = [
    ...faultsOf({ ...presented, endpoint: { ...endpoint, problems: ownProblems } }),
    ...(lacksIssuer(presented) && problems.length > 0 ? [asRecorded(presented)] : []),
  ];
  if (mismatched.length === 0) return faults;
  if (certificate.namesTotal === 0) return [...faults, NO_NAME];
  const whom =
    mismatched.length === hosts.length && hosts.length > 1
      ? 'their own names'
      : neighbours.subject(mismatched);
  return [...faults, `issued for ${coveredNames(certificate)}, not for ${whom}`];
}

/** What was sent with it; if nothing was, and it has no DNS name, its own name. */
function asRecorded(presented: Presented): string {
  const { certificate, issuers } = presented;
  if (issuers.length > 0) return sentWith(presented);
  const whose = certificate.namesTotal === 0 ? `of ${certificateName(certificate)}, ` : '';
  return `${whose}${sentWith(presented)} (issuer not recorded)`;
}
