import type { ChangeKind } from '../../model/output/change-kinds.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import { compareAnswers, type Compared } from '../answers/compare-answers.ts';
import type { DetectedChange } from './detected-change.ts';
import type { Pairing } from '../answers/pairing.ts';

/** The STARTTLS states of a server, from the worst to the best. */
const STATES = ['plaintext', 'broken', 'stripped', 'tls'] as const;
export type StarttlsState = (typeof STATES)[number];

/** What a change from one state to another is; null: it was broken, and is. */
const KINDS = {
  tls: {
    tls: null,
    plaintext: 'starttls-lost',
    stripped: 'starttls-stripped',
    broken: 'starttls-broken',
  },
  plaintext: {
    tls: 'starttls-gained',
    plaintext: null,
    stripped: 'starttls-stripped',
    broken: 'starttls-broken',
  },
  stripped: {
    tls: 'starttls-gained',
    plaintext: 'starttls-withdrawn',
    stripped: null,
    broken: null,
  },
  broken: {
    tls: 'starttls-gained',
    plaintext: 'starttls-withdrawn',
    stripped: null,
    broken: null,
  },
} as const satisfies Record<StarttlsState, Record<StarttlsState, ChangeKind | null>>;

/** The STARTTLS state of an endpoint; null where it is unknown. */
export function starttlsState(endpoint: Endpoint): StarttlsState | null {
  if (endpoint.outcome === 'stripped') return 'stripped';
  const word = classOf(endpoint);
  return word === 'unknown' ? null : word;
}

/** What changed in the STARTTLS of a host, and which of its endpoints are known on one side alone. */
export function starttlsChanges(pairing: Pairing): {
  detected: DetectedChange[];
  compared: Compared<StarttlsState>;
} {
  const compared = compareAnswers(pairing, { answer: starttlsState, order: STATES });
  const detected = compared.moves.flatMap(({ before, after, ...move }) => {
    const kind = KINDS[before][after];
    return kind === null ? [] : [{ ...move, kind }];
  });
  return { detected, compared };
}
