import { agreeing, counted } from '../format/layout.ts';
import type { CountOfKnown } from '../../compare/history/shares.ts';
import type { ProviderCounts, SurveyCounts } from '../overview/provider-counts.ts';
import { categoryTitle } from '../words/categories.ts';

/** A category is worth naming if so many of its providers are known. */
const KNOWN = 3;

/** What is counted: `commercial provider` and `commercial providers`. */
interface Noun {
  one: string;
  many: string;
}

/**
 * A survey in one sentence without a full stop: `3 of 5 commercial providers encrypt; 2 more are unknown`. It names the
 * category that encrypts least, where one encrypts less than another and enough of it is known, else it is on all providers,
 * or on all domains where the lists have no providers. Unknown ones stand apart and count against nobody. An imported survey
 * knows only who showed TLS.
 */
export function headline(survey: SurveyCounts, imported: boolean): string {
  const noun = survey.anyListed ? 'provider' : 'domain';
  if (imported) return importedSentence(survey.whole, noun);
  const worst = worthNaming(survey.categories);
  if (worst === null) return sentence(survey.whole, { one: noun, many: `${noun}s` });
  const title = categoryTitle(worst.name);
  const plural = `${noun}s`;
  if (!title.toLowerCase().endsWith(` ${plural}`)) {
    return `${title}: ${sentence(worst.counts, { one: noun, many: plural })}`;
  }
  const many = title.slice(0, 1).toLowerCase() + title.slice(1, -plural.length) + plural;
  return sentence(worst.counts, { one: many.slice(0, -1), many });
}

function importedSentence({ encrypting, unknown }: ProviderCounts, noun: string): string {
  const showed = `${encrypting.count} of ${counted(encrypting.known + unknown, noun)} showed TLS`;
  return unknown === 0 ? showed : `${showed}; ${unknown} ${agreeing(unknown, 'is', 'are')} unknown`;
}

type Category = SurveyCounts['categories'][number];

function worthNaming(categories: SurveyCounts['categories']): Category | null {
  const known = categories.filter(({ name, counts }) => name !== null && isMostlyKnown(counts));
  const ratios = known.map(({ counts }) => ratioOf(counts.encrypting));
  const least = Math.min(...ratios);
  const named = categories.filter(({ counts }) => counts.encrypting.known > 0);
  const isAlone = named.length === 1 && known.length === 1;
  return isAlone || least < Math.max(...ratios) ? (known[ratios.indexOf(least)] ?? null) : null;
}

function isMostlyKnown({ encrypting, unknown }: ProviderCounts): boolean {
  return encrypting.known >= KNOWN && encrypting.known >= unknown;
}

function ratioOf({ count, known }: CountOfKnown): number {
  return count / known;
}

function sentence(
  { encrypting: { count, known }, unknown }: ProviderCounts,
  { one, many }: Noun,
): string {
  if (known + unknown === 0) return `No ${one} takes mail`;
  if (known === 0) return `Nothing is known of ${counted(unknown, one, many)}`;
  return knownPart(count, known, { one, many }) + unknownPart(unknown);
}

function knownPart(count: number, known: number, { one, many }: Noun): string {
  if (known === 1) return `1 ${one} ${count === 1 ? 'encrypts' : 'does not encrypt'}`;
  if (count === 0) return `None of ${known} ${many} encrypts`;
  if (count < known)
    return `${count} of ${known} ${many} ${agreeing(count, 'encrypts', 'encrypt')}`;
  return known === 2 ? `Both ${many} encrypt` : `All ${known} ${many} encrypt`;
}

function unknownPart(unknown: number): string {
  return unknown === 0 ? '' : `; ${unknown} more ${agreeing(unknown, 'is', 'are')} unknown`;
}
