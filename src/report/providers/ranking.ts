import { classOf } from '../../model/records/endpoint.ts';
import type { Rank } from '../../model/output/report.ts';
import { NumberTable } from '../../model/records/number-table.ts';
import { TLS_VERSIONS, type StarttlsWord, type TlsVersion } from '../../model/records/words.ts';
import { listingOf } from '../format/listing.ts';
import type { NameAt } from './own-hosts.ts';
import type { Provider } from './providers.ts';
import type { RankingView, RankView } from './report-view.ts';
import { LEVEL_TEXTS, LEVELS_BEST_FIRST } from '../words/level-words.ts';
import { STARTTLS_TEXTS } from '../words/starttls-words.ts';
import { spokenClause, spokenTls, type Spoken } from '../words/version-words.ts';

/** So many ranks are given at each end, and no more once they have so many providers. */
const RANKS = 3;
const PROVIDERS = 3;

/** What a provider is ranked by. */
interface Ranked {
  key: Omit<Rank, 'providers' | 'highest'>;
  spoken: Spoken | null;
  /** How many of its addresses are unknown. */
  unknown: number;
}

/** Equal providers: the number of each, and how many of its addresses are unknown. */
interface Alike {
  key: Ranked['key'];
  highest: Set<TlsVersion>;
  members: NumberTable;
  unknown: NumberTable;
}

/**
 * The best and the worst providers: by the level of the weakest domain, then by how many servers offer STARTTLS, then by
 * the lowest version that is spoken; of those with the same one, before those of which lower versions are untested. Unknown
 * results are left out, so no provider ranks worst because of them. Equal providers share a rank, in the order of the lists.
 */
export class RankingTable {
  readonly #alike = new Map<string, Alike>();
  #unknown = 0;

  /** Takes the next provider, in the order of the lists. */
  add(number: number, provider: Provider): void {
    const own = ranked(provider);
    if (own === null) {
      this.#unknown++;
      return;
    }
    const text = JSON.stringify(own.key);
    const alike = this.#alike.get(text) ?? alikeOf(own.key);
    this.#alike.set(text, alike);
    alike.members.push(number);
    alike.unknown.push(own.unknown);
    if (own.spoken !== null) alike.highest.add(own.spoken.highest);
  }

  ranking(nameAt: NameAt): RankingView {
    const ranks = [...this.#alike.values()].map((each) => rankOf(each, nameAt)).sort(compareRanks);
    const half = Math.floor(ranks.length / 2);
    return {
      known: ranks.reduce((sum, { providers }) => sum + providers.length, 0),
      unknown: this.#unknown,
      best: firstRanks(ranks.slice(0, half)),
      worst: firstRanks(ranks.slice(ranks.length - half).reverse()),
    };
  }
}

function alikeOf(key: Ranked['key']): Alike {
  const [members, unknown] = [new NumberTable('whole'), new NumberTable('whole')];
  return { key, highest: new Set(), members, unknown };
}

/** Equal providers as one rank; the highest version is that of any of them. */
function rankOf({ key, highest, members, unknown }: Alike, nameAt: NameAt): RankView {
  return {
    ...key,
    providers: listingOf(members.length, (index) => {
      const number = members.at(index);
      return {
        // The name is read when it is asked for.
        get category() {
          return nameAt(number).category;
        },
        get provider() {
          return nameAt(number).provider;
        },
        unknown: unknown.at(index),
      };
    }),
    highest: TLS_VERSIONS.findLast((version) => highest.has(version)) ?? null,
  };
}

/** Null if all results of the provider are unknown, or it takes no mail. */
function ranked(provider: Provider): Ranked | null {
  const known = provider.domains.filter(({ level }) => level !== 'unknown' && level !== 'no-mail');
  if (known.length === 0) return null;
  const words = new Set(known.map(({ starttls }) => starttls));
  const level = LEVELS_BEST_FIRST.findLast((each) => known.some((domain) => domain.level === each));
  const unknown = provider.endpoints.filter((each) => classOf(each) === 'unknown').length;
  const spoken = spokenTls(known.flatMap((domain) => provider.endpointsOf(domain)));
  return {
    key: {
      level: level ?? 'unknown',
      starttls: spreadOf(words),
      version: spoken?.lowest ?? null,
      isLowest: spoken?.isLowest ?? false,
    },
    spoken,
    unknown,
  };
}

function spreadOf(words: ReadonlySet<StarttlsWord | null>): StarttlsWord {
  const anywhere = words.has('all') || words.has('some');
  if (anywhere) return words.size === 1 && words.has('all') ? 'all' : 'some';
  return words.has('none') ? 'none' : 'broken';
}

/** `STARTTLS on all servers, TLS 1.2 or later`: what the providers of a rank have in common, without their level. */
export function rankText({ starttls, version, highest, isLowest, providers }: RankView): string {
  const { phrase, knownPhrase } = STARTTLS_TEXTS[starttls];
  const isWhole = areKnown(providers);
  const lowest =
    version === null || highest === null
      ? []
      : [spokenClause({ lowest: version, highest, isLowest })];
  return [isWhole ? phrase : knownPhrase, ...lowest].join(', ');
}

function areKnown(providers: RankView['providers']): boolean {
  for (const { unknown } of providers) if (unknown > 0) return false;
  return true;
}

function compareRanks(a: RankView, b: RankView): number {
  return (
    LEVEL_TEXTS[a.level].rank - LEVEL_TEXTS[b.level].rank ||
    STARTTLS_TEXTS[a.starttls].rank - STARTTLS_TEXTS[b.starttls].rank ||
    versionRank(b.version) - versionRank(a.version) ||
    Number(b.isLowest) - Number(a.isLowest)
  );
}

function versionRank(version: TlsVersion | null): number {
  return version === null ? -1 : TLS_VERSIONS.indexOf(version);
}

function firstRanks(ranks: readonly RankView[]): RankView[] {
  let providers = 0;
  return ranks.slice(0, RANKS).filter((rank) => {
    const wanted = providers < PROVIDERS;
    providers += rank.providers.length;
    return wanted;
  });
}
