import { hostSource, type HostSource } from '../../compare/tables/host-records.ts';
import { NumberTable } from '../../model/records/number-table.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import { listingOf, type Listing } from '../format/listing.ts';
import { inOrder } from '../words/categories.ts';
import { certificatesOf, type Certificates } from '../words/certificate-words.ts';

/** A provider of a list, or a domain that stands for itself: its domains, and the endpoints of their MX hosts, each once. */
export interface Provider {
  /** As the list has it: foreign text. */
  name: string;
  domains: readonly MailDomain[];
  endpoints: readonly Endpoint[];
  endpointsOf: (domain: MailDomain) => readonly Endpoint[];
}

/** A category and its providers, each read when it is asked for; `name` null for those that the list gives none. */
export interface CategoryView {
  name: string | null;
  providers: Listing<Provider>;
  /** The name of the provider at an index. */
  nameAt: (index: number) => string;
  at: (index: number) => Provider;
}

/** The providers of a survey, each read when it is asked for. */
export interface SurveyProviders {
  source: SeekableSource;
  categories: readonly CategoryView[];
  certificates: Certificates;
}

/** The providers of a survey, in the order of the lists. */
export function providersOf(source: SeekableSource): SurveyProviders {
  return { source, categories: categoriesOf(source), certificates: certificatesOf(source) };
}

/**
 * The domains of a snapshot by category and provider, in the order of the lists; domains without them come
 * last. An imported survey also has the providers of the lists that its source did not observe: they have
 * no domains.
 */
export function categoriesOf(snapshot: SeekableSource): CategoryView[] {
  const source = hostSource(snapshot);
  const { survey } = source;
  const isImported = survey.settings.depth === null;
  const listed = listedProviders(survey);
  const members = new Map<string | null, Members>();
  let place = 0;
  for (const { domain, category, provider } of source.holders()) {
    let own = members.get(category);
    if (own === undefined) members.set(category, (own = new Members(listed.get(category))));
    own.add(domain, provider, place++);
  }
  const order = survey.categories.map(({ name }) => name);
  const names = inOrder(new Set([...members.keys(), ...(isImported ? order : [])]), order);
  return names.map((name) => {
    const own = members.get(name) ?? new Members(undefined);
    return viewOf(name, own.inOrder(listed.get(name), isImported), source);
  });
}

/** Whether the lists have it as a provider; else it is a domain that stands for itself, by its own name. */
export function isListed({ domains: [first] }: Provider): boolean {
  return first?.provider !== null;
}

/** A provider with the places of its domains, or the place of a domain that stands for itself. */
type Member = { name: string; places: readonly number[] } | number;

function listedProviders({ categories }: Survey): Map<string | null, ReadonlySet<string>> {
  return new Map(categories.map(({ name, providers }) => [name, new Set(providers)]));
}

/** The providers of a category: of a domain that stands for itself, its place alone. */
class Members {
  readonly #listed: ReadonlySet<string>;
  readonly #named = new Map<string, number[]>();
  /** The places of the domains that stand for themselves, and as negative numbers how many providers came before. */
  readonly #found = new NumberTable('whole');

  constructor(listed: ReadonlySet<string> | undefined) {
    this.#listed = listed ?? new Set();
  }

  add(domain: string, provider: string | null, place: number): void {
    const name = provider ?? domain;
    const known = this.#named.get(name);
    if (known !== undefined) known.push(place);
    else if (provider === null && !this.#listed.has(name)) this.#found.push(place);
    else {
      this.#found.push(-1 - this.#named.size);
      this.#named.set(name, [place]);
    }
  }

  /** In the order of the lists, then in that of the domains. @param all whether those without a domain are there as well. */
  inOrder(listed: ReadonlySet<string> | undefined, all: boolean): Indexed {
    const first = [...(listed ?? [])].flatMap((name) => {
      const places = this.#named.get(name);
      return places === undefined && !all ? [] : [{ name, places: places ?? [] }];
    });
    const names = [...this.#named.keys()];
    const rest = this.#unlisted(names);
    const at = (index: number): Member => {
      const own = first[index];
      if (own !== undefined) return own;
      const found = rest.at(index - first.length);
      if (found >= 0) return found;
      const name = names[-1 - found] ?? '';
      return { name, places: this.#named.get(name) ?? [] };
    };
    return { length: first.length + rest.length, at };
  }

  /** Those found that the lists do not have as providers, as `#found` has them: all where the lists have none. */
  #unlisted(names: readonly string[]): NumberTable {
    if (this.#listed.size === 0) return this.#found;
    const rest = new NumberTable('whole');
    for (let index = 0; index < this.#found.length; index++) {
      const found = this.#found.at(index);
      if (found >= 0 || !this.#listed.has(names[-1 - found] ?? '')) rest.push(found);
    }
    return rest;
  }
}

interface Indexed {
  length: number;
  at: (index: number) => Member;
}

function viewOf(name: string | null, members: Indexed, source: HostSource): CategoryView {
  const at = (index: number) => providerOf(members.at(index), source);
  return {
    name,
    at,
    providers: listingOf(members.length, at),
    nameAt: (index) => {
      const member = members.at(index);
      if (typeof member !== 'number') return member.name;
      return source.domainAt(member)?.domain ?? '';
    },
  };
}

function providerOf(member: Member, source: HostSource): Provider {
  const domains =
    typeof member === 'number'
      ? [domainAt(source, member)]
      : member.places.map((place) => domainAt(source, place));
  const hostsOf = (domain: MailDomain) => domain.mx.hosts.map(({ host }) => host);
  const endpointsOf = (domain: MailDomain) =>
    hostsOf(domain).flatMap((host) => source.endpointsOf(host));
  let endpoints: readonly Endpoint[] | null = null;
  return {
    name: typeof member === 'number' ? (domains[0]?.domain ?? '') : member.name,
    domains,
    endpointsOf,
    get endpoints() {
      endpoints ??= [...new Set(domains.flatMap(hostsOf))].flatMap((host) =>
        source.endpointsOf(host),
      );
      return endpoints;
    },
  };
}

function domainAt(source: HostSource, place: number): MailDomain {
  const domain = source.domainAt(place);
  if (domain === null) throw new Error('a domain that was there is gone');
  return domain;
}
