import { IS_OF_PATH } from '../../model/output/vantage-kinds.ts';
import type { VantageComparison } from '../../model/output/vantages.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { Document, Section } from '../document/document.ts';
import { counted } from '../format/layout.ts';
import { categoryBlocks } from '../words/category-blocks.ts';
import {
  bothVantages,
  countSentences,
  differingHosts,
  KIND_TITLES,
  kindViews,
} from './vantages-view.ts';
import { vantageName } from './vantage-words.ts';

/** How a difference is read. */
const READING = [
  'What one vantage alone shows points to the path from there; what both show alike is the server.',
  'One address may be several machines (anycast, a load balancer): a second comparison or a third vantage shows whether it is the path.',
];

/** Where the network, not the server, differs between two vantages, as a document: each kind by category and provider. */
export function vantagesDocument(comparison: VantageComparison): Document {
  const { first, second } = comparison;
  const hosts = differingHosts(comparison);
  const both = bothVantages(comparison);
  const totals = [
    ...(hosts.length === 0
      ? []
      : [`In all: ${counted(hosts.length, 'server differs', 'servers differ')}`]),
    ...countSentences(comparison),
  ];
  return {
    title: `${hosts.length === 0 ? 'No network difference found' : 'Network differences'} between ${both}`,
    notes: [`${startOf(first)}; ${startOf(second)}.`, ...(hosts.length === 0 ? [] : READING)],
    warning: null,
    sections: [
      ...kindViews(comparison).map(({ kind, categories }): Section => ({
        title: KIND_TITLES[kind],
        paint: IS_OF_PATH[kind] ? 'bad' : 'strong',
        blocks: categoryBlocks(categories, (paragraph) => paragraph),
      })),
      { title: null, blocks: [{ kind: 'line', text: totals.map((each) => `${each}.`).join(' ') }] },
    ],
  };
}

/** `from athens: survey of 2026-11-23T03:00:00Z`. */
function startOf(survey: Survey): string {
  return `from ${vantageName(survey)}: survey of ${survey.startedAt}`;
}
