import type { MailDomain } from '../model/mail-domain.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { ENDPOINT_CLASSES, STARTTLS_WORDS, type Level } from '../model/words.ts';
import { grouped } from './grouped.ts';
import { columns, counted, padded } from './layout.ts';
import type { Palette } from './palette.ts';
import type { CategoryView } from './providers.ts';
import { escapeShort } from './terminal-escape.ts';
import {
  CLASS_NAMES,
  CLASS_PAINTS,
  LEVEL_MEANINGS,
  LEVEL_PAINTS,
  LEVELS_BEST_FIRST,
  STARTTLS_NAMES,
} from './words.ts';

const CATEGORY_CHARACTERS = 40;

/** The totals of a survey: domains by level, addresses by class, and STARTTLS by category. One line an item. */
export function totalLines(
  snapshot: Snapshot,
  categories: readonly CategoryView[],
  palette: Palette,
): string[] {
  return [
    ...levelLines(snapshot.domains, palette),
    '',
    ...classLines(snapshot, palette),
    ...categoryLines(categories),
    ...exclusionLines(snapshot),
  ];
}

function levelLines(domains: readonly MailDomain[], palette: Palette): string[] {
  const levels = grouped(domains, ({ level }) => level);
  const count = (level: Level) => levels.get(level)?.length ?? 0;
  const width = String(domains.length).length;
  return [
    counted(domains.length, 'domain'),
    ...LEVELS_BEST_FIRST.filter((level) => count(level) > 0).map((level) => {
      const name = palette[LEVEL_PAINTS[level]](padded(level, 13));
      return `  ${String(count(level)).padStart(width)}  ${name}  ${LEVEL_MEANINGS[level]}`;
    }),
  ];
}

function classLines({ survey: { counts } }: Snapshot, palette: Palette): string[] {
  const told = counts.tls + counts.plaintext + counts.broken;
  const width = String(counts.endpoints).length;
  const share =
    told === 0 ? '' : `: TLS on ${percent(counts.tls, told)} of the ${told} that could be told`;
  return [
    `${counted(counts.endpoints, 'address', 'addresses')} of MX hosts${share}`,
    ...ENDPOINT_CLASSES.filter((word) => counts[word] > 0).map((word) => {
      const name = palette[CLASS_PAINTS[word]](CLASS_NAMES[word]);
      return `  ${String(counts[word]).padStart(width)}  ${name}`;
    }),
  ];
}

/** Rounded down, so that 100% is said of all alone. */
function percent(part: number, whole: number): string {
  return `${Math.floor((100 * part) / whole)}%`;
}

/** A table of the domains of each category by where they have STARTTLS; none where the lists have no categories. */
function categoryLines(categories: readonly CategoryView[]): string[] {
  if (categories.every(({ name }) => name === null)) return [];
  const rows = categories.map(({ name, providers }) => {
    const domains = providers.flatMap((provider) => provider.domains);
    const numbers = STARTTLS_WORDS.map((word) => count(domains, word));
    return [categoryTitle(name), String(domains.length), ...numbers, count(domains, null)];
  });
  const heading = [
    'STARTTLS by category',
    'domains',
    ...STARTTLS_WORDS.map((word) => STARTTLS_NAMES[word]),
    'no mail',
  ];
  const widths = heading.map((_, column) =>
    Math.max(...[heading, ...rows].map((row) => columns(row[column] ?? ''))),
  );
  return ['', ...[heading, ...rows].map((row) => tableRow(row, widths))];
}

function tableRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, index) => {
      const width = widths[index] ?? 0;
      return index === 0 ? padded(cell, width) : cell.padStart(width);
    })
    .join('  ');
}

/** The number of domains with a word, a dash for none. */
function count(domains: readonly MailDomain[], word: MailDomain['starttls']): string {
  const found = domains.filter(({ starttls }) => starttls === word).length;
  return found === 0 ? '-' : String(found);
}

/** A category as a heading; what the lists put into none has one too. */
export function categoryTitle(name: string | null): string {
  return name === null ? 'No category' : escapeShort(name, CATEGORY_CHARACTERS);
}

function exclusionLines({ survey: { excluded } }: Snapshot): string[] {
  const { domains, hosts, addresses } = excluded;
  if (domains + hosts + addresses === 0) return [];
  const parts = [
    counted(domains, 'domain'),
    counted(hosts, 'host'),
    counted(addresses, 'address', 'addresses'),
  ];
  return ['', `Not asked, by the exclusion list: ${parts.join(', ')}`];
}
