import type { Comparison } from '../../model/output/change.ts';
import { EFFECTS, type Effect } from '../../model/output/change-kinds.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { classOf } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { EndpointClass, Problem, TlsVersion } from '../../model/records/words.ts';
import { providersOf, type Provider, type SurveyProviders } from '../providers/providers.ts';
import { shownBy } from '../providers/survey-facts.ts';

/** More categories are counted together, and of more providers none has numbers of its own: each is a time series. */
const MOST_CATEGORIES = 100;
const MOST_PROVIDERS = 200;

/** How often each word was seen; a word that was not seen is not in it. */
type Counts<Word extends string> = ReadonlyMap<Word, number>;

/** What is counted of a category; `name` null for domains without one, or for all together. */
interface CategoryNumbers {
  name: string | null;
  levels: Counts<MailDomain['level']>;
  starttls: Counts<NonNullable<MailDomain['starttls']> | 'no-mail'>;
  /** The first end of a certificate that had not ended at the survey; null where none is known. */
  nextEnd: string | null;
}

/** What is counted of a provider: each address once, however many of its domains it serves. */
interface ProviderNumbers {
  category: string | null;
  name: string;
  classes: Counts<EndpointClass>;
  nextEnd: string | null;
}

/** What is counted of a survey. Unknown is counted apart. */
export interface SurveyNumbers {
  survey: Survey;
  categories: readonly CategoryNumbers[];
  /** How many categories are not told apart, and how many providers are not in `providers`. */
  omitted: { categories: number; providers: number };
  providers: readonly ProviderNumbers[];
  /** Addresses by version and what is known of it, as `TLSv1.2 yes`. */
  versions: Counts<`${TlsVersion} ${'yes' | 'no' | 'untested'}`>;
  /** Addresses by problem of their certificate, and by question that could not be answered. */
  problems: Counts<Problem>;
  undetermined: Counts<Problem>;
  /** Changes since the survey before, without certificates renewed as usual; null where it is compared with none. */
  changes: Readonly<Record<Effect, number>> | null;
}

/** Counts a survey that is judged already: reads it twice, with one provider in memory at a time. */
export function surveyNumbers(
  source: SeekableSource,
  comparison: Comparison | null,
): SurveyNumbers {
  const providers = providersOf(source);
  const isTogether = providers.categories.length > MOST_CATEGORIES;
  const all = providers.categories.reduce((sum, { providers: own }) => sum + own.length, 0);
  const isKept = all <= MOST_PROVIDERS;
  const categories: CategoryCount[] = isTogether ? [new CategoryCount(null)] : [];
  const kept: ProviderNumbers[] = [];
  for (const { name, providers: own } of providers.categories) {
    if (!isTogether) categories.push(new CategoryCount(name));
    for (const provider of own) {
      const nextEnd = nextEndOf(provider, providers);
      categories.at(-1)?.add(provider, nextEnd);
      if (isKept) kept.push(providerNumbers(name, provider, nextEnd));
    }
  }
  return {
    survey: source.survey,
    categories,
    omitted: {
      categories: isTogether ? providers.categories.length : 0,
      providers: isKept ? 0 : all,
    },
    providers: kept,
    ...endpointNumbers(source.endpoints()),
    changes: comparison === null ? null : changeNumbers(comparison),
  };
}

class CategoryCount implements CategoryNumbers {
  readonly name: string | null;
  readonly levels = new Map<MailDomain['level'], number>();
  readonly starttls = new Map<NonNullable<MailDomain['starttls']> | 'no-mail', number>();
  nextEnd: string | null = null;

  constructor(name: string | null) {
    this.name = name;
  }

  add({ domains }: Provider, nextEnd: string | null): void {
    for (const { level, starttls } of domains) {
      count(this.levels, level);
      count(this.starttls, starttls ?? 'no-mail');
    }
    this.nextEnd = earlierOf(this.nextEnd, nextEnd);
  }
}

function count<Word extends string>(counts: Map<Word, number>, word: Word): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

/** Instants are compared as text, as all have one form. */
function earlierOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function nextEndOf(provider: Provider, providers: SurveyProviders): string | null {
  const { startedAt } = providers.source.survey;
  return shownBy(provider, providers)
    .map(({ presented }) => presented.certificate.notAfter)
    .filter((end) => end !== null && end >= startedAt)
    .reduce(earlierOf, null);
}

function providerNumbers(
  category: string | null,
  { name, endpoints }: Provider,
  nextEnd: string | null,
): ProviderNumbers {
  const classes = new Map<EndpointClass, number>();
  for (const endpoint of endpoints) count(classes, classOf(endpoint));
  return { category, name, classes, nextEnd };
}

function endpointNumbers(
  endpoints: Iterable<Endpoint>,
): Pick<SurveyNumbers, 'versions' | 'problems' | 'undetermined'> {
  const versions = new Map<`${TlsVersion} ${'yes' | 'no' | 'untested'}`, number>();
  const problems = new Map<Problem, number>();
  const undetermined = new Map<Problem, number>();
  for (const endpoint of endpoints) {
    for (const [version, answer] of Object.entries(endpoint.tls?.versions ?? {})) {
      count(versions, `${version as TlsVersion} ${answer}`);
    }
    for (const problem of endpoint.problems ?? []) count(problems, problem);
    for (const problem of endpoint.undetermined) count(undetermined, problem);
  }
  return { versions, problems, undetermined };
}

function changeNumbers({ changes }: Comparison): Record<Effect, number> {
  const news = changes.filter(({ routine }) => !routine);
  const numberOf = (wanted: Effect) => news.filter(({ effect }) => effect === wanted).length;
  return Object.fromEntries(EFFECTS.map((effect) => [effect, numberOf(effect)])) as Record<
    Effect,
    number
  >;
}
