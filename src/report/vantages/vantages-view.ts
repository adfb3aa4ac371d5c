import type { Concern } from '../../model/output/change.ts';
import { IS_OF_PATH, VANTAGE_KINDS, type VantageKind } from '../../model/output/vantage-kinds.ts';
import type { FoundDifference, VantageComparison } from '../../model/output/vantages.ts';
import { grouped } from '../format/grouped.ts';
import { agreeing, counted, listed, listedShort } from '../format/layout.ts';
import { mapped, type Listing } from '../format/listing.ts';
import { inOrder } from '../words/categories.ts';
import type { Paragraph } from '../words/category-blocks.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { evidenceWords, serverName, vantageName } from './vantage-words.ts';

/** The heading of each kind. */
export const KIND_TITLES = {
  starttls: 'STARTTLS differs',
  certificate: 'The certificate differs: interception, or another machine',
  versions: 'TLS versions differ',
  connection: 'The connection fails from one vantage alone',
  refused: 'Refused one of the scanners',
  'both-valid': 'Another certificate, valid as well: another machine, or a renewal',
  undetermined: 'Could not be determined from one vantage',
} as const satisfies Record<VantageKind, string>;

const DOMAINS_NAMED = 3;
const PROVIDER_CHARACTERS = 80;

/** So many servers of one provider are described. */
const SERVERS = 50;

/** The differences of one kind by category and provider. */
export interface KindView {
  kind: VantageKind;
  categories: { name: string | null; providers: Listing<Paragraph> }[];
}

/** What was found, each kind that was, in their order; sentences are made when they are asked for. */
export function kindViews(comparison: VantageComparison): KindView[] {
  const byKind = grouped(comparison.differences, ({ kind }) => kind);
  return VANTAGE_KINDS.flatMap((kind) => {
    const own = byKind.get(kind);
    return own === undefined ? [] : [{ kind, categories: categoriesOf(own, comparison) }];
  });
}

/** The MX hosts that the path makes differ, each once, sorted. */
export function differingHosts({ differences }: VantageComparison): string[] {
  const own = differences.filter(({ kind }) => IS_OF_PATH[kind]);
  return [...new Set(own.map(({ host }) => host))].sort();
}

/** `athens and berlin`. */
export function bothVantages({
  first,
  second,
}: Pick<VantageComparison, 'first' | 'second'>): string {
  return listed([vantageName(first), vantageName(second)]);
}

/** What was compared: `40 addresses were asked from both, 2 of which are unknown from both`, without full stops. */
export function countSentences(comparison: VantageComparison): string[] {
  const { addresses, first, second } = comparison;
  const { compared, unknown, firstOnly, secondOnly } = addresses;
  const only = (count: number, name: string) =>
    count === 0 ? [] : [`${addressesWere(count)} asked from ${name} alone, and not compared`];
  const of = `${unknown} of which ${agreeing(unknown, 'is', 'are')} unknown from both`;
  return [
    `${addressesWere(compared)} asked from both${unknown === 0 ? '' : `, ${of}`}`,
    ...only(firstOnly, vantageName(first)),
    ...only(secondOnly, vantageName(second)),
  ];
}

function addressesWere(count: number): string {
  return counted(count, 'address was', 'addresses were');
}

/**
 * The sentences on some differences, a host after the other: addresses that show the same share one. Without full stops.
 * @param most so many hosts are described; the last sentence counts the others.
 */
export function differenceSentences(
  differences: readonly FoundDifference[],
  comparison: VantageComparison,
  most: number = SERVERS,
): string[] {
  const byHost = [...grouped(differences, ({ host }) => host)];
  const sentences = byHost.slice(0, most).flatMap(([host, own]) => {
    const shown = own.flatMap((each) => {
      const evidence = comparison.evidence(each);
      if (evidence === null) return [];
      return [{ address: each.address, words: evidenceWords(each.kind, evidence, comparison) }];
    });
    return [...grouped(shown, ({ words }) => words)].map(([words, alike]) => {
      const addresses = alike.map(({ address }) => address);
      return `${serverName(host, addresses)}, ${words}`;
    });
  });
  const more = byHost.length - most;
  return more > 0 ? [...sentences, `And ${counted(more, 'more server')}`] : sentences;
}

function categoriesOf(
  differences: readonly FoundDifference[],
  comparison: VantageComparison,
): KindView['categories'] {
  const concerned = differences.flatMap((difference) =>
    concernsOf(difference).map((concern) => ({ difference, concern })),
  );
  const byCategory = grouped(concerned, ({ concern }) => concern.category);
  const order = comparison.first.categories;
  const names = inOrder(
    byCategory.keys(),
    order.map(({ name }) => name),
  );
  return names.map((name) => {
    const byProvider = grouped(byCategory.get(name) ?? [], ({ concern }) => nameOf(concern));
    const listedNames = order.find((each) => each.name === name)?.providers ?? [];
    const providers = mapped(inOrder(byProvider.keys(), listedNames), (provider): Paragraph => {
      const own = (byProvider.get(provider) ?? []).map(({ difference }) => difference);
      return {
        title: escapeShort(provider, PROVIDER_CHARACTERS),
        sentences: differenceSentences(own, comparison),
      };
    });
    return { name, providers };
  });
}

/** A host that no domain names, as one that was given, stands for itself. */
function concernsOf({ host, concerns }: FoundDifference): readonly Concern[] {
  return concerns.length > 0 ? concerns : [{ category: null, provider: host, domains: [] }];
}

function nameOf({ provider, domains }: Concern): string {
  return provider ?? listedShort(domains, DOMAINS_NAMED);
}
