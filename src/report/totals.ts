import type { MailDomain } from '../model/mail-domain.ts';
import type { Totals } from '../model/report.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { ENDPOINT_CLASSES, STARTTLS_WORDS } from '../model/words.ts';
import { grouped } from './grouped.ts';
import { counted, padded, table } from './layout.ts';
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

/** The totals of a survey: domains by level, addresses by class, and STARTTLS by category. */
export function totalsOf(snapshot: Snapshot, categories: readonly CategoryView[]): Totals {
  const { domains, survey } = snapshot;
  const { tls, plaintext, broken, untold } = survey.counts;
  const byLevel = grouped(domains, ({ level }) => level);
  const bare = categories.every(({ name }) => name === null);
  return {
    domains: domains.length,
    levels: LEVELS_BEST_FIRST.flatMap((level) => {
      const found = byLevel.get(level);
      return found === undefined ? [] : [{ level, domains: found.length }];
    }),
    endpoints: { tls, plaintext, broken, untold },
    categories: bare ? [] : categories.map(categoryTotal),
    excluded: survey.excluded,
  };
}

function categoryTotal({ name, providers }: CategoryView): Totals['categories'][number] {
  const byWord = grouped(
    providers.flatMap((provider) => provider.domains),
    ({ starttls }) => starttls,
  );
  const count = (word: MailDomain['starttls']) => byWord.get(word)?.length ?? 0;
  const starttls = [...STARTTLS_WORDS, null].map((word) => ({ word, domains: count(word) }));
  return {
    category: name,
    domains: starttls.reduce((sum, { domains }) => sum + domains, 0),
    starttls,
  };
}

/** Totals as text, one line an item. */
export function totalLines(totals: Totals, palette: Palette): string[] {
  return [
    ...levelLines(totals, palette),
    '',
    ...classLines(totals, palette),
    ...categoryLines(totals),
    ...(excludedText(totals) === null ? [] : ['', excludedText(totals) ?? '']),
  ];
}

function levelLines({ domains, levels }: Totals, palette: Palette): string[] {
  const width = String(domains).length;
  return [
    counted(domains, 'domain'),
    ...levels.map(({ level, domains: count }) => {
      const name = palette[LEVEL_PAINTS[level]](padded(level, 13));
      return `  ${String(count).padStart(width)}  ${name}  ${LEVEL_MEANINGS[level]}`;
    }),
  ];
}

function classLines(totals: Totals, palette: Palette): string[] {
  const { endpoints } = totals;
  const width = String(addressCount(totals)).length;
  return [
    addressText(totals),
    ...ENDPOINT_CLASSES.filter((word) => endpoints[word] > 0).map((word) => {
      const name = palette[CLASS_PAINTS[word]](CLASS_NAMES[word]);
      return `  ${String(endpoints[word]).padStart(width)}  ${name}`;
    }),
  ];
}

/** `44 addresses of MX hosts: TLS on 65% of the 38 that could be told`. */
export function addressText(totals: Totals): string {
  const { tls, plaintext, broken } = totals.endpoints;
  const told = tls + plaintext + broken;
  const share =
    told === 0 ? '' : `: TLS on ${percent(tls, told)} of the ${told} that could be told`;
  return `${counted(addressCount(totals), 'address', 'addresses')} of MX hosts${share}`;
}

function addressCount({ endpoints: { tls, plaintext, broken, untold } }: Totals): number {
  return tls + plaintext + broken + untold;
}

/** Rounded down, so that 100% is said of all alone. */
function percent(part: number, whole: number): string {
  return `${Math.floor((100 * part) / whole)}%`;
}

/** A table of the domains of each category by where they have STARTTLS; none where the lists have no categories. */
function categoryLines(totals: Totals): string[] {
  return totals.categories.length === 0 ? [] : ['', ...table(categoryRows(totals))];
}

/** The rows of that table, its heading first; a dash for none. Cells are not escaped but for the terminal. */
export function categoryRows({ categories }: Totals): string[][] {
  const heading = [
    'STARTTLS by category',
    'domains',
    ...STARTTLS_WORDS.map((word) => STARTTLS_NAMES[word]),
    'no mail',
  ];
  const rows = categories.map(({ category, domains, starttls }) => [
    categoryTitle(category),
    String(domains),
    ...starttls.map((each) => (each.domains === 0 ? '-' : String(each.domains))),
  ]);
  return [heading, ...rows];
}

/** A category as a heading; what the lists put into none has one too. */
export function categoryTitle(name: string | null): string {
  return name === null ? 'No category' : escapeShort(name, CATEGORY_CHARACTERS);
}

/** What was left alone by wish, in one line; null for nothing. */
export function excludedText({ excluded }: Pick<Totals, 'excluded'>): string | null {
  const { domains, hosts, addresses } = excluded;
  if (domains + hosts + addresses === 0) return null;
  const parts = [
    counted(domains, 'domain'),
    counted(hosts, 'host'),
    counted(addresses, 'address', 'addresses'),
  ];
  return `Not asked, by the exclusion list: ${parts.join(', ')}`;
}
