import type { Comparison, Difference, Names, ScannerPart } from '../../model/output/change.ts';
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
  exclusions: 'left alone on demand',
} as const satisfies Record<ScannerPart, string>;

/** What of the scanner and its lists was another in the newer survey, in sentences without full stops. */
export function scannerSentences({ scanner, lists }: Comparison): string[] {
  const { added, removed, regrouped } = lists;
  return [
    ...(scanner.length === 0
      ? []
      : [`The scanner changed: ${scanner.map(differenceWords).join('; ')}`]),
    ...namesSentence(added, (domains) => `The lists have ${domains} more`),
    ...namesSentence(removed, (domains) => `The lists have ${domains} less`),
    ...namesSentence(regrouped, (domains) => `The lists give ${domains} to another provider`),
  ];
}

function differenceWords({ part, before, after }: Difference): string {
  const shown = (value: string | null) =>
    value === null ? 'not recorded' : escapeShort(value, CHARACTERS);
  return `${PART_NAMES[part]} ${shown(after)}, before ${shown(before)}`;
}

function namesSentence({ total, names }: Names, say: (domains: string) => string): string[] {
  if (total === 0) return [];
  const hidden = Array.from({ length: total - names.length }, () => '');
  const shown = listedShort([...names, ...hidden].map(escapeTerminal), NAMES);
  return [`${say(counted(total, 'domain'))}: ${shown}`];
}
