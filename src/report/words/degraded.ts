import type { DegradedReason } from '../../model/records/words.ts';
import { warningLines } from '../format/document-text.ts';
import type { Document } from '../format/document.ts';
import type { Palette } from '../format/palette.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

const KNOWN_REASONS = {
  'dns-failing': 'half of all DNS questions or more failed: it is the resolver, not the domains',
  'no-connection': 'not one connection came about: outbound port 25 seems to be blocked here',
  'local-limit': 'this machine ran into limits of its own (sockets, ports, memory)',
  'starttls-stripped': 'something on the way, most likely near to us, overwrites STARTTLS',
  'resolver-died': 'the DNS resolver stopped to answer during the survey',
  'one-certificate-everywhere':
    'nearly all servers showed the same wrong certificate: something near to us answers for them',
} as const satisfies Record<DegradedReason, string>;

/** What the words of `degraded` mean; the set is open, a word that is not here is shown as it is. */
const REASONS: ReadonlyMap<string, string> = new Map(Object.entries(KNOWN_REASONS));

const HEADING = 'DEGRADED: this survey cannot be trusted, and is never a baseline:';

/** Why a survey cannot be trusted, as one loud block; empty where it can. */
export function degradedLines(degraded: readonly string[], palette: Palette): string[] {
  const warning = degradedWarning(degraded);
  return warning === null ? [] : [warningLines(warning, palette).join('\n')];
}

/** The same for any format; null where the survey can be trusted. Fit for a terminal. */
export function degradedWarning(degraded: readonly string[]): Document['warning'] {
  if (degraded.length === 0) return null;
  const reasons = degraded.map((word) => {
    const meaning = REASONS.get(word);
    const shown = escapeTerminal(word);
    return meaning === undefined ? shown : `${shown}: ${meaning}`;
  });
  return { heading: HEADING, reasons };
}
