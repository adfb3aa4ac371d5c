import type { Comparison, Difference, ScannerPart } from '../../model/output/change.ts';
import type { Names } from '../../model/output/survey-difference.ts';
import { counted, listedShort } from '../format/layout.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';

const NAMES = 6;
const CHARACTERS = 100;

const PART_NAMES = {
  depth: 'depth',
  mxtls: 'mxtls',
  node: 'Node',
  openssl: 'OpenSSL',
  roots: 'trusted roots',
  vantage: 'vantage',
  resolver: 'resolver',
  families: 'address families',
  port: 'port',
  exclusions: 'exclusions',
  mx: 'MX hosts',
} as const satisfies Record<ScannerPart, string>;

/** What differs in the scanner and its lists between two surveys, in sentences without full stops. */
export function scannerSentences(comparison: Comparison): string[] {
  const { scanner, lists, notObserved, before, after } = comparison;
  const { added, removed, regrouped } = lists;
  return [
    ...(scanner.length === 0
      ? []
      : [`The scanner changed: ${scanner.map(differenceWords).join('; ')}`]),
    ...givenSentences(comparison),
    ...namesSentence(added, (domains) => `Added to the lists: ${domains}`),
    ...namesSentence(removed, (domains) => `Removed from the lists: ${domains}`),
    ...namesSentence(regrouped, (domains) => `Moved to another provider in the lists: ${domains}`),
    ...namesSentence(notObserved.before, (domains) => `Not observed on ${before.date}: ${domains}`),
    ...namesSentence(notObserved.after, (domains) => `Not observed on ${after.date}: ${domains}`),
  ];
}

/** What a comparison with a test is about. */
function givenSentences({ scanner, before, after }: Comparison): string[] {
  if (before.givenMx === null && after.givenMx === null) return [];
  if (scanner.some(({ part }) => part === 'mx')) {
    return [
      'MX hosts were given with --mx: MX sets, MTA-STS and levels are not compared, only the servers that both asked',
    ];
  }
  return ['Both surveys asked the MX hosts given with --mx, not those that the DNS names'];
}

function differenceWords({ part, before, after }: Difference): string {
  const shown = (value: string | null) =>
    value === null ? 'not recorded' : escapeShort(value, CHARACTERS);
  return `${PART_NAMES[part]} ${shown(before)} → ${shown(after)}`;
}

function namesSentence({ total, names }: Names, say: (domains: string) => string): string[] {
  if (total === 0) return [];
  const hidden = Array.from({ length: total - names.length }, () => '');
  const shown = listedShort([...names, ...hidden].map(escapeTerminal), NAMES);
  return [`${say(counted(total, 'domain'))} (${shown})`];
}
