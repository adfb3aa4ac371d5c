import type {
  OwnHosts,
  ProviderName,
  Rank,
  Report,
  ReportedChanges,
  ReportedProvider,
  Totals,
} from '../../model/output/report.ts';
import { dayOf, distance } from '../format/dates.ts';
import { degradedWarning } from '../words/degraded.ts';
import type { Block, Document, Item, Section } from '../document/document.ts';
import { counted, listed, listedShort } from '../format/layout.ts';
import { overviewBlocks } from '../overview/overview-blocks.ts';
import { providerTitle } from '../answer/verdict.ts';
import { categoryBlocks } from '../words/category-blocks.ts';
import { surveySubtitle, surveyTitle } from '../words/survey-heading.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { categoryTitle } from '../words/categories.ts';
import { totalBlocks } from './totals.ts';
import { rankText } from './ranking.ts';
import type {
  ExpiringView,
  RankingView,
  RankView,
  ReportView,
  UnknownView,
} from './report-view.ts';
import { firstOf, type Listing } from '../format/listing.ts';

/** So many items of long lists are shown; the JSON has them all. */
const ITEMS = 60;
const PROVIDERS = 12;
const HOSTS = 6;

/** A report as a document for people, in any format. */
export function reportDocument(report: ReportView): Document {
  const { survey, categories, totals, ranking, expiring, shared, unknown, changes } = report;
  const { overview } = report;
  const view = { overview, at: survey.startedAt, since: changes?.since ?? null };
  return {
    title: surveyTitle(survey),
    notes: [surveySubtitle(survey, survey.mxtls)],
    warning: degradedWarning(survey.degraded),
    sections: [
      { title: null, blocks: overviewBlocks(view) },
      { title: 'TLS per provider', blocks: saidOf(categories, ({ tls }) => tls) },
      {
        title: 'Certificates per provider',
        blocks: saidOf(categories, ({ certificate }) => certificate),
      },
      { title: 'Totals', blocks: [...totalBlocks(totals), ...unprovenBlocks(totals)] },
      {
        title: 'Best and worst',
        blocks: rankingBlocks(ranking, overview.anyListed ? 'provider' : 'domain'),
      },
      { title: 'Certificates that expire soon', blocks: expiringBlocks(expiring, survey) },
      {
        title: 'Certificates shared between hosts',
        blocks: listBlocks(shared, ({ sentence, providers }) => ({
          name: null,
          text: `${sentence} (${namesText(providers)})`,
          below: [],
        })),
      },
      { title: 'Unknown, and why', blocks: unknownBlocks(unknown) },
      ...(changes === null ? [] : [changesSection(changes)]),
    ],
  };
}

function saidOf(
  categories: ReportView['categories'],
  sentencesOf: (provider: ReportedProvider) => readonly string[],
): Block[] {
  return categoryBlocks(categories, (provider) => ({
    title: providerTitle(provider.name, provider.listed),
    sentences: sentencesOf(provider),
  }));
}

/** A certificate that could not be judged may be valid. */
function unprovenBlocks({ unproven }: Totals): Block[] {
  if (unproven === 0) return [];
  const text = `For ${counted(unproven, 'encrypted domain')} it is unknown whether every certificate is valid for its server`;
  return [{ kind: 'line', text }];
}

/** A survey over lists without providers ranks domains. */
function rankingBlocks({ known, unknown, best, worst }: RankingView, noun: string): Block[] {
  if (known === 0) return [];
  const outside = unknown === 0 ? '' : `; ${unknown} not ranked (nothing known, or no mail)`;
  const whole = `${counted(known, noun)} ranked${outside}:`;
  const items = [
    ...best.map((rank) => rankItem('best', rank)),
    ...worst.toReversed().map((rank) => rankItem('worst', rank)),
  ];
  const equal = { name: null, text: 'all are equal', below: [] };
  return [
    { kind: 'line', text: whole },
    { kind: 'list', items: items.length === 0 ? [equal] : items },
  ];
}

/** The level is left out where the STARTTLS of the servers says the same. */
function rankItem(name: 'best' | 'worst', rank: RankView): Item {
  const { level, starttls, providers } = rank;
  const isSaid = level === 'none' || level === starttls;
  const names = shortNames(providers, memberText);
  return {
    name,
    text: `${names}: ${isSaid ? '' : `${level}, `}${rankText(rank)}`,
    below: [],
  };
}

function memberText({ unknown, ...name }: Rank['providers'][number]): string {
  const rest = unknown === 0 ? '' : ` (${counted(unknown, 'address', 'addresses')} unknown)`;
  return `${nameText(name)}${rest}`;
}

function expiringBlocks(expiring: Listing<ExpiringView>, survey: Report['survey']): Block[] {
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

function unknownBlocks(unknown: readonly UnknownView[]): Block[] {
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

/** What changed since the survey before, as `mxtls diff` says it. */
function changesSection({ since, title, scanner, sections, totals }: ReportedChanges): Section {
  const line = (text: string): Block => ({ kind: 'line', text });
  const said = sections.flatMap((section): Block[] => [
    { kind: 'heading', text: section.title },
    { kind: 'list', items: categoryItems(section.categories) },
  ]);
  return {
    title: `Changes since ${since}`,
    id: 'changes',
    blocks: [
      line(title),
      ...scanner.map((sentence) => line(`${sentence}.`)),
      ...said,
      ...(totals === '' ? [] : [line(totals)]),
    ],
  };
}

function categoryItems(categories: ReportedChanges['sections'][number]['categories']): Item[] {
  const bare = categories.every(({ name }) => name === null);
  return categories.flatMap(({ name, paragraphs }) => {
    const items = shortList(paragraphs, ITEMS, (each) => ({
      name: providerTitle(each.name, true),
      text: `${each.sentences.join('. ')}.`,
      below: [],
    }));
    return bare ? items : [{ name: categoryTitle(name), text: '', below: items }];
  });
}

function listBlocks<Each>(all: Listing<Each>, itemOf: (each: Each) => Item): Block[] {
  return all.length === 0 ? [] : [{ kind: 'list', items: shortList(all, ITEMS, itemOf) }];
}

function shortList<Each>(all: Listing<Each>, max: number, itemOf: (each: Each) => Item): Item[] {
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

function namesText(providers: Listing<ProviderName>): string {
  return shortNames(providers, nameText);
}

/** The first of many, and the number of the others; no other name is made. */
function shortNames<Each>(all: Listing<Each>, nameOf: (each: Each) => string): string {
  const shown = firstOf(all, all.length > PROVIDERS ? PROVIDERS - 1 : PROVIDERS).map(nameOf);
  const more = all.length - shown.length;
  return listed([...shown, ...(more > 0 ? [`${more} others`] : [])]);
}

function nameText({ provider }: ProviderName): string {
  return providerTitle(provider, !provider.includes('xn--'));
}
