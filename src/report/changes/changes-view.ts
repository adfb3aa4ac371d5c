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

/** The changes of one provider, or of a domain without one: sentences without full stops. */
interface ParagraphView {
  name: string;
  sentences: string[];
}

/** Changes of one effect by category and provider. */
export interface SectionView {
  title: string;
  effect: Effect;
  categories: { name: string | null; paragraphs: ParagraphView[] }[];
}

/** What changed between two surveys, in printable words without a layout. */
export interface ChangesView {
  title: string;
  /** What changed in the scanner and its lists, in sentences. */
  scanner: string[];
  sections: SectionView[];
  totals: string;
}

const TITLES = {
  regression: 'Regressions',
  improvement: 'Improvements',
  neutral: 'Other changes',
} as const satisfies Record<Effect, string>;

/** Puts a comparison in words. @param only shows the changes of one effect alone, and no visibility changes. */
export function changesView(comparison: Comparison, only: Effect | null): ChangesView {
  const effects = EFFECTS.filter((effect) => only === null || effect === only);
  const byEffect = effects.map((effect) => ({
    title: TITLES[effect],
    effect,
    found: comparison.changes.filter((change) => change.effect === effect),
  }));
  const kinds = only === null ? (['now-known', 'no-longer-known'] as const) : [];
  const byVisibility = kinds.map((kind) => ({
    title: VISIBILITY_HEADINGS[kind],
    effect: 'neutral' as const,
    found: comparison.visibilityChanges.filter((each) => each.kind === kind),
  }));
  return {
    title: titleOf(
      comparison,
      byEffect.every(({ found }) => found.length === 0) ? only : undefined,
    ),
    scanner: scannerSentences(comparison),
    sections: [...byEffect, ...byVisibility]
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

/** @param nothing the effect of which no change was found, null for any; undefined if a change was found. */
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

/** Domains without a provider share a paragraph if an MX host serves several. */
function nameOf({ provider, domains }: Change['concerns'][number]): string {
  return provider ?? listedShort(domains, DOMAINS_NAMED);
}

function totalsOf({ changes, visibilityChanges, unknown }: Comparison): string {
  const count = (effect: Effect) => changes.filter((each) => each.effect === effect).length;
  const countVisibility = (kind: VisibilityChange['kind']) =>
    visibilityChanges.filter((each) => each.kind === kind).length;
  const nowKnown = countVisibility('now-known');
  const noLongerKnown = countVisibility('no-longer-known');
  const parts = [
    counted(count('regression'), 'regression'),
    counted(count('improvement'), 'improvement'),
    counted(count('neutral'), 'other change'),
    ...(nowKnown > 0 ? [`${nowKnown} known for the first time`] : []),
    ...(noLongerKnown > 0 ? [`${noLongerKnown} no longer known`] : []),
  ];
  const unknowns = [
    ...(unknown.hosts > 0 ? [counted(unknown.hosts, 'MX host')] : []),
    ...(unknown.domains > 0 ? [counted(unknown.domains, 'domain')] : []),
  ];
  const verb = unknown.hosts + unknown.domains === 1 ? 'is' : 'are';
  const rest = unknowns.length === 0 ? '' : ` ${listed(unknowns)} ${verb} unknown on both days.`;
  return `In all: ${listed(parts)}.${rest}`;
}
