import { historyOf, type History } from '../../compare/history/histories.ts';
import type { HistoryBook } from '../../compare/history/history-book.ts';
import { hostsOf, type Group, type Subject } from '../../compare/history/subjects.ts';
import { domainTitle } from '../answer/verdict.ts';
import { plainItem, type Item, type Strip } from '../document/document.ts';
import { grouped } from '../format/grouped.ts';
import { listed } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { historyWords, type HistoryWords } from './history-certificates.ts';
import { historyLines, shownTracks } from './history-lines.ts';
import { ownMoments } from './moments.ts';
import type { Moments } from './since-words.ts';

/** A subject, or several with the same history. */
export interface HistoryEntry {
  /** Whether it is printed below the last entry that is not a part. */
  isPart: boolean;
  /** Null where the title of the section names it. */
  title: string | null;
  items: Item[];
}

/** What is said of a subject: its strip of marks, and its states by question; those of its certificates apart. */
interface Account {
  subject: Subject;
  strip: Strip;
  certificates: string[];
  tls: string[];
  /** The states of each other question. */
  others: string[][];
}

const NAME_CHARACTERS = 80;

/** What all histories of a document are made with. */
export interface EntryContext {
  book: HistoryBook;
  moments: Moments;
  hostWords: Neighbours['subject'];
}

/**
 * The histories of a group, from the whole to its parts, without saying anything twice: parts with the same history are
 * one entry, and a part leaves out what stands above it.
 */
export function entriesOf({ subjects }: Group, context: EntryContext): HistoryEntry[] {
  const accounts = accountsOf(subjects, context);
  const ofKind = (kind: Subject['kind']) => accounts.filter(({ subject }) => subject.kind === kind);
  const domains = ofKind('domain');
  const groups = merged(domains, (each) => JSON.stringify([each.strip, linesOf(each)]));
  const [provider] = ofKind('provider');
  const above: Above = {
    strip: provider?.strip ?? domains[0]?.strip ?? null,
    lines: new Set(),
  };
  const entries = [
    ...ofKind('category').map((each) => headEntry(each, null, linesOf(each))),
    ...ofKind('provider').map((each) =>
      headEntry(each, nameOf(each), domains.length === 1 ? [] : each.tls),
    ),
  ];
  if (provider !== undefined && domains.length > 1) {
    // A provider whose domains are all alike says it for them.
    const said = groups.length === 1 ? (domains[0]?.tls ?? []) : [];
    above.lines = new Set([...provider.tls, ...said]);
  }
  const isLead = provider === undefined;
  return [
    ...entries,
    ...groups.map((alike) => domainEntry(alike, isLead ? NOTHING_ABOVE : above, isLead)),
    ...hostEntries(ofKind('host'), domains, above, context),
  ];
}

/** What stands above a part already. */
interface Above {
  strip: Strip | null;
  lines: ReadonlySet<string>;
}

const NOTHING_ABOVE: Above = { strip: null, lines: new Set() };
const AS_ABOVE = 'as above';

function accountsOf(subjects: readonly Subject[], { book, moments }: EntryContext): Account[] {
  const histories = subjects.map((subject) => historyOf(book, subject));
  const words = historyWords(book, histories);
  return histories.map((each) => accountOf(each, ownMoments(each, moments), words));
}

function accountOf(history: History, moments: Moments, words: HistoryWords): Account {
  const { subject, marks } = history;
  const shown = shownTracks(history).map((track) => ({
    question: track.question,
    lines: historyLines({ ...history, tracks: [track] }, moments, words),
  }));
  const about = (wanted: string) =>
    shown.flatMap(({ question, lines }) => (question === wanted ? lines : []));
  return {
    subject,
    strip: { marks, moments },
    tls: about('tls'),
    certificates: about('certificate'),
    others: shown
      .filter(({ question }) => question !== 'tls' && question !== 'certificate')
      .map(({ lines }) => lines),
  };
}

/** All states but the certificates of a host. */
function linesOf({ tls, others }: Account): string[] {
  return [...tls, ...others.flat()];
}

function merged(accounts: readonly Account[], keyOf: (account: Account) => string): Account[][] {
  return [...grouped(accounts, keyOf).values()];
}

function headEntry(
  { strip }: Account,
  title: string | null,
  lines: readonly string[],
): HistoryEntry {
  return { isPart: false, title, items: [stripItem(strip), ...lines.map(plainItem)] };
}

function domainEntry(alike: readonly Account[], above: Above, isLead: boolean): HistoryEntry {
  const title = listed(alike.map(nameOf));
  const items = alike.slice(0, 1).flatMap((each) => itemsOf(each, above));
  return { isPart: !isLead, title, items: items.length === 0 ? [plainItem(AS_ABOVE)] : items };
}

/** The strip if another one stands above, and the answers to the questions that are not answered alike above. */
function itemsOf(account: Account, above: Above): Item[] {
  const isSame = JSON.stringify(account.strip) === JSON.stringify(above.strip);
  const tracks = [account.tls, ...account.others];
  const own = tracks.filter((lines) => !lines.every((line) => above.lines.has(line)));
  return [...(isSame ? [] : [stripItem(account.strip)]), ...own.flat().map(plainItem)];
}

/** Hosts that differ in their certificates alone are one entry. */
function hostEntries(
  hosts: readonly Account[],
  domains: readonly Account[],
  { strip }: Above,
  { book, hostWords }: EntryContext,
): HistoryEntry[] {
  const served = new Map(
    domains.map((domain) => [
      domain,
      new Set(hostsOf(book, [domain.subject.name]).map(({ name }) => name)),
    ]),
  );
  const saidOf = (host: Account) => {
    const own = domains.filter((domain) => served.get(domain)?.has(host.subject.name));
    const [first, ...more] = own.map((domain) => new Set(linesOf(domain)));
    return new Set([...(first ?? [])].filter((line) => more.every((each) => each.has(line))));
  };
  const keyOf = (host: Account) =>
    JSON.stringify([
      host.strip,
      linesOf(host),
      itemsOf(host, { strip, lines: saidOf(host) }),
      host.certificates.length > 0,
    ]);
  return merged(hosts, keyOf).map((alike) => {
    const names = alike.map(({ subject }) => subject.name);
    const items = [
      ...alike.slice(0, 1).flatMap((each) => itemsOf(each, { strip, lines: saidOf(each) })),
      ...certificateItems(alike, hostWords),
    ];
    return {
      isPart: domains.length > 0,
      title: hostsTitle(hostWords(names), names.length),
      items: items.length === 0 ? [plainItem(AS_ABOVE)] : items,
    };
  });
}

/** `MX host a.gr`, `MX hosts a.gr and b.gr`, `All MX hosts mx*.a.gr`. */
function hostsTitle(words: string, count: number): string {
  const pattern = /^all (\S+)$/.exec(words)?.[1];
  if (pattern !== undefined) return `All MX hosts ${pattern}`;
  return `MX ${count === 1 ? 'host' : 'hosts'} ${words}`;
}

/** The certificates of some hosts: those of one or more of them under their names, unless all have the same. */
function certificateItems(hosts: readonly Account[], hostWords: Neighbours['subject']): Item[] {
  const alike = merged(hosts, ({ certificates }) => JSON.stringify(certificates));
  return alike.flatMap((own): Item[] => {
    const items = (own[0]?.certificates ?? []).map(plainItem);
    const name = hostWords(own.map(({ subject }) => subject.name));
    const [only, ...more] = items;
    if (alike.length === 1 || only === undefined) return items;
    return more.length === 0 ? [{ ...only, name }] : [{ name, text: '', below: items }];
  });
}

function stripItem(strip: Strip): Item {
  return { ...plainItem(''), strip };
}

function nameOf({ subject: { kind, name } }: Account): string {
  return kind === 'domain' ? domainTitle(name) : escapeShort(name, NAME_CHARACTERS);
}
