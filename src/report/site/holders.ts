import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Mark } from '../../compare/history/marks.ts';
import { everything, groupsOf, type Group, type Subject } from '../../compare/history/subjects.ts';
import { providerTitle } from '../answer/verdict.ts';
import { allMarksOf } from '../pictures/strips.ts';
import type { Holder } from './addresses.ts';

/** A provider, or a domain that stands for itself, over time. */
export interface HolderHistory extends Holder {
  /** For people. */
  title: string;
  group: Group;
  /** One a survey of the book. */
  marks: readonly Mark[];
}

/**
 * All that ever had a page, in the order of the lists: a domain that a provider has by now keeps the page that it had, and so does
 * a provider that no survey observed.
 */
export function holdersOf(book: HistoryBook): HolderHistory[] {
  const groups = everything(book);
  const leads = groups.flatMap((group) => {
    const [lead] = group.subjects;
    return lead === undefined || lead.kind === 'host' ? [] : [{ lead, group }];
  });
  const known = new Set(leads.map(({ lead }) => keyOf(lead)));
  const others = [...formerly(book), ...neverObserved(book)].filter(
    ({ lead }) => !known.has(keyOf(lead)),
  );
  return [...leads, ...others].map(({ lead, group }) => historyOfHolder(book, lead, group));
}

interface Led {
  lead: Subject;
  group: Group;
}

/** Domains that stood for themselves once. */
function formerly(book: HistoryBook): Led[] {
  return [...book.alone].flatMap((name) => {
    const lead: Subject = { kind: 'domain', name };
    return groupsOf(book, lead).map((group) => ({ lead, group }));
  });
}

/** Providers of the lists of which no survey has a domain, as of imported ones. */
function neverObserved({ surveys, providers }: HistoryBook): Led[] {
  const listed = surveys.flatMap(({ categories }) =>
    categories.flatMap(({ name: category, providers: own }) =>
      own.map((name): [string, string] => [name, category]),
    ),
  );
  return [...new Map(listed)]
    .filter(([name]) => !providers.has(name))
    .map(([name, category]) => {
      const lead: Subject = { kind: 'provider', name };
      return { lead, group: { category, subjects: [lead] } };
    });
}

function historyOfHolder(book: HistoryBook, lead: Subject, group: Group): HolderHistory {
  const listed = lead.kind === 'provider';
  const title = providerTitle(lead.name, listed);
  return { name: lead.name, listed, title, group, marks: allMarksOf(book, lead) };
}

function keyOf({ kind, name }: Subject): string {
  return `${kind} ${name}`;
}
