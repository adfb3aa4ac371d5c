import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Palette } from '../format/palette.ts';

type Dane = NonNullable<Endpoint['dane']>;

const REFUSED = 'senders that use DANE will not deliver here';

/** What the TLSA records of an endpoint's host mean for it (RFC 7672 §2.2), on one line; none where it has none. */
export function daneLines({ dane, outcome }: Endpoint, palette: Palette): string[] {
  if (dane === null || dane.verdict === 'none') return [];
  const line = `DANE: ${SENTENCES[dane.verdict](dane, outcome)}`;
  return [palette[PAINTS[dane.verdict]](line)];
}

const SENTENCES = {
  match: () => 'matches',
  mismatch: (_, end) =>
    end === 'tls'
      ? `does NOT match: ${REFUSED}`
      : `its TLSA records demand TLS that works: ${REFUSED}`,
  unusable: () =>
    'its TLSA records cannot be used: senders that use DANE insist on TLS, and on no certificate',
  none: () => 'no TLSA records',
  failed: ({ dnssec }) =>
    dnssec === 'bogus'
      ? `its TLSA records fail DNSSEC validation: ${REFUSED}`
      : dnssec === 'secure'
        ? 'could not tell: there is more to compare than we do'
        : 'could not tell: its TLSA records could not be looked up',
} as const satisfies Record<Dane['verdict'], (dane: Dane, end: Endpoint['outcome']) => string>;

const PAINTS = {
  match: 'good',
  mismatch: 'bad',
  unusable: 'warn',
  none: 'faint',
  failed: 'unknown',
} as const satisfies Record<Dane['verdict'], keyof Palette>;
