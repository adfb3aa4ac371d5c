import { classOf } from '../../model/records/endpoint.ts';
import type { Rank, Ranking } from '../../model/output/report.ts';
import { TLS_VERSIONS, type StarttlsWord, type TlsVersion } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import type { CategoryView, Provider } from './providers.ts';
import { LEVEL_TEXTS, LEVELS_BEST_FIRST } from '../words/level-words.ts';
import { STARTTLS_TEXTS } from '../words/starttls-words.ts';
import { spokenClause, spokenTls, type Spoken } from '../words/version-words.ts';

/** So many ranks are given at each end, and no more once they have so many providers. */
const RANKS = 3;
const PROVIDERS = 3;

/** A provider with what it is ranked by. */
interface Ranked {
  key: Omit<Rank, 'providers' | 'highest'>;
  spoken: Spoken | null;
  member: Rank['providers'][number];
}

/**
 * The best and the worst providers: by the level of the weakest domain, then by how many servers offer STARTTLS, then by
 * the lowest version that is spoken; of those with the same one, before those of which lower versions are untested. Unknown
 * results are left out, so no provider ranks worst because of them. Equal providers share a rank, in the order of the lists.
 */
export function rankingOf(categories: readonly CategoryView[]): Ranking {
  const all = categories.flatMap(({ name, providers }) =>
    providers.map((provider) => ranked(name, provider)),
  );
  const known = all.filter((each) => each !== null);
  const ranks = [...grouped(known, ({ key }) => JSON.stringify(key)).values()]
    .flatMap(rankOf)
    .sort(compareRanks);
  const half = Math.floor(ranks.length / 2);
  return {
    known: known.length,
    unknown: all.length - known.length,
    best: firstRanks(ranks.slice(0, half)),
    worst: firstRanks(ranks.slice(ranks.length - half).reverse()),
  };
}

/** Equal providers as one rank; the highest version is that of any of them. */
function rankOf(alike: readonly Ranked[]): Rank[] {
  const [first] = alike;
  if (first === undefined) return [];
  const highest = alike.flatMap(({ spoken }) => spoken?.highest ?? []);
  return [
    {
      ...first.key,
      providers: alike.map(({ member }) => member),
      highest: TLS_VERSIONS.findLast((version) => highest.includes(version)) ?? null,
    },
  ];
}

/** Null if all results of the provider are unknown, or it takes no mail. */
function ranked(category: string | null, provider: Provider): Ranked | null {
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
    member: { category, provider: provider.name, unknown },
  };
}

function spreadOf(words: ReadonlySet<StarttlsWord | null>): StarttlsWord {
  const anywhere = words.has('all') || words.has('some');
  if (anywhere) return words.size === 1 && words.has('all') ? 'all' : 'some';
  return words.has('none') ? 'none' : 'broken';
}

/** `STARTTLS on all servers, TLS 1.2 or later`: what the providers of a rank have in common, without their level. */
export function rankText({ starttls, version, highest, isLowest, providers }: Rank): string {
  const { phrase, knownPhrase } = STARTTLS_TEXTS[starttls];
  const isWhole = providers.every(({ unknown }) => unknown === 0);
  const lowest =
    version === null || highest === null
      ? []
      : [spokenClause({ lowest: version, highest, isLowest })];
  return [isWhole ? phrase : knownPhrase, ...lowest].join(', ');
}

function compareRanks(a: Rank, b: Rank): number {
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

function firstRanks(ranks: readonly Rank[]): Rank[] {
  let providers = 0;
  return ranks.slice(0, RANKS).filter((rank) => {
    const wanted = providers < PROVIDERS;
    providers += rank.providers.length;
    return wanted;
  });
}
