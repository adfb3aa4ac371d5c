import type {
  ExpiringCertificate,
  OwnHosts,
  Rank,
  Ranking,
  Report,
  ReportedListings,
  ReportedProvider,
  Since,
  Shared,
  UnknownGroup,
} from '../../model/output/report.ts';
import type { Block } from '../document/document.ts';
import type { Listing } from '../format/listing.ts';
import type { Overview, OverviewRow } from '../overview/overview-rows.ts';
import type { SurveyCounts } from '../overview/provider-counts.ts';
import type { SurveyProviders } from './providers.ts';

/** A record with its providers as a listing. */
type Listed<T, Key extends 'providers', Item> = Omit<T, Key> & Record<Key, Listing<Item>>;

export type ExpiringView = Listed<ExpiringCertificate, 'providers', OwnHosts>;
export type SharedView = Listed<Shared, 'providers', OwnHosts>;
export type UnknownView = Listed<UnknownGroup, 'providers', OwnHosts>;
export interface ListingsView extends Pick<ReportedListings, 'zones'> {
  addresses: readonly Listed<ReportedListings['addresses'][number], 'providers', OwnHosts>[];
}
export type RankView = Listed<Rank, 'providers', Rank['providers'][number]>;
export type RankingView = Omit<Ranking, 'best' | 'worst'> & {
  best: readonly RankView[];
  worst: readonly RankView[];
};

/**
 * A report whose long parts are made when they are asked for, provider by provider: a survey of any size can be printed
 * from it.
 */
export interface ReportView extends Pick<
  Report,
  'format' | 'survey' | 'totals' | 'changes' | 'vantages'
> {
  categories: readonly { name: string | null; providers: Listing<ReportedProvider> }[];
  ranking: RankingView;
  expiring: Listing<ExpiringView>;
  shared: Listing<SharedView>;
  unknown: readonly UnknownView[];
  /** What DNS lists have of its addresses; null where none was asked. */
  listings: ListingsView | null;
  /** A row for each of the worst providers, and how many stand how. */
  overview: Overview;
  /** How it came to this survey; nothing where it is the first, or where that is not said. */
  course: readonly Block[];
  counts: SurveyCounts;
  /** The records that all of it is made of, for what shows evidence. */
  records: SurveyProviders;
  /** What is said of the provider of a row. */
  providerOf: (row: OverviewRow) => ReportedProvider;
  /** Since when its TLS is as it is; null where that is unknown. */
  sinceOf: (row: OverviewRow) => Since | null;
}
