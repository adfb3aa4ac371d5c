import { classOf } from '../../model/records/endpoint.ts';
import type { OnionAnswer, OnionMx, OnionRecord } from '../../model/records/onion-mx.ts';
import type { OnionKind } from '../../model/records/words.ts';
import type { Palette } from '../document/palette.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { claimOf } from '../words/outcome-words.ts';
import { versionRange } from '../words/version-words.ts';

const ERROR_CHARACTERS = 120;

/** What an onion MX of a domain says, a line each record; no line where there is none, or it was not looked up. */
export function onionLines(onionMx: OnionMx | null, date: string, palette: Palette): string[] {
  if (onionMx === null || onionMx.state === 'absent') return [];
  const { state, error, records, omitted } = onionMx;
  if (state === 'failed') {
    return [palette.unknown(`Onion MX: unknown: ${escapeShort(error ?? '', ERROR_CHARACTERS)}`)];
  }
  const lines = records.map((record) => LINES[record.kind](record, date, palette));
  return omitted > 0 ? [...lines, `Onion MX: ${omitted} more in the DNS, not recorded`] : lines;
}

/** The names of an onion MX on one line, for changes. */
export function onionNames({ state, error, records }: OnionMx): string {
  if (state === 'failed') return `Onion MX: unknown: ${escapeShort(error ?? '', ERROR_CHARACTERS)}`;
  const named = records.filter(({ kind }) => kind !== 'unavailable');
  if (named.length === 0) return 'Onion MX: none';
  const names = named.map((record) => `${placeOf(record)}${KIND_MARKS[record.kind]}`);
  return `Onion MX: ${names.join('; ')}`;
}

const KIND_MARKS = {
  v3: '',
  v2: ' (v2, which no longer exists)',
  invalid: ' (no onion service)',
  'not-onion': ' (no onion name)',
  unavailable: '',
} as const satisfies Record<OnionKind, string>;

type Line = (record: OnionRecord, date: string, palette: Palette) => string;

const LINES = {
  v3: (record, date, palette) => {
    const { answer } = record;
    if (answer === null)
      return `Onion MX: ${placeOf(record)} (not asked: --tor asks it, unless it is excluded)`;
    const kind = classOf(answer);
    const takesMail = kind === 'tls' || kind === 'plaintext';
    const title = takesMail ? 'Mail can also be sent over Tor' : 'Onion MX';
    return `${title}: ${placeOf(record)}: ${answerText(answer, date, palette)}`;
  },
  v2: (record, _, palette) =>
    palette.warn(
      `Onion MX: names a v2 onion service, which no longer exists (Tor removed v2 in 2021): ${placeOf(record)}`,
    ),
  invalid: (record, _, palette) =>
    palette.warn(`Onion MX: names what is no onion service: ${placeOf(record)}`),
  'not-onion': (record, _, palette) =>
    palette.warn(`Onion MX: names a host outside .onion: ${placeOf(record)}`),
  unavailable: () => 'Onion MX: the DNS says that there is none',
} as const satisfies Record<OnionKind, Line>;

function placeOf({ host, port }: OnionRecord): string {
  return `${escapeTerminal(host)}, port ${port}`;
}

/** What an onion host answered over Tor. Its certificate is not judged. */
function answerText(answer: OnionAnswer, date: string, palette: Palette): string {
  if (answer.outcome === 'tls') return palette.good(versionRange(answer.tls) ?? 'TLS');
  const kind = classOf(answer);
  const claim = claimOf({ ...answer, ...NO_NOTES }, date);
  return kind === 'unknown' ? palette.unknown(`unknown: ${claim}`) : palette.warn(claim);
}

const NO_NOTES = { notes: [] };
