import type { ProviderCounts, SurveyCounts } from '../../../src/report/overview/provider-counts.ts';

/** Counts in short: encrypting, of how many known, and how many unknown. */
export type Counted = [count: number, known: number, unknown?: number];

function providerCounts([count, known, unknown = 0]: Counted): ProviderCounts {
  const share = { count, known };
  return { encrypting: share, valid: share, deprecated: share, unknown };
}

/** The counts of a survey by category; the whole is their sum. */
export function surveyCounts(
  categories: readonly (readonly [name: string | null, counts: Counted])[],
  anyListed = true,
): SurveyCounts {
  const sum = (place: number) => categories.reduce((all, [, own]) => all + (own[place] ?? 0), 0);
  return {
    whole: providerCounts([sum(0), sum(1), sum(2)]),
    categories: categories.map(([name, own]) => ({ name, counts: providerCounts(own) })),
    anyListed,
  };
}
