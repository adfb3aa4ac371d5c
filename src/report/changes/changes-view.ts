import type { Change, Comparison, Concern, VisibilityChange } from '../../model/output/change.ts';
import type { Effect } from '../../model/output/change-kinds.ts';
import { NameTable } from '../../model/names/name-table.ts';
import type { Survey } from '../../model/records/survey.ts';
import { groupsOf, type ChangeGroup } from './change-groups.ts';
import { changeSentences, type Concerned } from './change-sentences.ts';
import { grouped } from '../format/grouped.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { inOrder } from '../words/categories.ts';
import { NamedGroups } from './named-groups.ts';
import { scannerSentences } from './scanner-words.ts';

/** The changes of one provider, or of a domain without one: sentences without full stops. */
interface ParagraphView {
  name: string;
  sentences: string[];
}

/** Stands in place of a paragraph that is only counted. */
const COUNTED: ParagraphView = { name: '', sentences: [] };

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

/**
 * Puts a comparison in words.
 * @param only shows the changes of one effect alone, and no visibility changes.
 * @param most the paragraphs of a category that are kept; the others are only counted: there may be a million.
 */
export function changesView(
  comparison: Comparison,
  only: Effect | null,
  most = Infinity,
): ChangesView {
  const groups = groupsOf(comparison).map((group) => {
    const { title, effect, found } = group;
    const sentences = new NameTable();
    const section = { title, effect, categories: categories(found, comparison, most, sentences) };
    return { group, section, sentences: sentences.size };
  });
  const shown = groups.filter(({ group, sentences }) => {
    const isWanted = only === null || (group.isChange && group.effect === only);
    return isWanted && sentences > 0;
  });
  const isNews = shown.some(({ group }) => group.isChange || group.isNews);
  return {
    title: titleOf(comparison, isNews ? undefined : only),
    scanner: scannerSentences(comparison),
    sections: shown.map(({ section }) => section),
    totals: totalsOf(comparison, groups, only === null ? renewalSentence(comparison) : null),
  };
}

const NAMED_RENEWALS = 3;

/** `250 hosts renewed their certificates as usual`: a number, and the names of a few. */
function renewalSentence({ changes }: Comparison): string | null {
  const hosts = changes
    .filter(({ routine }) => routine)
    .flatMap(({ subject }) => (subject.type === 'host' ? escapeTerminal(subject.host) : []));
  if (hosts.length === 0) return null;
  const who = hosts.length > NAMED_RENEWALS ? counted(hosts.length, 'host') : listed(hosts);
  const whose = hosts.length === 1 ? 'its certificate' : 'their certificates';
  return `${who} renewed ${whose} as usual`;
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

/** @param distinct takes all sentences; one that stands under two providers is one. */
function categories(
  found: readonly (Change | VisibilityChange)[],
  comparison: Comparison,
  most: number,
  distinct: NameTable,
): SectionView['categories'] {
  const byCategory = grouped(found.flatMap(concernedBy), (each) => concernOf(each).category);
  const order = comparison.after.categories;
  const names = inOrder(
    byCategory.keys(),
    order.map(({ name }) => name),
  );
  return names.map((name) => {
    const own = byCategory.get(name) ?? [];
    const providers = new NamedGroups(own, (each) => nameOf(concernOf(each)));
    const listed = order.find((each) => each.name === name)?.providers ?? [];
    const paragraphs: ParagraphView[] = [];
    for (const each of providers.inOrder(listed)) {
      const paragraph = paragraphOf(each.map(concernedOf), comparison);
      for (const sentence of paragraph.sentences) distinct.add(sentence);
      paragraphs.push(paragraphs.length < most ? paragraph : COUNTED);
    }
    return { name, paragraphs };
  });
}

/** A change with one of its concerns; a change that has no other one stands for itself, as there may be a million of them. */
type Kept = Concerned | Concerned['change'];

function concernedBy(change: Concerned['change']): Kept[] {
  const { concerns } = change;
  return concerns.length === 1 ? [change] : concerns.map((concern) => ({ change, concern }));
}

function concernedOf(kept: Kept): Concerned {
  return 'concern' in kept ? kept : { change: kept, concern: concernOf(kept) };
}

function concernOf(kept: Kept): Concern {
  const concern = 'concern' in kept ? kept.concern : kept.concerns[0];
  if (concern === undefined) throw new Error('a change that concerns nobody');
  return concern;
}

function paragraphOf(own: readonly Concerned[], comparison: Comparison): ParagraphView {
  const [first] = own;
  const name = first === undefined ? '' : nameOf(first.concern);
  return { name, sentences: changeSentences(own, comparison) };
}

const DOMAINS_NAMED = 3;

/** Domains without a provider share a paragraph if an MX host serves several. */
function nameOf({ provider, domains }: Concern): string {
  return provider ?? listedShort(domains, DOMAINS_NAMED);
}

/** What was counted, what was renewed, and what is known of how much; empty where there is nothing to say. */
function totalsOf(
  comparison: Comparison,
  groups: readonly { group: ChangeGroup; sentences: number }[],
  renewals: string | null,
): string {
  const isQuiet = groups.every(({ sentences }) => sentences === 0);
  const parts = groups.flatMap(({ group, sentences }) => group.count(sentences) ?? []);
  const sentences = [
    ...(isQuiet ? [] : [`In all: ${listed(parts)}`]),
    ...(renewals === null ? [] : [renewals]),
    ...(isImported(comparison) ? [shownSentence(comparison)] : []),
    ...(isQuiet || isImported(comparison) ? [] : unknownSentence(comparison)),
  ];
  return sentences.map((each) => `${each}.`).join(' ');
}

function isImported({ before, after }: Comparison): boolean {
  return [before, after].some(({ settings }) => settings.depth === null);
}

/** Of surveys that may not have reached a host, how many showed TLS. */
function shownSentence({ before, after, hosts }: Comparison): string {
  const { total, tls, unknown } = hosts.after;
  const then = `${hosts.before.tls} of ${hosts.before.total} on ${before.date}`;
  const rest = unknown === 0 ? '' : `; of ${unknown} nothing is known`;
  return `${tls} of ${counted(total, 'MX host')} showed TLS on ${after.date} (${then})${rest}`;
}

function unknownSentence({ unknown: { hosts, domains } }: Comparison): string[] {
  const unknowns = [
    ...(hosts > 0 ? [counted(hosts, 'MX host')] : []),
    ...(domains > 0 ? [counted(domains, 'domain')] : []),
  ];
  const verb = hosts + domains === 1 ? 'is' : 'are';
  return unknowns.length === 0 ? [] : [`${listed(unknowns)} ${verb} unknown on both days`];
}
