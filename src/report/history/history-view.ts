import { historyOf, type History } from '../../compare/history/histories.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import { hostsOf, type Group, type Subject } from '../../compare/history/subjects.ts';
import type { Survey } from '../../model/records/survey.ts';
import { grouped } from '../format/grouped.ts';
import { historyLines } from './history-lines.ts';
import { legend, stripLines } from './history-strip.ts';
import { counted, listed } from '../format/layout.ts';
import { momentsOf } from './moments.ts';
import { subjectsAmong, type Neighbours } from '../words/neighbours.ts';
import type { Moments } from './since-words.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';
import { domainTitle } from '../answer/verdict.ts';

/** What histories are made of: the book, whose are wanted, and the surveys that were left out as not to be trusted. */
export interface HistoryRequest {
  book: HistoryBook;
  groups: Iterable<Group>;
  leftOut: readonly Survey[];
}

/** A subject, or some hosts with one and the same history, for people. All text is printable. */
export interface HistoryEntry {
  /** 0 for what stands by itself, 1 for what belongs to the one of depth 0 above it. */
  depth: 0 | 1;
  /** Null where the heading above names it. */
  title: string | null;
  strip: string[];
  lines: string[];
}

/** Subjects below one category. `heading` null: the same as before, or there is none. */
export interface HistoryChapter {
  heading: string | null;
  entries: HistoryEntry[];
}

const NAME_CHARACTERS = 80;
const NAMED_VANTAGES = 4;

/** What stands above the histories: what they are made of, and what the marks mean. */
export function historyHeading({ book, leftOut }: HistoryRequest): {
  title: string;
  notes: string[];
} {
  const { surveys } = book;
  const first = surveys[0]?.date ?? '';
  const last = surveys.at(-1)?.date ?? '';
  const span = first === last ? `of ${first}` : `from ${first} to ${last}`;
  return {
    title: `What ${counted(surveys.length, 'survey')} ${span} showed`,
    notes: [legend(), ...vantageNote(surveys), ...leftOutNote(leftOut)],
  };
}

/** The histories that were asked for, one chapter after the other. */
export function* historyChapters({ book, groups }: HistoryRequest): Generator<HistoryChapter> {
  const moments = momentsOf(book.surveys);
  const subjectWords = subjectsAmong(book.hostNames());
  let category: string | null = null;
  for (const group of groups) {
    const heading = group.category === category ? null : categoryTitle(group.category);
    category = group.category;
    yield { heading, entries: entriesOf(book, group, moments, subjectWords) };
  }
}

/** The moments of the surveys that a history counts in. */
export function ownMoments({ surveys }: History, moments: Moments): Moments {
  return surveys.map((place) => moments[place] ?? '');
}

function entriesOf(
  book: HistoryBook,
  { subjects }: Group,
  moments: Moments,
  subjectWords: Neighbours['subject'],
): HistoryEntry[] {
  const lead = subjects.find(({ kind }) => kind !== 'category')?.kind;
  const depthOf = ({ kind }: Subject): HistoryEntry['depth'] =>
    kind === 'category' || kind === lead ? 0 : 1;
  const entries = subjects.map((subject) => ({
    subject,
    ...toldOf(book, subject, subjects, moments),
  }));
  const others = entries.filter(({ subject }) => subject.kind !== 'host');
  const hosts = grouped(
    entries.filter(({ subject }) => subject.kind === 'host'),
    ({ strip, lines }) => [...strip, ...lines].join('\n'),
  );
  return [
    ...others.map(({ subject, strip, lines }) => ({
      depth: depthOf(subject),
      title: titleOf(subject),
      strip,
      lines,
    })),
    ...[...hosts.values()].flatMap((alike) => {
      const [first] = alike;
      if (first === undefined) return [];
      const { subject, strip, lines } = first;
      const names = alike.map((each) => each.subject.name);
      const title = `MX ${names.length === 1 ? 'host' : 'hosts'} ${subjectWords(names)}`;
      return { depth: depthOf(subject), title, strip, lines };
    }),
  ];
}

/** What would be told right below again is left out: by a provider of one domain all, by a domain of one host its TLS. */
function toldOf(
  book: HistoryBook,
  subject: Subject,
  subjects: readonly Subject[],
  moments: Moments,
): Pick<HistoryEntry, 'strip' | 'lines'> {
  const domains = subjects.filter(({ kind }) => kind === 'domain');
  if (subject.kind === 'provider' && domains.length === 1) return { strip: [], lines: [] };
  const history = historyOf(book, subject);
  const own = ownMoments(history, moments);
  const told =
    subject.kind === 'domain' && hasOneHost(book, subject) ? withoutHosts(history) : history;
  const lines = historyLines(told, own, { certificate: (id) => book.certificate(id) });
  return { strip: stripLines(history.marks, own), lines };
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
  const names = vantages
    .slice(0, NAMED_VANTAGES)
    .map((name) => (name === null ? 'a place without a name' : escapeShort(name, NAME_CHARACTERS)));
  const more = vantages.length - names.length;
  const all = more === 0 ? names : [...names, counted(more, 'other place')];
  return [`Asked from ${listed(all)}: servers may answer each differently`];
}

function leftOutNote(leftOut: readonly Survey[]): string[] {
  if (leftOut.length === 0) return [];
  const dates = listed(leftOut.map(({ startedAt }) => escapeTerminal(startedAt)));
  return [`Left out as they cannot be trusted (degraded): ${dates}`];
}
