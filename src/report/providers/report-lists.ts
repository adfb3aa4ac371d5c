import type { OwnHosts, ProviderName, Report } from '../../model/output/report.ts';
import { providerTitle } from '../answer/verdict.ts';
import type { Block, Item } from '../document/document.ts';
import { dayOf, distance } from '../format/dates.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { firstOf, type Listing } from '../format/listing.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { listingText } from '../words/listing-words.ts';
import type { ExpiringView, ListingsView, UnknownView } from './report-view.ts';

/** So many items of long lists are shown; the JSON has them all. */
const ITEMS = 60;
const PROVIDERS = 12;
const HOSTS = 6;

/** The certificates that expire soon. */
export function expiringBlocks(expiring: Listing<ExpiringView>, survey: Report['survey']): Block[] {
  const next = survey.next === null ? '' : `before the next survey (${dayOf(survey.next)}) or `;
  const list = listBlocks(expiring, (each) => expiringItem(each, survey.startedAt));
  return list.length === 0
    ? []
    : [{ kind: 'line', text: `They expire ${next}within 30 days:` }, ...list];
}

function expiringItem(
  { name, notAfter, beforeNextSurvey, providers }: ExpiringView,
  at: string,
): Item {
  const when = beforeNextSurvey ? ', before the next survey' : '';
  return {
    name: dayOf(notAfter),
    text: `${name} on ${ownText(providers)}: ${distance(notAfter, at)}${when}`,
    below: [],
  };
}

const addresses = (total: number) => counted(total, 'address', 'addresses');

/** The parts of the section on unknown results, in the order of their groups. */
const UNKNOWN_PARTS = [
  {
    heading: 'MX records of domains',
    has: ({ about }: UnknownView) => about === 'mx',
    count: (total: number) => counted(total, 'domain'),
  },
  {
    heading: 'Servers',
    has: ({ about, ours }: UnknownView) => about === 'host' && !ours,
    count: addresses,
  },
  {
    heading: 'Limits of the scanner, which say nothing about the servers',
    has: ({ about, ours }: UnknownView) => about === 'host' && ours,
    count: addresses,
  },
  {
    heading: 'Certificates',
    has: ({ about }: UnknownView) => about === 'certificate',
    count: addresses,
  },
];

/** What is unknown, and why: limits of the scanner apart. */
export function unknownBlocks(unknown: readonly UnknownView[]): Block[] {
  return UNKNOWN_PARTS.flatMap(({ heading, has, count }) => {
    const list = listBlocks(unknown.filter(has), ({ reason, total, providers }) => ({
      name: count(total),
      text: reason,
      below: shortList(providers, PROVIDERS, ownItem),
    }));
    return list.length === 0 ? [] : [{ kind: 'heading', text: heading }, ...list];
  });
}

function ownItem({ hosts, ...name }: OwnHosts): Item {
  const [only] = hosts;
  const own = hosts.length === 1 && only === name.provider;
  if (own) return { name: null, text: nameText(name), below: [] };
  return { name: nameText(name), text: listedShort(hosts.map(escapeTerminal), HOSTS), below: [] };
}

/** Which servers are on DNS lists, as of a survey: evidence of those lists, and no verdict. */
export function listingBlocks(listings: ListingsView | null): Block[] {
  if (listings === null) return [];
  const zones = listings.zones.map(({ zone, listed: on, notListed, unknown }) => {
    const rest = unknown === 0 ? '' : ` (${unknown} more unknown)`;
    return `${on} of ${addresses(on + notListed)} on ${escapeTerminal(zone)}${rest}`;
  });
  const text = `${listed(zones)}, as of this survey; no verdict depends on it:`;
  const list = listBlocks(listings.addresses, ({ address, providers, ...listing }) => ({
    name: null,
    text: `${escapeTerminal(address)} is on ${listingText({ ...listing, error: null })}: ${ownText(providers)}`,
    below: [],
  }));
  return [{ kind: 'line', text }, ...list];
}

export function listBlocks<Each>(all: Listing<Each>, itemOf: (each: Each) => Item): Block[] {
  return all.length === 0 ? [] : [{ kind: 'list', items: shortList(all, ITEMS, itemOf) }];
}

export function shortList<Each>(
  all: Listing<Each>,
  max: number,
  itemOf: (each: Each) => Item,
): Item[] {
  const more = all.length - max;
  const text = `and ${more} more, each in the JSON form of this report`;
  return [...firstOf(all, max).map(itemOf), ...(more > 0 ? [{ name: null, text, below: [] }] : [])];
}

/** `mx.a.gr and mx2.a.gr (A), mx.b.gr (B)`. */
function ownText(providers: Listing<OwnHosts>): string {
  return shortNames(
    providers,
    ({ hosts, ...name }) => `${listedShort(hosts.map(escapeTerminal), HOSTS)} (${nameText(name)})`,
  );
}

export function namesText(providers: Listing<ProviderName>): string {
  return shortNames(providers, nameText);
}

/** The first of many, and the number of the others; no other name is made. */
export function shortNames<Each>(all: Listing<Each>, nameOf: (each: Each) => string): string {
  const shown = firstOf(all, all.length > PROVIDERS ? PROVIDERS - 1 : PROVIDERS).map(nameOf);
  const more = all.length - shown.length;
  return listed([...shown, ...(more > 0 ? [`${more} others`] : [])]);
}

export function nameText({ provider }: ProviderName): string {
  return providerTitle(provider, !provider.includes('xn--'));
}
