import { historyOf, type History } from '../../compare/history/histories.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import { hostsOf, type Group, type Subject } from '../../compare/history/subjects.ts';
import type { Survey } from '../../model/records/survey.ts';
import { grouped } from '../format/grouped.ts';
import { historyLines } from './history-lines.ts';
import { legend, stripLines } from './history-strip.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { momentsOf, ownMoments } from './moments.ts';
import { subjectsAmong, type Neighbours } from '../words/neighbours.ts';
import type { Moments } from './since-words.ts';
import {
  plainItem,
  type Block,
  type Document,
  type Item,
  type Section,
} from '../format/document.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';
import { domainTitle } from '../answer/verdict.ts';

/** What histories are made of: all surveys, the subjects that were asked for, and the degraded surveys that are left out. */
export interface HistoryRequest {
  book: HistoryBook;
  groups: Iterable<Group>;
  leftOut: readonly Survey[];
}

const NAME_CHARACTERS = 80;
const NAMED_VANTAGES = 4;

/** The requested histories as a document. A section, for one group of subjects, is made when it is asked for. */
export function historyDocument(request: HistoryRequest): Document {
  const { book, leftOut } = request;
  const { surveys } = book;
  const first = surveys[0]?.date ?? '';
  const last = surveys.at(-1)?.date ?? '';
  const span = first === last ? first : `${first} to ${last}`;
  return {
    title: `History of ${counted(surveys.length, 'survey')}, ${span}`,
    notes: [legend(), ...vantageNote(surveys), ...leftOutNote(leftOut)],
    warning: null,
    sections: sectionsOf(request),
  };
}

function* sectionsOf({ book, groups }: HistoryRequest): Generator<Section> {
  const moments = momentsOf(book.surveys);
  const hostWords = subjectsAmong(book.hostNames());
  let category: string | null = null;
  for (const group of groups) {
    const title = group.category === category ? null : categoryTitle(group.category);
    category = group.category;
    yield { title, blocks: blocksOf(entriesOf(book, group, moments, hostWords)) };
  }
}

/** A subject, or several MX hosts with the same history. */
interface HistoryEntry {
  /** Whether it is printed below the last entry that is not a part. */
  isPart: boolean;
  /** Null where the title of the section names it. */
  title: string | null;
  items: Item[];
}

function blocksOf(entries: readonly HistoryEntry[]): Block[] {
  const blocks: Block[] = [];
  let items: Item[] = [];
  for (const { isPart, title, items: own } of entries) {
    if (isPart) items.push({ name: title, text: '', below: own });
    else {
      items = [...own];
      if (title !== null) blocks.push({ kind: 'heading', text: title });
      blocks.push({ kind: 'list', items });
    }
  }
  return blocks;
}

function entriesOf(
  book: HistoryBook,
  { subjects }: Group,
  moments: Moments,
  hostWords: Neighbours['subject'],
): HistoryEntry[] {
  const lead = subjects.find(({ kind }) => kind !== 'category')?.kind;
  const isPart = ({ kind }: Subject) => kind !== 'category' && kind !== lead;
  const entries = subjects.map((subject) => ({
    subject,
    isPart: isPart(subject),
    items: itemsOf(book, subject, subjects, moments),
  }));
  const others = entries.filter(({ subject }) => subject.kind !== 'host');
  const hosts = grouped(
    entries.filter(({ subject }) => subject.kind === 'host'),
    ({ items }) => items.map(({ text }) => text).join('\n'),
  );
  return [
    ...others.map(({ subject, ...entry }) => ({ ...entry, title: titleOf(subject) })),
    ...[...hosts.values()].flatMap(([first, ...more]) => {
      if (first === undefined) return [];
      const { subject, ...entry } = first;
      const names = [subject, ...more.map((each) => each.subject)].map(({ name }) => name);
      const title = `MX ${names.length === 1 ? 'host' : 'hosts'} ${hostWords(names)}`;
      return { ...entry, title };
    }),
  ];
}

/** Leaves out what the entries below repeat: all of a provider with one domain, the TLS of a domain with one host. */
function itemsOf(
  book: HistoryBook,
  subject: Subject,
  subjects: readonly Subject[],
  moments: Moments,
): Item[] {
  const domains = subjects.filter(({ kind }) => kind === 'domain');
  if (subject.kind === 'provider' && domains.length === 1) return [];
  const history = historyOf(book, subject);
  const own = ownMoments(history, moments);
  const shown =
    subject.kind === 'domain' && hasOneHost(book, subject) ? withoutHosts(history) : history;
  const strip = stripLines(history.marks, own);
  const lines = historyLines(shown, own, { certificate: (id) => book.certificate(id) });
  return [
    ...strip.map((line): Item => ({ ...plainItem(line), preformatted: true })),
    ...lines.map(plainItem),
  ];
}

function hasOneHost(book: HistoryBook, { name }: Subject): boolean {
  return hostsOf(book, [name]).length === 1;
}

function withoutHosts({ tracks, ...history }: History): History {
  const own = tracks.filter(({ question }) => question !== 'tls' && question !== 'problems');
  return { ...history, tracks: own };
}

function titleOf({ kind, name }: Subject): string | null {
  if (kind === 'category') return null;
  return kind === 'domain' ? domainTitle(name) : escapeShort(name, NAME_CHARACTERS);
}

function vantageNote(surveys: readonly Survey[]): string[] {
  const vantages = [...new Set(surveys.map(({ vantage }) => vantage))];
  if (vantages.length < 2) return [];
  const names = vantages.map((name) =>
    name === null ? 'one without a name' : escapeShort(name, NAME_CHARACTERS),
  );
  const all = listedShort(names, NAMED_VANTAGES);
  return [`Surveyed from different vantages (${all}): servers may answer them differently`];
}

function leftOutNote(leftOut: readonly Survey[]): string[] {
  if (leftOut.length === 0) return [];
  const dates = listed(leftOut.map(({ startedAt }) => escapeTerminal(startedAt)));
  return [`Left out because they are degraded, so cannot be trusted: ${dates}`];
}
