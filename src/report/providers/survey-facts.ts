import type { ProviderName, Totals } from '../../model/output/report.ts';
import { isWithin } from '../format/dates.ts';
import { shownCertificates, type Shown } from '../words/shown-certificates.ts';
import { ProviderCounter, type SurveyCounts } from '../overview/provider-counts.ts';
import {
  OverviewTable,
  type Overview,
  type OverviewRow,
  type RowContext,
} from '../overview/overview-rows.ts';
import { ListedAddresses } from './listed-addresses.ts';
import { Holdings } from './presented-certificates.ts';
import { providerFacts } from './provider-facts.ts';
import type { CategoryView, Provider, SurveyProviders } from './providers.ts';
import { RankingTable } from './ranking.ts';
import type { ListingsView, RankingView, UnknownView } from './report-view.ts';
import { TotalsCount } from './totals.ts';
import { UnknownTable } from './unknown.ts';

/** What all providers of a survey come to together. */
export interface SurveyFacts {
  overview: Overview;
  totals: Totals;
  /** The certificates that they present; at the end of a survey those alone that end soon. */
  holdings: Holdings;
}

/** The same, and what a report says beside it. */
export interface WholeFacts extends SurveyFacts {
  counts: SurveyCounts;
  ranking: RankingView;
  unknown: UnknownView[];
  listings: ListingsView | null;
}

/** Takes the providers of a survey, category by category, each with its number and its row. */
interface ProviderTaker {
  begin(category: string | null): void;
  add(number: number, provider: Provider, row: OverviewRow): void;
}

/** The certificates that the servers of a provider present. */
export function shownBy(
  provider: Pick<Provider, 'endpoints'>,
  { certificates, source }: SurveyProviders,
): Shown[] {
  return shownCertificates(provider.endpoints, certificates, source.survey.startedAt);
}

/** Reads all providers once for what is said at the end of a survey. */
export function surveyFacts(
  providers: SurveyProviders,
  context: Omit<RowContext, 'at'>,
): SurveyFacts {
  const { categories, certificates, source } = providers;
  const { startedAt } = source.survey;
  const endsSoon = (end: string | null) =>
    end !== null && end >= startedAt && isWithin(end, startedAt, context.endsWithin);
  const holdings = new Holdings(certificates, namesOf(categories), endsSoon);
  return readProviders(providers, context, { holdings });
}

interface Reading {
  holdings: Holdings;
  /** How many rows the overview has. */
  rows?: number | undefined;
  taker?: ProviderTaker;
}

/** Reads all providers once, with one of them in memory at a time. */
function readProviders(
  providers: SurveyProviders,
  context: Omit<RowContext, 'at'>,
  { holdings, rows, taker }: Reading,
): SurveyFacts {
  const { survey } = providers.source;
  const overview = new OverviewTable({ ...context, at: survey.startedAt }, rows);
  const totals = new TotalsCount();
  let number = 0;
  for (const { name, providers: own } of providers.categories) {
    totals.begin(name);
    taker?.begin(name);
    for (const provider of own) {
      const shown = shownBy(provider, providers);
      const row = overview.add(name, providerFacts(provider, shown));
      for (const domain of provider.domains) totals.add(domain);
      holdings.add(number, shown);
      taker?.add(number, provider, row);
      number++;
    }
  }
  return { overview: overview.overview(), totals: totals.totals(survey), holdings };
}

/** Reads all providers once for all that a report says of them together. @param rows how many the overview has. */
export function wholeFacts(
  providers: SurveyProviders,
  context: Omit<RowContext, 'at'>,
  rows?: number,
): WholeFacts {
  const counts = new ProviderCounter();
  const ranking = new RankingTable();
  const unknown = new UnknownTable(providers.source.survey.date);
  const listings = new ListedAddresses();
  const nameAt = namesOf(providers.categories);
  const holdings = new Holdings(providers.certificates, nameAt);
  const taker: ProviderTaker = {
    begin: (name) => {
      counts.begin(name);
    },
    add: (number, provider, row) => {
      counts.add(row);
      ranking.add(number, provider);
      unknown.add(number, provider);
      listings.add(number, provider);
    },
  };
  const facts = readProviders(providers, context, { holdings, rows, taker });
  return {
    ...facts,
    counts: counts.counts(),
    ranking: ranking.ranking(nameAt),
    unknown: unknown.groups(nameAt),
    listings: listings.listings(nameAt),
  };
}

/** Finds the name of a provider by its number. */
function namesOf(categories: readonly CategoryView[]): (number: number) => ProviderName {
  return (number) => {
    const { category, index } = placeOf(categories, number);
    return { category: category.name, provider: category.nameAt(index) };
  };
}

/** Reads a provider by its number, as the providers of all categories are counted. */
export function providerAt({ categories }: SurveyProviders, number: number): Provider {
  const { category, index } = placeOf(categories, number);
  return category.at(index);
}

function placeOf(
  categories: readonly CategoryView[],
  number: number,
): { category: CategoryView; index: number } {
  let first = 0;
  for (const category of categories) {
    const index = number - first;
    if (index < category.providers.length) return { category, index };
    first += category.providers.length;
  }
  throw new Error('a provider beyond the last one');
}
