import type { DegradedReason } from '../../model/records/words.ts';
import { warningLines } from '../format/document-text.ts';
import type { Document } from '../document/document.ts';
import type { Screen } from '../document/screen.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

const KNOWN_REASONS = {
  'dns-failing':
    'lookups failed at many unrelated operators: the cause is the resolver, not the domains',
  'no-connection':
    'no connection to most operators, or to many that were reached before: outbound port 25 seems to be blocked here',
  'local-limit': 'the scanning machine reached a limit of its own (sockets, ports, memory)',
  'starttls-stripped': 'a device on the path, probably close to the scanner, overwrites STARTTLS',
  'resolver-died': 'the DNS resolver stopped answering during the survey',
  'one-certificate-everywhere':
    'unrelated operators showed the same wrong certificate: a device close to the scanner answers for them',
  'names-not-found':
    'the resolver said of too many names that they do not exist: it is more likely wrong than they are gone',
  'scanner-refused':
    'many operators refused this scanner as listed or too fast: their servers are unknown because of it',
  'no-dialogue':
    'many unrelated servers took the connection and did not speak SMTP: something close to the scanner is in the way',
  'starttls-missing':
    'STARTTLS is missing at too many unrelated operators: something close to the scanner takes it out',
  'tls-failing':
    'TLS failed after STARTTLS at too many unrelated operators: something close to the scanner breaks it',
  'mostly-unknown': 'too much is unknown, for different reasons',
} as const satisfies Record<DegradedReason, string>;

/** What the words of `degraded` mean. The set is open: any other word is shown as it is. */
const REASONS: ReadonlyMap<string, string> = new Map(Object.entries(KNOWN_REASONS));

const HEADING = 'DEGRADED: this survey cannot be trusted and is never used as a baseline:';

/** Why a survey cannot be trusted, as one warning block; empty if it can. */
export function degradedLines(degraded: readonly string[], screen: Screen): string[] {
  const warning = degradedWarning(degraded);
  return warning === null ? [] : [warningLines(warning, screen).join('\n')];
}

/** The same for any format; null if the survey can be trusted. Safe for a terminal. */
export function degradedWarning(degraded: readonly string[]): Document['warning'] {
  if (degraded.length === 0) return null;
  const reasons = degraded.map((word) => {
    const meaning = REASONS.get(word);
    const shown = escapeTerminal(word);
    return meaning === undefined ? shown : `${shown}: ${meaning}`;
  });
  return { heading: HEADING, reasons };
}
