import { parseDomainName } from '../../model/names/domain-name.ts';
import type { SUBJECT_KINDS } from '../../model/output/history.ts';
import { nearestWord } from '../../model/text/nearest-word.ts';
import type { HistoryBook } from './history-book.ts';

/** What a history is about. */
export interface Subject {
  kind: (typeof SUBJECT_KINDS)[number];
  name: string;
}

/** Subjects that are shown together, in this order: a provider, its domains, then the MX hosts of all of them. */
export interface Group {
  category: string | null;
  subjects: Subject[];
}

/** What a name may mean, or, for one that no survey knows, the nearest that is known. */
export type Found =
  { kind: 'found'; subjects: Subject[] } | { kind: 'unknown'; nearest: string | null };

/** Finds what a user names: a domain (U-label or A-label), an MX host, a provider, a category; one name may be several. */
export function findSubjects(book: HistoryBook, name: string): Found {
  const parsed = parseDomainName(name);
  const ascii = parsed.kind === 'domain' ? parsed.ascii : name.toLowerCase();
  const order = orderOf(book);
  const subjects: Subject[] = [
    ...alike(order.categories, name).map((each) => ({ kind: 'category' as const, name: each })),
    ...alike(order.providers, name).map((each) => ({ kind: 'provider' as const, name: each })),
    ...(book.hasDomain(ascii) ? [{ kind: 'domain' as const, name: ascii }] : []),
    ...(book.hasHost(ascii) ? [{ kind: 'host' as const, name: ascii }] : []),
  ];
  if (subjects.length > 0) return { kind: 'found', subjects };
  const names = [
    ...order.categories,
    ...order.providers,
    ...book.domainNames(),
    ...book.hostNames(),
  ];
  return { kind: 'unknown', nearest: nearestWord(name, names) };
}

/** A subject with all that belongs to it. */
export function groupsOf(book: HistoryBook, subject: Subject): Group[] {
  switch (subject.kind) {
    case 'host':
      return [{ category: null, subjects: [subject] }];
    case 'domain':
      return [domainGroup(book, subject.name)];
    case 'provider':
      return [providerGroup(book, subject.name)];
    case 'category': {
      const [first, ...more] = everything(book).filter(({ category }) => category === subject.name);
      const own = { category: subject.name, subjects: [subject, ...(first?.subjects ?? [])] };
      return [own, ...more];
    }
  }
}

/** All that the surveys know, in the order of the lists; MX hosts of no domain come last. */
export function everything(book: HistoryBook): Group[] {
  const order = orderOf(book);
  const places = new Map(order.categories.map((name, place) => [name, place]));
  const alone = book.domainNames().filter((name) => book.latest(name)?.provider === null);
  const groups = [
    ...order.providers.map((provider) => providerGroup(book, provider)),
    ...alone.map((domain) => domainGroup(book, domain)),
  ];
  const placeOf = ({ category }: Group) =>
    category === null ? Infinity : (places.get(category) ?? order.categories.length);
  groups.sort((a, b) => (placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b)));
  const rest = hostsOfNobody(book, groups);
  return rest.length === 0 ? groups : [...groups, { category: null, subjects: rest }];
}

/** The domains of a provider or category in a survey. */
export function membersOf(book: HistoryBook, { kind, name }: Subject, place: number): string[] {
  return book.domainsEverOf(kind, name).filter((domain) => {
    const seen = book.domain(domain, place);
    return seen !== null && (kind === 'provider' ? seen.provider : seen.category) === name;
  });
}

function alike(names: readonly string[], name: string): string[] {
  if (names.includes(name)) return [name];
  const folded = name.toLowerCase();
  return names.filter((each) => each.toLowerCase() === folded);
}

/** Categories and providers as the newest lists have them; those that are only in older ones behind them. */
function orderOf({ surveys, providers: known }: HistoryBook): {
  categories: string[];
  providers: string[];
} {
  const newestFirst = surveys.toReversed().flatMap(({ categories }) => categories);
  const categories = new Set(newestFirst.map(({ name }) => name));
  const listed = newestFirst
    .flatMap(({ providers }) => providers)
    .filter((each) => known.has(each));
  return { categories: [...categories], providers: [...new Set([...listed, ...known])] };
}

/** The domains that a provider has, or had as they were last seen; domains that moved are shown with their new provider. */
function currentOf(book: HistoryBook, provider: string): string[] {
  const ever = book.domainsEverOf('provider', provider);
  const current = ever.filter((domain) => book.latest(domain)?.provider === provider);
  return current.length > 0 ? current : ever;
}

function providerGroup(book: HistoryBook, name: string): Group {
  const domains = currentOf(book, name);
  return {
    category: book.latest(domains[0] ?? '')?.category ?? null,
    subjects: [
      { kind: 'provider', name },
      ...domains.map((domain) => ({ kind: 'domain' as const, name: domain })),
      ...hostsOf(book, domains),
    ],
  };
}

function domainGroup(book: HistoryBook, name: string): Group {
  return {
    category: book.latest(name)?.category ?? null,
    subjects: [{ kind: 'domain', name }, ...hostsOf(book, [name])],
  };
}

/** All MX hosts that domains have had, each once, sorted. */
export function hostsOf(book: HistoryBook, domains: readonly string[]): Subject[] {
  const hosts = domains.flatMap((domain) =>
    book.surveys.flatMap((_, place) => book.domain(domain, place)?.hosts ?? []),
  );
  return [...new Set(hosts)]
    .filter((host) => book.hasHost(host))
    .sort()
    .map((name) => ({ kind: 'host' as const, name }));
}

function hostsOfNobody(book: HistoryBook, groups: readonly Group[]): Subject[] {
  const shown = new Set(
    groups.flatMap(({ subjects }) =>
      subjects.flatMap(({ kind, name }) => (kind === 'host' ? [name] : [])),
    ),
  );
  return book
    .hostNames()
    .filter((host) => !shown.has(host))
    .sort()
    .map((name) => ({ kind: 'host' as const, name }));
}
