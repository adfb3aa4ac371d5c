import type { Change } from '../../model/output/change.ts';
import { CHANGE_FACTS, EFFECTS, type Effect } from '../../model/output/change-kinds.ts';
import type { ReportedDomain, ReportedProvider } from '../../model/output/report.ts';
import {
  PROBLEMS,
  TLS_VERSIONS,
  type Problem,
  type TlsVersion,
} from '../../model/records/words.ts';
import { firstIndex } from '../../model/records/number-table.ts';
import { isBefore, isWithin } from '../format/dates.ts';
import { grouped } from '../format/grouped.ts';
import { LEVEL_TEXTS } from '../words/level-words.ts';

/** How a provider stands, the worst first. */
export const STANDS = ['bad', 'problem', 'unknown', 'good', 'no-mail'] as const;
export type Stand = (typeof STANDS)[number];

/** The facts of a provider that its row is made from. */
export type RowFacts = Pick<ReportedProvider, 'name' | 'listed' | 'domains' | 'certificates'>;

/** What is known of a provider, for one row of a table. */
export interface OverviewRow {
  /** As the providers of a survey are counted, in the order of the lists. */
  number: number;
  stand: Stand;
  category: string | null;
  name: string;
  listed: boolean;
  /** Its domains that take mail: with STARTTLS on all servers, all that are known, and unknown ones. */
  starttls: { all: number; known: number; unknown: number };
  /** The word of its only domain; null for several domains, or for no mail. */
  word: ReportedDomain['starttls'];
  /** The lowest and the highest version that a server is known to speak; `open`: a lower one was not tested. */
  versions: { lowest: TlsVersion; highest: TlsVersion; open: boolean } | null;
  /** Null where no server is known to speak TLS. `ends` is the first end that is not past. */
  certificate: { problems: Problem[]; isKnown: boolean; ends: string | null; soon: boolean } | null;
  /** Headings of what changed by effect, each once, renewed certificates left out. */
  changes: { effect: Effect; headings: string[] }[];
}

/** The survey that rows are made of. */
export interface RowContext {
  /** The instant of the survey. */
  at: string;
  /** A certificate that ends within so many days ends soon. */
  endsWithin: number;
  /** The changes since the survey before. */
  changes: readonly Pick<Change, 'kind' | 'concerns'>[];
}

/** A text on more providers shows only what is wrong, and of that the worst. */
export const WHOLE_ROWS = 40;

/** Of a survey: a row for each provider, or for the worst of them where they are many, and how many stand how. */
export interface Overview {
  /** The worst first. */
  rows: readonly OverviewRow[];
  stands: Readonly<Record<Stand, number>>;
  /** Whether the lists have any provider. */
  anyListed: boolean;
}

/**
 * Keeps one row a provider, the worst first; of those with one mark what became worse, then the lower level; those that stand
 * alike in the order of the lists. Of many, the worst are kept.
 */
export class OverviewTable {
  readonly #context: RowContext;
  readonly #most: number;
  readonly #changes: ReadonlyMap<string, OverviewRow['changes']>;
  readonly #kept: Ordered[] = [];
  readonly #stands: Record<Stand, number> = {
    bad: 0,
    problem: 0,
    unknown: 0,
    good: 0,
    'no-mail': 0,
  };
  #anyListed = false;
  #added = 0;

  /** @param most how many rows are kept. */
  constructor(context: RowContext, most = WHOLE_ROWS) {
    this.#context = context;
    this.#most = most;
    this.#changes = changesByName(context.changes);
  }

  /** Takes the next provider, in the order of the lists, and gives its row. */
  add(category: string | null, provider: RowFacts): OverviewRow {
    const changes = this.#changes.get(nameKey(category, provider.name)) ?? [];
    const place = { number: this.#added++, category };
    const row = { ...place, ...rowOf(provider, this.#context), changes };
    this.#keep({ row, order: orderOf(provider, changes) });
    return row;
  }

  #keep(added: Ordered): void {
    const { row } = added;
    this.#stands[row.stand]++;
    if (row.listed) this.#anyListed = true;
    const place = firstIndex(this.#kept.length, (index) => {
      const each = this.#kept[index];
      return each !== undefined && compareOrdered(each, added) <= 0;
    });
    if (place === this.#most) return;
    this.#kept.splice(place, 0, added);
    if (this.#kept.length > this.#most) this.#kept.pop();
  }

  overview(): Overview {
    const rows = this.#kept.map(({ row }) => row);
    return { rows, stands: this.#stands, anyListed: this.#anyListed };
  }
}

interface Ordered {
  row: OverviewRow;
  order: readonly number[];
}

function compareOrdered(a: Ordered, b: Ordered): number {
  const stand = STANDS.indexOf(a.row.stand) - STANDS.indexOf(b.row.stand);
  return stand === 0 ? compareNumbers(a.order, b.order) : stand;
}

function rowOf(
  provider: RowFacts,
  context: RowContext,
): Omit<OverviewRow, 'number' | 'category' | 'changes'> {
  const { name, listed, domains } = provider;
  const [only] = domains;
  const certificate = certificateOf(provider, context);
  return {
    stand: standOf(domains, certificate?.soon === true),
    name,
    listed,
    starttls: starttlsOf(domains),
    word: domains.length === 1 && only !== undefined ? only.starttls : null,
    versions: versionsOf(domains),
    certificate,
  };
}

/** Unknown is never worse than known: it counts only where nothing wrong is known. */
function standOf(domains: readonly ReportedDomain[], endsSoon: boolean): Stand {
  const withMail = domains.filter(({ level }) => level !== 'no-mail');
  if (withMail.length === 0) return 'no-mail';
  if (withMail.some(({ level }) => level === 'none' || level === 'broken')) return 'bad';
  if (endsSoon || withMail.some(hasProblem)) return 'problem';
  const isOpen = withMail.some(({ level }) => level === 'unknown' || level === 'encrypted');
  return isOpen ? 'unknown' : 'good';
}

/** A problem of its certificate that costs the level, SSL 3.0 (RFC 7568), or nothing newer than TLS 1.1 (RFC 8996). */
function hasProblem({ level, problems, spoken }: ReportedDomain): boolean {
  const highest = spoken.at(-1);
  const isOld = highest !== undefined && isOlder(highest, 'TLSv1.2');
  return (level === 'encrypted' && problems.length > 0) || spoken.includes('SSLv3') || isOld;
}

function isOlder(version: TlsVersion, than: TlsVersion): boolean {
  return TLS_VERSIONS.indexOf(version) < TLS_VERSIONS.indexOf(than);
}

function starttlsOf(domains: readonly ReportedDomain[]): OverviewRow['starttls'] {
  const withMail = domains.filter(({ starttls }) => starttls !== null);
  const unknown = withMail.filter(({ starttls }) => starttls === 'unknown').length;
  const all = withMail.filter(({ starttls }) => starttls === 'all').length;
  return { all, known: withMail.length - unknown, unknown };
}

function versionsOf(domains: readonly ReportedDomain[]): OverviewRow['versions'] {
  const spoken = TLS_VERSIONS.filter((each) =>
    domains.some((domain) => domain.spoken.includes(each)),
  );
  const [lowest] = spoken;
  const highest = spoken.at(-1);
  if (lowest === undefined || highest === undefined) return null;
  const open = domains.some(({ spoken: own, lowest: known }) => own.length > 0 && known === null);
  return { lowest, highest, open };
}

function certificateOf(
  { domains, certificates }: RowFacts,
  { at, endsWithin }: RowContext,
): OverviewRow['certificate'] {
  if (domains.every(({ spoken }) => spoken.length === 0)) return null;
  const problems = PROBLEMS.filter((each) =>
    domains.some((domain) => domain.problems.includes(each)),
  );
  const ends = certificates.flatMap(({ notAfter }) => notAfter ?? []).sort();
  const first = ends.find((end) => !isBefore(end, at)) ?? null;
  return {
    problems,
    isKnown: certificates.every((each) => each.problems !== null && each.undetermined.length === 0),
    ends: first,
    soon: first !== null && isWithin(first, at, endsWithin),
  };
}

/** The numbers by which providers that stand alike are ordered: the lower comes first. */
function orderOf({ domains }: RowFacts, changes: OverviewRow['changes']): number[] {
  const withMail = domains.filter(({ level }) => level !== 'no-mail');
  const known = withMail.filter(({ level }) => level !== 'unknown');
  const worst = Math.max(...known.map(({ level }) => LEVEL_TEXTS[level].rank), 0);
  const weakest = known.filter(({ level }) => LEVEL_TEXTS[level].rank === worst).length;
  const lowest = TLS_VERSIONS.findIndex((each) =>
    domains.some(({ spoken }) => spoken.includes(each)),
  );
  const isWorse = changes.some(({ effect }) => effect === 'regression');
  return [isWorse ? 0 : 1, -worst, -weakest / Math.max(1, withMail.length), lowest];
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((each, index) => each !== b[index]);
  return differs < 0 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0);
}

/** What changed of each provider, and of each domain that stands for itself. */
function changesByName(
  changes: RowContext['changes'],
): ReadonlyMap<string, OverviewRow['changes']> {
  const concerned = changes
    .filter(({ kind }) => kind !== 'certificate-renewed')
    .flatMap(({ kind, concerns }) =>
      concerns.flatMap(({ category, provider, domains }) =>
        (provider === null ? domains : [provider]).map((name) => ({
          key: nameKey(category, name),
          ...CHANGE_FACTS[kind],
        })),
      ),
    );
  const byName = grouped(concerned, ({ key }) => key);
  return new Map(
    [...byName].map(([key, own]) => {
      const byEffect = EFFECTS.map((effect) => {
        const facts = own.filter((each) => each.effect === effect);
        return { effect, headings: [...new Set(facts.map(({ heading }) => heading))] };
      });
      return [key, byEffect.filter(({ headings }) => headings.length > 0)];
    }),
  );
}

function nameKey(category: string | null, name: string): string {
  return JSON.stringify([category, name]);
}
