import { trustProblems } from '../../judge/endpoint/trust.ts';
import { IS_DEPRECATED } from '../words/version-words.ts';
import type { OverviewRow } from './overview-rows.ts';

/** How many of those of which something is known. */
export interface Share {
  count: number;
  known: number;
}

/** How many providers, or domains that stand for themselves, encrypt, and how well; without those that take no mail. */
export interface Adoption {
  /** STARTTLS on all known servers of all known domains. */
  encrypting: Share;
  /** Every certificate is valid for its server. */
  valid: Share;
  /** A server still speaks TLS 1.1 or older, which must not be used (RFC 8996). */
  deprecated: Share;
  /** Those of which nothing is known. */
  unknown: number;
}

/** The adoption of a survey, in all and by category, in the order of the lists. */
export interface SurveyAdoption {
  whole: Adoption;
  categories: readonly { name: string | null; adoption: Adoption }[];
  /** Whether the lists have any provider; else domains are counted. */
  anyListed: boolean;
}

/** Counts the providers of a survey, as their rows say. */
export class AdoptionCount {
  readonly #whole = noAdoption();
  readonly #categories: { name: string | null; adoption: Adoption }[] = [];
  #anyListed = false;

  /** Begins the next category. */
  begin(name: string | null): void {
    this.#categories.push({ name, adoption: noAdoption() });
  }

  add(row: OverviewRow): void {
    const own = this.#categories.at(-1);
    count(this.#whole, row);
    if (own !== undefined) count(own.adoption, row);
    if (row.listed) this.#anyListed = true;
  }

  adoption(): SurveyAdoption {
    return { whole: this.#whole, categories: this.#categories, anyListed: this.#anyListed };
  }
}

function noAdoption(): Adoption {
  const none = (): Share => ({ count: 0, known: 0 });
  return { encrypting: none(), valid: none(), deprecated: none(), unknown: 0 };
}

function count(adoption: Adoption, { starttls, certificate, versions }: OverviewRow): void {
  const { all, known, unknown } = starttls;
  if (known === 0 && unknown > 0) adoption.unknown++;
  if (known > 0) add(adoption.encrypting, all === known);
  if (certificate !== null) {
    const isFaulty = trustProblems(certificate.problems).length > 0;
    if (isFaulty || certificate.isKnown) add(adoption.valid, !isFaulty);
  }
  if (versions !== null) {
    const isOld = IS_DEPRECATED[versions.lowest];
    if (isOld || !versions.open) add(adoption.deprecated, isOld);
  }
}

function add(share: Share, isCounted: boolean): void {
  share.known++;
  if (isCounted) share.count++;
}
