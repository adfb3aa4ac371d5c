import {
  VISIBILITY_HEADINGS,
  EFFECTS,
  type Change,
  type Comparison,
  type VisibilityChange,
  type Effect,
} from '../../model/output/change.ts';
import type { Survey } from '../../model/records/survey.ts';
import { changeSentences } from './change-sentences.ts';
import { grouped } from '../format/grouped.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { inOrder } from '../words/categories.ts';
import { scannerSentences } from './scanner-words.ts';

/** What is told of one provider, or of a domain that stands for itself: sentences without full stops. */
interface ParagraphView {
  name: string;
  sentences: string[];
}

/** A section of what changed, by category and provider. */
export interface SectionView {
  title: string;
  effect: Effect;
  categories: { name: string | null; paragraphs: ParagraphView[] }[];
}

/** What changed between two surveys, in words that are fit to print; how they are laid out is for each format to say. */
export interface ChangesView {
  title: string;
  /** What of the scanner and its lists was another, in sentences. */
  scanner: string[];
  sections: SectionView[];
  totals: string;
}

const TITLES = {
  regression: 'Regressions',
  improvement: 'Improvements',
  neutral: 'Other changes',
} as const satisfies Record<Effect, string>;

/** Puts a comparison in words. @param only tells the changes of one effect alone, and nothing that was told on one side only. */
export function changesView(comparison: Comparison, only: Effect | null): ChangesView {
  const effects = EFFECTS.filter((effect) => only === null || effect === only);
  const byTone = effects.map((effect) => ({
    title: TITLES[effect],
    effect,
    found: comparison.changes.filter((change) => change.effect === effect),
  }));
  const visibilityChanges = only === null ? (['now-known', 'no-longer-known'] as const) : [];
  const byTelling = visibilityChanges.map((kind) => ({
    title: VISIBILITY_HEADINGS[kind],
    effect: 'neutral' as const,
    found: comparison.visibilityChanges.filter(
      (visibilityChange) => visibilityChange.kind === kind,
    ),
  }));
  return {
    title: titleOf(comparison, byTone.every(({ found }) => found.length === 0) ? only : undefined),
    scanner: scannerSentences(comparison),
    sections: [...byTone, ...byTelling]
      .filter(({ found }) => found.length > 0)
      .map(({ title, effect, found }) => ({
        title,
        effect,
        categories: categories(found, comparison),
      })),
    totals: totalsOf(comparison),
  };
}

const NONE = { regression: 'regressions', improvement: 'improvements', neutral: 'other changes' };

/** @param nothing of which effect nothing was found, null for any; undefined: something was. */
function titleOf({ before, after }: Comparison, nothing: Effect | null | undefined): string {
  const days = daysBetween(before, after);
  const gap = days === 0 ? '' : ` (${counted(days, 'day')})`;
  const span = `between ${momentOf(before, after)} and ${momentOf(after, before)}${gap}`;
  if (nothing === undefined) return `Changes ${span}`;
  return `No ${nothing === null ? 'changes' : NONE[nothing]} ${span}`;
}

/** The day of a survey, with its time where the other one was made on the same day. */
function momentOf(survey: Survey, other: Survey): string {
  return survey.date === other.date ? survey.startedAt : survey.date;
}

function daysBetween(before: Survey, after: Survey): number {
  return Math.round(Math.abs(Date.parse(after.date) - Date.parse(before.date)) / 86_400_000);
}

function categories(
  found: readonly (Change | VisibilityChange)[],
  comparison: Comparison,
): SectionView['categories'] {
  const concerned = found.flatMap((change) =>
    change.concerns.map((concern) => ({ change, concern, category: concern.category })),
  );
  const byCategory = grouped(concerned, ({ category }) => category);
  const order = comparison.after.categories;
  const names = inOrder(
    byCategory.keys(),
    order.map(({ name }) => name),
  );
  return names.map((name) => {
    const byProvider = grouped(byCategory.get(name) ?? [], ({ concern }) => nameOf(concern));
    const listed = order.find((each) => each.name === name)?.providers ?? [];
    const paragraphs = inOrder(byProvider.keys(), listed).map((provider) => {
      const own = byProvider.get(provider) ?? [];
      return { name: provider, sentences: changeSentences(own, comparison) };
    });
    return { name, paragraphs };
  });
}

const DOMAINS_NAMED = 3;

/** Domains that stand for themselves are told of together where an MX host serves several. */
function nameOf({ provider, domains }: Change['concerns'][number]): string {
  return provider ?? listedShort(domains, DOMAINS_NAMED);
}

function totalsOf({ changes, visibilityChanges: visibilityChanges, unknown }: Comparison): string {
  const count = (effect: Effect) => changes.filter((each) => each.effect === effect).length;
  const told = (kind: VisibilityChange['kind']) =>
    visibilityChanges.filter((each) => each.kind === kind).length;
  const parts = [
    counted(count('regression'), 'regression'),
    counted(count('improvement'), 'improvement'),
    counted(count('neutral'), 'other change'),
    ...(told('now-known') > 0 ? [`${told('now-known')} told for the first time`] : []),
    ...(told('no-longer-known') > 0 ? [`${told('no-longer-known')} no longer told`] : []),
  ];
  const silent = [
    ...(unknown.hosts > 0 ? [counted(unknown.hosts, 'MX host')] : []),
    ...(unknown.domains > 0 ? [counted(unknown.domains, 'domain')] : []),
  ];
  const rest =
    silent.length === 0 ? '' : ` Of ${listed(silent)} nothing could be told on either day.`;
  return `In all: ${listed(parts)}.${rest}`;
}
