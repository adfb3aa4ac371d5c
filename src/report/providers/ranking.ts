import { classOf } from '../../model/records/endpoint.ts';
import type { Rank, Ranking } from '../../model/output/report.ts';
import { TLS_VERSIONS, type StarttlsWord, type TlsVersion } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import type { CategoryView, Provider } from './providers.ts';
import { LEVEL_TEXTS, LEVELS_BEST_FIRST } from '../words/level-words.ts';
import { STARTTLS_TEXTS } from '../words/starttls-words.ts';

/** So many ranks are told at each end, and no more once they have so many providers. */
const RANKS = 3;
const PROVIDERS = 3;

/** How a provider stands, and the provider. */
interface Placed {
  key: Omit<Rank, 'providers'>;
  member: Rank['providers'][number];
}

/**
 * Who stands best and who worst: by the level of the weakest domain, then how far STARTTLS goes, then the lowest version
 * that was agreed on. What could not be told is left out of it, so that nobody is called worst for it; those that
 * stand alike are told together, in the order of the lists.
 */
export function rankingOf(categories: readonly CategoryView[]): Ranking {
  const all = categories.flatMap(({ name, providers }) =>
    providers.map((provider) => placed(name, provider)),
  );
  const told = all.filter((each) => each !== null);
  const ranks = [...grouped(told, ({ key }) => JSON.stringify(key)).values()]
    .flatMap((alike) => {
      const [first] = alike;
      return first === undefined
        ? []
        : [{ ...first.key, providers: alike.map(({ member }) => member) }];
    })
    .sort(compareStandings);
  const half = Math.floor(ranks.length / 2);
  return {
    known: told.length,
    unknown: all.length - told.length,
    best: firstRanks(ranks.slice(0, half)),
    worst: firstRanks(ranks.slice(ranks.length - half).reverse()),
  };
}

/** Null where nothing of the provider could be told, or it takes no mail. */
function placed(category: string | null, provider: Provider): Placed | null {
  const told = provider.domains.filter(({ level }) => level !== 'unknown' && level !== 'no-mail');
  if (told.length === 0) return null;
  const words = new Set(told.map(({ starttls }) => starttls));
  const versions = new Set(told.flatMap(({ tls }) => tls));
  const level = LEVELS_BEST_FIRST.findLast((each) => told.some((domain) => domain.level === each));
  const unknown = provider.endpoints.filter((each) => classOf(each) === 'unknown').length;
  return {
    key: {
      level: level ?? 'unknown',
      starttls: reachOf(words),
      version: TLS_VERSIONS.find((version) => versions.has(version)) ?? null,
    },
    member: { category, provider: provider.name, unknown },
  };
}

function reachOf(words: ReadonlySet<StarttlsWord | null>): StarttlsWord {
  const anywhere = words.has('all') || words.has('some');
  if (anywhere) return words.size === 1 && words.has('all') ? 'all' : 'some';
  return words.has('none') ? 'none' : 'broken';
}

function compareStandings(a: Rank, b: Rank): number {
  return (
    LEVEL_TEXTS[a.level].rank - LEVEL_TEXTS[b.level].rank ||
    STARTTLS_TEXTS[a.starttls].rank - STARTTLS_TEXTS[b.starttls].rank ||
    versionPlace(b.version) - versionPlace(a.version)
  );
}

function versionPlace(version: TlsVersion | null): number {
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
