import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { Totals } from '../../model/output/report.ts';
import type { Survey } from '../../model/records/survey.ts';
import { ENDPOINT_CLASSES, STARTTLS_WORDS } from '../../model/records/words.ts';
import { categoryTitle } from '../words/categories.ts';
import { plainCell, type Block, type Table } from '../document/document.ts';
import { agreeing, counted } from '../format/layout.ts';
import { OnionCount } from '../overview/onion-count.ts';
import { CLASS_TEXTS } from '../words/class-words.ts';
import { LEVEL_TEXTS, LEVELS_BEST_FIRST } from '../words/level-words.ts';
import { STARTTLS_TEXTS } from '../words/starttls-words.ts';

/** As wide as the longest level. */
const LEVEL_COLUMNS = 13;

/** Counts the totals of a survey: domains by level, addresses by class, and STARTTLS by category. */
export class TotalsCount {
  #domains = 0;
  #unproven = 0;
  #partial = 0;
  readonly #onions = new OnionCount();
  readonly #levels = new Map<MailDomain['level'], number>();
  readonly #categories: { name: string | null; words: Map<MailDomain['starttls'], number> }[] = [];

  /** Begins the next category. */
  begin(name: string | null): void {
    this.#categories.push({ name, words: new Map() });
  }

  add(domain: MailDomain): void {
    const { level, starttls } = domain;
    this.#domains++;
    this.#levels.set(level, (this.#levels.get(level) ?? 0) + 1);
    if (level === 'encrypted' && isUnproven(domain)) this.#unproven++;
    if (isPartial(domain)) this.#partial++;
    this.#onions.add(domain);
    const words = this.#categories.at(-1)?.words;
    words?.set(starttls, (words.get(starttls) ?? 0) + 1);
  }

  totals({ counts, excluded }: Survey): Totals {
    const { tls, plaintext, broken, unknown } = counts;
    const bare = this.#categories.every(({ name }) => name === null);
    return {
      domains: this.#domains,
      levels: LEVELS_BEST_FIRST.flatMap((level) => {
        const domains = this.#levels.get(level);
        return domains === undefined ? [] : [{ level, domains }];
      }),
      unproven: this.#unproven,
      endpoints: { tls, plaintext, broken, unknown },
      categories: bare ? [] : this.#categories.map(categoryTotal),
      excluded,
      partial: this.#partial,
      onionMx: this.#onions.totals(),
    };
  }
}

/** Whether only a question without an answer, and no problem, keeps the domain from a better level. */
function isUnproven({ decidedBy, problems }: MailDomain): boolean {
  return !problems.some((problem) => problem === decidedBy?.word);
}

function isPartial({ level, counts: { tls, plaintext, broken, unknown } }: MailDomain): boolean {
  return level !== 'no-mail' && unknown > 0 && tls + plaintext + broken > 0;
}

function categoryTotal({
  name,
  words,
}: {
  name: string | null;
  words: ReadonlyMap<MailDomain['starttls'], number>;
}): Totals['categories'][number] {
  const starttls = [...STARTTLS_WORDS, null].map((word) => ({
    word,
    domains: words.get(word) ?? 0,
  }));
  return {
    category: name,
    domains: starttls.reduce((sum, { domains }) => sum + domains, 0),
    starttls,
  };
}

/** Totals for people. */
export function totalBlocks(totals: Totals): Block[] {
  const excluded = excludedText(totals);
  return [
    { kind: 'line', text: counted(totals.domains, 'domain') },
    ...shownTable(levelTable(totals)),
    { kind: 'line', text: addressText(totals) },
    ...shownTable(classTable(totals)),
    ...(totals.categories.length === 0 ? [] : [categoryTable(totals)]),
    ...(totals.partial === 0 ? [] : [{ kind: 'line' as const, text: partialText(totals) }]),
    ...(excluded === null ? [] : [{ kind: 'line' as const, text: excluded }]),
  ];
}

function shownTable(table: Table): Table[] {
  return table.rows.length === 0 ? [] : [table];
}

function levelTable({ domains, levels }: Totals): Table {
  return {
    kind: 'table',
    bare: true,
    columns: [
      { title: 'domains', align: 'right', width: String(domains).length },
      { title: 'level', align: 'left', width: LEVEL_COLUMNS },
      { title: 'meaning', align: 'left' },
    ],
    rows: levels.map(({ level, domains: count }) => [
      plainCell(String(count)),
      { text: level, paint: LEVEL_TEXTS[level].paint },
      plainCell(LEVEL_TEXTS[level].meaning),
    ]),
  };
}

function classTable(totals: Totals): Table {
  const { endpoints } = totals;
  return {
    kind: 'table',
    bare: true,
    columns: [
      { title: 'addresses', align: 'right', width: String(addressCount(totals)).length },
      { title: 'class', align: 'left' },
    ],
    rows: ENDPOINT_CLASSES.filter((word) => endpoints[word] > 0).map((word) => [
      plainCell(String(endpoints[word])),
      { text: CLASS_TEXTS[word].heading, paint: CLASS_TEXTS[word].paint },
    ]),
  };
}

/** `25 of 44 addresses of MX hosts showed TLS; 6 unknown`. */
function addressText(totals: Totals): string {
  const { tls, unknown } = totals.endpoints;
  const all = addressCount(totals);
  const addresses = `${counted(all, 'address', 'addresses')} of MX hosts`;
  if (all === 0) return addresses;
  if (all === unknown) return `${addresses}: unknown`;
  return `${tls} of ${addresses} showed TLS${unknown === 0 ? '' : `; ${unknown} unknown`}`;
}

function addressCount({ endpoints: { tls, plaintext, broken, unknown } }: Totals): number {
  return tls + plaintext + broken + unknown;
}

/** What levels and STARTTLS are said of, where not all servers are known. */
function partialText({ partial }: Totals): string {
  const verb = agreeing(partial, 'has', 'have');
  const counts = agreeing(partial, 'it is', 'they are');
  return `${counted(partial, 'domain')} also ${verb} unknown addresses; ${counts} counted by the known ones`;
}

/** The domains of each category by how many of their servers offer STARTTLS; a dash for none. */
function categoryTable({ categories }: Totals): Table {
  const numbers = [
    'domains',
    ...STARTTLS_WORDS.map((word) => STARTTLS_TEXTS[word].heading),
    'no mail',
  ];
  return {
    kind: 'table',
    bare: false,
    columns: [
      { title: 'STARTTLS by category', align: 'left' },
      ...numbers.map((title) => ({ title, align: 'right' as const })),
    ],
    rows: categories.map(({ category, domains, starttls }) => [
      plainCell(categoryTitle(category)),
      plainCell(String(domains)),
      ...starttls.map((each) => plainCell(each.domains === 0 ? '-' : String(each.domains))),
    ]),
  };
}

/** What the exclusion list left out, in one line; null for nothing. */
function excludedText({ excluded }: Pick<Totals, 'excluded'>): string | null {
  const { domains, hosts, addresses } = excluded;
  if (domains + hosts + addresses === 0) return null;
  const parts = [
    counted(domains, 'domain'),
    counted(hosts, 'host'),
    counted(addresses, 'address', 'addresses'),
  ];
  return `Not asked (excluded): ${parts.join(', ')}`;
}
