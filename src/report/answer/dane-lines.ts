import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Palette } from '../format/palette.ts';

type Dane = NonNullable<Endpoint['dane']>;

const REFUSED = 'senders that use DANE will not deliver here';

/** What the TLSA records of an endpoint's host mean for it (RFC 7672 §2.2), on one line; none where it has none. */
export function daneLines({ dane, outcome }: Endpoint, palette: Palette): string[] {
  if (dane === null || dane.verdict === 'none') return [];
  const { sentence, paint } = DANE_TEXTS[dane.verdict];
  return [palette[paint](`DANE: ${sentence(dane, outcome)}`)];
}

interface DaneText {
  sentence: (dane: Dane, outcome: Endpoint['outcome']) => string;
  paint: keyof Palette;
}

const DANE_TEXTS = {
  match: { sentence: () => 'matches', paint: 'good' },
  mismatch: {
    sentence: (_, outcome) =>
      outcome === 'tls'
        ? `does NOT match: ${REFUSED}`
        : `its TLSA records demand TLS that works: ${REFUSED}`,
    paint: 'bad',
  },
  unusable: {
    sentence: () =>
      'its TLSA records cannot be used: senders that use DANE insist on TLS, and on no certificate',
    paint: 'warn',
  },
  none: { sentence: () => 'no TLSA records', paint: 'faint' },
  failed: {
    sentence: ({ dnssec }) =>
      dnssec === 'bogus'
        ? `its TLSA records fail DNSSEC validation: ${REFUSED}`
        : dnssec === 'secure'
          ? 'could not tell: there is more to compare than we do'
          : 'could not tell: its TLSA records could not be looked up',
    paint: 'unknown',
  },
} as const satisfies Record<Dane['verdict'], DaneText>;
