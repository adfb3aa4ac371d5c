import type { Comparison } from '../../model/output/change.ts';
import type { Survey } from '../../model/records/survey.ts';
import { groupsOf, type ChangeGroup } from '../changes/change-groups.ts';
import { changeSentences, type Concerned } from '../changes/change-sentences.ts';
import { grouped } from '../format/grouped.ts';
import type { Holder } from './addresses.ts';

/** What changed in a survey since the one before, for feeds. */
export interface SurveyNews {
  survey: Survey;
  parts: NewsPart[];
}

/** Changes of one kind: regressions, improvements and so on, by provider. */
export interface NewsPart {
  heading: string;
  /** So many of them in words: `2 regressions`. */
  count: (sentences: number) => string;
  items: NewsItem[];
}

/** What changed at a provider: sentences without full stops, safe for a terminal. */
export interface NewsItem extends Holder {
  sentences: string[];
}

/** Puts a comparison in words for feeds: changes of servers, and what a reader looks for; not what is unknown now or then. */
export function newsOf(comparison: Comparison): SurveyNews {
  const places = placesOf(comparison.after);
  const groups = groupsOf(comparison).filter(({ isChange, isNews }) => isChange || isNews);
  const parts = groups.map(({ title, count, found }) => ({
    heading: title,
    count: (sentences: number) => count(sentences) ?? title,
    items: itemsOf(found, comparison).sort((a, b) => placeOf(a, places) - placeOf(b, places)),
  }));
  return { survey: comparison.after, parts: parts.filter(({ items }) => items.length > 0) };
}

/** The news of each provider apart. */
export class HolderNews {
  readonly #byHolder = new Map<string, SurveyNews[]>();

  /** @param all in the order of time. */
  constructor(all: readonly SurveyNews[]) {
    for (const { survey, parts } of all) {
      for (const part of parts) for (const item of part.items) this.#add(survey, part, item);
    }
  }

  of(holder: Holder): readonly SurveyNews[] {
    return this.#byHolder.get(keyOf(holder)) ?? [];
  }

  #add(survey: Survey, part: NewsPart, item: NewsItem): void {
    const own = this.#byHolder.get(keyOf(item)) ?? [];
    this.#byHolder.set(keyOf(item), own);
    const last = own.at(-1);
    const narrow = { ...part, items: [item] };
    if (last?.survey === survey) last.parts.push(narrow);
    else own.push({ survey, parts: [narrow] });
  }
}

function keyOf({ name, listed }: Holder): string {
  return `${String(listed)} ${name}`;
}

/** How many sentences some items have; one that stands under two providers is one. */
export function sentencesIn(items: readonly NewsItem[]): number {
  return new Set(items.flatMap(({ sentences }) => sentences)).size;
}

/** The places of the providers in the lists. */
function placesOf({ categories }: Survey): ReadonlyMap<string, number> {
  const names = categories.flatMap(({ providers }) => providers);
  return new Map(names.map((name, place) => [name, place]));
}

function placeOf({ name, listed }: Holder, places: ReadonlyMap<string, number>): number {
  return (listed ? places.get(name) : undefined) ?? places.size;
}

function itemsOf(found: ChangeGroup['found'], comparison: Comparison): NewsItem[] {
  const concerned = found.flatMap((change) =>
    change.concerns.flatMap((concern) =>
      holdersOf(concern).map((holder) => ({ holder, change, concern: narrowed(concern, holder) })),
    ),
  );
  const byHolder = grouped(concerned, ({ holder }) => keyOf(holder));
  return [...byHolder.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    return [{ ...first.holder, sentences: changeSentences(own, comparison) }];
  });
}

function holdersOf({ provider, domains }: Concerned['concern']): Holder[] {
  if (provider !== null) return [{ name: provider, listed: true }];
  return domains.map((name) => ({ name, listed: false }));
}

/** Of domains that stand for themselves, that one alone. */
function narrowed(concern: Concerned['concern'], { name, listed }: Holder): Concerned['concern'] {
  return listed ? concern : { ...concern, domains: [name] };
}
