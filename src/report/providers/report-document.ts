import type { Rank, ReportedChanges, ReportedProvider, Totals } from '../../model/output/report.ts';
import { degradedWarning } from '../words/degraded.ts';
import type { Block, Document, Item, Section } from '../document/document.ts';
import { counted } from '../format/layout.ts';
import { onionBlocks } from '../overview/onion-count.ts';
import { overviewBlocks } from '../overview/overview-blocks.ts';
import { providerTitle } from '../answer/verdict.ts';
import { categoryBlocks } from '../words/category-blocks.ts';
import { surveySubtitle, surveyTitle } from '../words/survey-heading.ts';
import { categoryTitle } from '../words/categories.ts';
import { totalBlocks } from './totals.ts';
import { rankText } from './ranking.ts';
import {
  expiringBlocks,
  listBlocks,
  listingBlocks,
  namesText,
  nameText,
  shortList,
  shortNames,
  unknownBlocks,
} from './report-lists.ts';
import { vantageBlocks, VANTAGES_TITLE } from '../vantages/reported-vantages.ts';
import { givenMxNotes } from '../words/mx-words.ts';
import type { RankingView, RankView, ReportView } from './report-view.ts';

/** So many changes are shown; the JSON has them all. */
const ITEMS = 60;

/** A report as a document for people, in any format. */
export function reportDocument(report: ReportView): Document {
  const { survey, categories, totals, ranking, expiring, shared, unknown, changes } = report;
  const { overview } = report;
  const view = { overview, at: survey.startedAt, since: changes?.since ?? null };
  return {
    title: surveyTitle(survey),
    notes: [surveySubtitle(survey, survey.mxtls), ...givenMxNotes(survey.givenMx)],
    warning: degradedWarning(survey.degraded),
    sections: [
      { title: null, blocks: overviewBlocks(view) },
      { title: 'Up to this survey', blocks: [...report.course] },
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
      { title: 'Servers on DNS lists', blocks: listingBlocks(report.listings) },
      { title: 'Onion MX: mail over Tor', blocks: onionBlocks(totals.onionMx) },
      { title: 'Unknown, and why', blocks: unknownBlocks(unknown) },
      { title: VANTAGES_TITLE, blocks: vantageBlocks(report.vantages, survey) },
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

/** What changed since the survey before, as `mxtls diff` says it. */
export function changesSection({
  since,
  title,
  scanner,
  sections,
  totals,
}: ReportedChanges): Section {
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
