import type { Mark } from '../../compare/history/marks.ts';
import { LATEST_FORMAT, type Latest, type LatestProvider } from '../../model/output/latest.ts';
import type { ReportedDomain, ReportedProvider } from '../../model/output/report.ts';
import type { SnapshotEntry } from '../../model/records/baseline.ts';
import { canonicalJson } from '../../model/records/snapshot-text.ts';
import { FEED, holderFiles, snapshotFile, surveyPage, urlPath, type Holder } from './addresses.ts';

/** A provider and its category; null for none. */
export interface PlacedProvider {
  category: string | null;
  provider: ReportedProvider;
}

/** What `latest.json` is made of. */
export interface LatestFacts {
  title: string;
  url: string | null;
  entry: SnapshotEntry;
  /** In the order of the lists; each is asked for once. */
  providers: Iterable<PlacedProvider>;
  stateOf: (holder: Holder) => { mark: Mark; words: string };
}

/**
 * `latest.json`, as `schema/mxtls-latest-1.schema.json` describes it: each provider on a line of its own, piece by piece. Ends in
 * a newline.
 */
export function* latestText(facts: LatestFacts): Generator<string> {
  yield `${canonicalJson(headOf(facts)).replace(/\}$/, '')},\n"providers":[`;
  let separator = '\n';
  for (const placed of facts.providers) {
    yield `${separator}${canonicalJson(providerOf(placed, facts.stateOf))}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

function headOf({ title, url, entry: { survey, file } }: LatestFacts): Omit<Latest, 'providers'> {
  const { date, startedAt, finishedAt, vantage, counts } = survey;
  const page = urlPath(surveyPage(survey));
  const snapshot = urlPath(snapshotFile(survey, file));
  return {
    format: LATEST_FORMAT,
    title,
    url,
    survey: { date, startedAt, finishedAt, vantage, counts, page, snapshot },
    feed: urlPath(FEED),
  };
}

function providerOf(
  { category, provider: { name, listed, domains } }: PlacedProvider,
  stateOf: LatestFacts['stateOf'],
): LatestProvider {
  const { page, feed, badge } = holderFiles({ name, listed });
  const { mark, words } = stateOf({ name, listed });
  return {
    ...{ category, name, listed, state: mark, text: words },
    ...{ page: urlPath(page), feed: urlPath(feed), badge: urlPath(badge) },
    domains: domains.map(latestDomain),
  };
}

function latestDomain({
  domain,
  unicode,
  level,
  starttls,
  tls,
}: ReportedDomain): LatestProvider['domains'][number] {
  return { domain, unicode, level, starttls, tls };
}
