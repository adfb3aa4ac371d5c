import {
  DEMANDS,
  LEFT_OUT_REASONS,
  ONION_LACKS,
  type LeftOutReason,
  type OnionLack,
} from '../../model/output/export.ts';
import { dayOf } from '../format/dates.ts';
import { counted, listed } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import {
  entriesIn,
  leftOutIn,
  noRoutesIn,
  routesIn,
  type ExportView,
  type LeftOut,
} from './export-view.ts';

/** Why a domain is left out, to read on from `1 domain: `. */
const WORDS = {
  plaintext: 'an MX host did not offer STARTTLS',
  broken: 'STARTTLS or TLS of an MX host is broken',
  unknown: 'an address of an MX host is unknown',
  inconsistent: 'two observations of one survey differ',
  'client-certificate': 'an MX host requires a client certificate',
  'old-tls': 'an MX host did not agree on TLS 1.2 or newer',
  'not-in-every-survey': 'not in every survey',
  'no-mail': 'takes no mail',
  'dns-failed': 'the DNS failed',
  'not-all-asked': 'not every MX host and address was asked',
  'invalid-name': 'a name that no mail server can look up',
  'mx-changed': 'an MX host is newer than the oldest survey',
  dane: 'has TLSA records: DANE demands more (--include-dane writes dane-only)',
  'dane-unknown':
    'whether it has TLSA records is unknown: survey with a validating resolver (see mxtls doctor)',
  'dane-in-part': 'has TLSA records that did not match everywhere, or insecure MX records',
  'mta-sts': 'has an MTA-STS policy, which stays current (--include-mta-sts writes an entry)',
  'mta-sts-unknown':
    'whether it has an MTA-STS policy is unknown: survey at depth standard (--include-mta-sts writes an entry)',
} as const satisfies Record<LeftOutReason, string>;

/** Why mail does not go to an onion MX, to read on from `no transport for 1 domain: `. */
const ONION_WORDS = {
  changed: 'not the same onion names and ports in every survey',
  insecure:
    'its SRV records are not secured by DNSSEC, and nothing else says whose an onion name is',
  'not-asked':
    'its onion services were not asked in every survey (scan --tor asks those that are not excluded)',
  unknown: 'its onion services did not answer in every survey',
} as const satisfies Record<OnionLack, string>;

/** What an export came to, in a line, and a line for each reason that left domains out. */
export function exportSummary(view: ExportView): string[] {
  const entries = Array.from(entriesIn(view), ({ demand }) => demand);
  const leftOut = Array.from(leftOutIn(view), ({ reason }) => reason);
  const kinds = DEMANDS.flatMap((demand) => numberOf(entries, demand) ?? []);
  const parts = kinds.length === 0 ? '' : ` (${listed(kinds)})`;
  const routes = [...routesIn(view)].length;
  const noRoutes = Array.from(noRoutesIn(view), ({ reason }) => reason);
  return [
    `${counted(entries.length, 'entry', 'entries')}${parts}, ${counted(leftOut.length, 'domain')} left out; ${counted(routes, 'domain')} over Tor`,
    ...LEFT_OUT_REASONS.flatMap((reason) => {
      const count = leftOut.filter((each) => each === reason).length;
      return count === 0 ? [] : `left out ${counted(count, 'domain')}: ${WORDS[reason]}`;
    }),
    ...ONION_LACKS.flatMap((reason) => {
      const count = noRoutes.filter((each) => each === reason).length;
      return count === 0
        ? []
        : `no transport for ${counted(count, 'domain')}: ${ONION_WORDS[reason]}`;
    }),
  ];
}

function numberOf(words: readonly string[], word: string): string | null {
  const count = words.filter((each) => each === word).length;
  return count === 0 ? null : `${count} ${word}`;
}

/** A line for each domain that is left out: why, at which host, and in which survey. */
export function* leftOutLines(view: ExportView): Generator<string> {
  for (const each of leftOutIn(view)) yield lineOf(each, view);
  for (const { domain, reason, survey } of noRoutesIn(view)) {
    const day = dayOf(view.surveys[survey]?.startedAt ?? '');
    yield `no transport for ${escapeTerminal(domain)}: ${ONION_WORDS[reason]} (${day})`;
  }
}

function lineOf({ domain, reason, host, survey }: LeftOut, { surveys }: ExportView): string {
  const day = dayOf(surveys[survey]?.startedAt ?? '');
  const at = host === null ? '' : `${escapeTerminal(host)}, `;
  return `left out ${escapeTerminal(domain)}: ${WORDS[reason]} (${at}${day})`;
}
