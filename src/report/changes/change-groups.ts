import type { Change, Comparison, VisibilityChange } from '../../model/output/change.ts';
import {
  EFFECTS,
  VISIBILITY_HEADINGS,
  type Effect,
  type VisibilityKind,
} from '../../model/output/change-kinds.ts';
import { showedNoTls } from '../../model/records/failure.ts';
import { counted } from '../format/layout.ts';

const TITLES = {
  regression: 'Regressions',
  improvement: 'Improvements',
  neutral: 'Other changes',
} as const satisfies Record<Effect, string>;

const NOUNS = {
  regression: 'regression',
  improvement: 'improvement',
  neutral: 'other change',
} as const satisfies Record<Effect, string>;

/** Changes that share a section. */
export interface ChangeGroup {
  title: string;
  effect: Effect;
  /** Changes of servers, not of what is known of them. */
  isChange: boolean;
  /** No proven change of a server, and still what a reader looks for. */
  isNews: boolean;
  /** Their number in the totals, as `2 regressions`; null for none where it is zero. */
  count: (sentences: number) => string | null;
  found: (Change | VisibilityChange)[];
}

/** The sections, in their order: first the TLS that an imported survey did not see yet, or no longer. */
export function groupsOf(comparison: Comparison): ChangeGroup[] {
  const { changes, visibilityChanges, before } = comparison;
  const seen = visibilityChanges.filter(
    (each) => each.kind === 'now-known' && showedNoTlsOn(each.before),
  );
  const gone = visibilityChanges.filter(
    (each) => each.kind === 'no-longer-known' && showedNoTlsOn(each.after),
  );
  const apart = new Set([...seen, ...gone]);
  const others = (kind: VisibilityKind) =>
    visibilityChanges.filter((each) => each.kind === kind && !apart.has(each));
  const visibility = (title: string, found: VisibilityChange[], words: string, isNews = false) => ({
    title,
    effect: 'neutral' as const,
    isChange: false,
    isNews,
    count: (sentences: number) => (sentences === 0 ? null : `${sentences} ${words}`),
    found,
  });
  const ofEffect = (effect: Effect) => ({
    title: TITLES[effect],
    effect,
    isChange: true,
    isNews: false,
    count: (sentences: number) => counted(sentences, NOUNS[effect]),
    found: changes.filter((change) => change.effect === effect && !change.routine),
  });
  return [
    visibility(
      `TLS seen for the first time (not on ${before.date})`,
      seen,
      'with TLS for the first time',
      true,
    ),
    visibility(
      `TLS no longer seen (it was on ${before.date})`,
      gone,
      'no longer seen with TLS',
      true,
    ),
    ...EFFECTS.map(ofEffect),
    visibility(VISIBILITY_HEADINGS['now-known'], others('now-known'), 'known for the first time'),
    visibility(
      VISIBILITY_HEADINGS['no-longer-known'],
      others('no-longer-known'),
      'no longer known',
    ),
  ];
}

/** Whether a host of an imported survey showed no TLS. */
function showedNoTlsOn({ observations }: Change['before']): boolean {
  return (
    observations.length > 0 &&
    observations.every(({ endpoint: { failure } }) => failure !== null && showedNoTls(failure))
  );
}
