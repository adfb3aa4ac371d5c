import { operatorOf } from '../model/names/operator.ts';
import type { Endpoint } from '../model/records/endpoint.ts';
import type { Note } from '../model/records/words.ts';
import { counted, listedShort, wrap } from './format/layout.ts';
import type { Screen } from './document/screen.ts';
import { escapeTerminal } from './format/terminal-escape.ts';

const REFUSALS = {
  'scanner-listed': 'refused this scanner, as its address is on a list',
  'scanner-throttled': 'limited how fast this scanner may ask',
} as const satisfies Partial<Record<Note, string>>;

const NAMED = 3;

/**
 * How many operators refused the scanner, and what to do about it; empty where none did. It is a problem of the scanner, and
 * not of the servers. Ends in a newline.
 */
export function refusedScannerText(
  endpoints: Iterable<Pick<Endpoint, 'host' | 'notes'>>,
  { palette, width }: Screen,
): string {
  const operators = new Map(Object.keys(REFUSALS).map((note) => [note, new Set<string>()]));
  for (const { host, notes } of endpoints) {
    for (const note of notes) operators.get(note)?.add(operatorOf(host));
  }
  const lines = Object.entries(REFUSALS).flatMap(([note, words]) => {
    const own = [...(operators.get(note) ?? [])].map(escapeTerminal);
    if (own.length === 0) return [];
    const names = listedShort(own, NAMED);
    return `${counted(own.length, 'operator')} ${words} (${names}): mxtls explain ${note}`;
  });
  if (lines.length === 0) return '';
  return `\n${lines
    .flatMap((line) => wrap(line, '', 0, width))
    .map((line) => palette.warn(line))
    .join('\n')}\n`;
}
