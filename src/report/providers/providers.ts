import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import { inOrder } from '../words/categories.ts';
import { grouped } from '../format/grouped.ts';

/** A provider of a list, or a domain that stands for itself: its domains, and the endpoints of their MX hosts, each once. */
export interface Provider {
  /** As the list has it: foreign text. */
  name: string;
  domains: readonly MailDomain[];
  endpoints: readonly Endpoint[];
  endpointsOf: (domain: MailDomain) => readonly Endpoint[];
}

/** A category and its providers; `name` null for those that the list gives none. */
export interface CategoryView {
  name: string | null;
  providers: Provider[];
}

/**
 * The domains of a snapshot by category and provider, in the order of the lists; domains without them come last. An imported
 * survey also has the providers of the lists that its source did not observe: they have no domains.
 */
export function categoriesOf({ survey, domains, endpoints }: Snapshot): CategoryView[] {
  const byHost = grouped(endpoints, ({ host }) => host);
  const byCategory = grouped(domains, ({ category }) => category);
  const isImported = survey.settings.depth === null;
  const order = survey.categories.map(({ name }) => name);
  const names = inOrder(new Set([...byCategory.keys(), ...(isImported ? order : [])]), order);
  return names.map((name) => {
    const byProvider = grouped(byCategory.get(name) ?? [], providerName);
    const listed = survey.categories.find((category) => category.name === name)?.providers ?? [];
    const known = new Set([...byProvider.keys(), ...(isImported ? listed : [])]);
    const providers = inOrder(known, listed).map((provider) =>
      makeProvider(provider, byProvider.get(provider) ?? [], byHost),
    );
    return { name, providers };
  });
}

/** Whether the lists have it as a provider; else it is a domain that stands for itself, by its own name. */
export function isListed({ domains: [first] }: Provider): boolean {
  return first?.provider !== null;
}

function providerName({ provider, domain }: MailDomain): string {
  return provider ?? domain;
}

function makeProvider(
  name: string,
  domains: readonly MailDomain[],
  byHost: ReadonlyMap<string, readonly Endpoint[]>,
): Provider {
  const hostsOf = (domain: MailDomain) => domain.mx.hosts.map(({ host }) => host);
  const endpointsOf = (domain: MailDomain) =>
    hostsOf(domain).flatMap((host) => byHost.get(host) ?? []);
  return {
    name,
    domains,
    endpointsOf,
    // Computed on demand: of a million domains few are shown.
    get endpoints() {
      return [...new Set(domains.flatMap(hostsOf))].flatMap((host) => byHost.get(host) ?? []);
    },
  };
}
