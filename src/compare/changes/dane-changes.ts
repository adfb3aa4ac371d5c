import type { ChangeKind } from '../../model/output/change-kinds.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import { compareAnswers } from '../answers/compare-answers.ts';
import type { DetectedChange } from './detected-change.ts';
import type { Pairing } from '../answers/pairing.ts';

/** The DANE states of a host, from the worst to the best. */
const STATES = ['mismatch', 'none', 'unusable', 'match'] as const;
type DaneState = (typeof STATES)[number];

const KINDS = {
  none: { none: null, unusable: 'dane-changed', mismatch: 'dane-broken', match: 'dane-added' },
  unusable: {
    none: 'dane-changed',
    unusable: null,
    mismatch: 'dane-broken',
    match: 'dane-fixed',
  },
  mismatch: {
    none: 'dane-fixed',
    unusable: 'dane-fixed',
    mismatch: null,
    match: 'dane-fixed',
  },
  match: {
    none: 'dane-removed',
    unusable: 'dane-broken',
    mismatch: 'dane-broken',
    match: null,
  },
} as const satisfies Record<DaneState, Record<DaneState, ChangeKind | null>>;

/** Whether the resolver of each survey validated: without that, DANE is unknown. */
export interface DaneContext {
  dnssec: { before: boolean; after: boolean };
}

/** What changed in the DANE of a host; records that changed and still match are a change of their own. */
export function daneFindings(pairing: Pairing, { dnssec }: DaneContext): DetectedChange[] {
  const { moves } = compareAnswers(pairing, {
    answer: (endpoint, side) => daneState(endpoint, dnssec[side]),
    order: STATES,
  });
  const found = moves.flatMap(({ before, after, ...move }) => {
    const kind = KINDS[before][after];
    const needsDnssec = [...move.from, ...move.to].some(({ dane }) => dane === null);
    return kind === null ? [] : [{ ...move, kind, needsDnssec }];
  });
  return found.length > 0 ? found : recordFindings(pairing);
}

/** The DANE state of an endpoint; null where it is unknown. @param validated whether the resolver validated. */
export function daneState(endpoint: Endpoint, validated: boolean): DaneState | null {
  const { dane, outcome, problems } = endpoint;
  if (dane === null) {
    const isKnown = outcome === 'tls' ? problems !== null : classOf(endpoint) !== 'unknown';
    return validated && isKnown ? 'none' : null;
  }
  if (dane.verdict === 'failed' || dane.dnssec === 'bogus' || dane.dnssec === 'unknown')
    return null;
  return dane.verdict;
}

function recordFindings({ pairs }: Pairing): DetectedChange[] {
  const moved = pairs.filter(
    ({ before, after }) =>
      before.dane?.verdict === 'match' &&
      after.dane?.verdict === 'match' &&
      before.dane.records.join('\n') !== after.dane.records.join('\n'),
  );
  if (moved.length === 0) return [];
  return [
    {
      kind: 'dane-changed',
      from: moved.map(({ before }) => before),
      to: moved.map(({ after }) => after),
      rotation: false,
    },
  ];
}
