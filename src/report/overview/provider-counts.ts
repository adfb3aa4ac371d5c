import type { CountOfKnown } from '../../compare/history/shares.ts';
import { trustProblems } from '../../judge/endpoint/trust.ts';
import { IS_DEPRECATED } from '../words/version-words.ts';
import type { OverviewRow } from './overview-rows.ts';

/** How many providers, or domains that stand for themselves, encrypt, and how well; without those that take no mail. */
export interface ProviderCounts {
  /** STARTTLS on all known servers of all known domains. */
  encrypting: CountOfKnown;
  /** Every certificate is valid for its server. */
  valid: CountOfKnown;
  /** A server still speaks TLS 1.1 or older, which must not be used (RFC 8996). */
  deprecated: CountOfKnown;
  /** Those of which nothing is known. */
  unknown: number;
}

/** The counts of a survey, in all and by category, in the order of the lists. */
export interface SurveyCounts {
  whole: ProviderCounts;
  categories: readonly { name: string | null; counts: ProviderCounts }[];
  /** Whether the lists have any provider; else domains are counted. */
  anyListed: boolean;
}

/** Counts the providers of a survey, as their rows say. */
export class ProviderCounter {
  readonly #whole = noCounts();
  readonly #categories: { name: string | null; counts: ProviderCounts }[] = [];
  #anyListed = false;

  /** Begins the next category. */
  begin(name: string | null): void {
    this.#categories.push({ name, counts: noCounts() });
  }

  add(row: OverviewRow): void {
    const own = this.#categories.at(-1);
    count(this.#whole, row);
    if (own !== undefined) count(own.counts, row);
    if (row.listed) this.#anyListed = true;
  }

  counts(): SurveyCounts {
    return { whole: this.#whole, categories: this.#categories, anyListed: this.#anyListed };
  }
}

function noCounts(): ProviderCounts {
  const none = (): CountOfKnown => ({ count: 0, known: 0 });
  return { encrypting: none(), valid: none(), deprecated: none(), unknown: 0 };
}

function count(counts: ProviderCounts, { starttls, certificate, versions }: OverviewRow): void {
  const { all, known, unknown } = starttls;
  if (known === 0 && unknown > 0) counts.unknown++;
  if (known > 0) add(counts.encrypting, all === known);
  if (certificate !== null) {
    const isFaulty = trustProblems(certificate.problems).length > 0;
    if (isFaulty || certificate.isKnown) add(counts.valid, !isFaulty);
  }
  if (versions !== null) {
    const isOld = IS_DEPRECATED[versions.lowest];
    if (isOld || !versions.open) add(counts.deprecated, isOld);
  }
}

function add(share: CountOfKnown, isCounted: boolean): void {
  share.known++;
  if (isCounted) share.count++;
}
