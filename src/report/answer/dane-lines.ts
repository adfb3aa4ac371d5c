import { eachCertificate } from '../../judge/endpoint/each-certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { Palette } from '../document/palette.ts';
import { certificateNoun } from '../words/certificate-words.ts';

type Dane = NonNullable<Endpoint['dane']>;

const REFUSED = 'senders that use DANE will not deliver to it';

/** What the TLSA records of an endpoint's host mean for it (RFC 7672 §2.2), on one line; no line without records. */
export function daneLines(endpoint: Endpoint, palette: Palette): string[] {
  const { dane, outcome } = endpoint;
  if (dane === null || dane.verdict === 'none') return [];
  const half = halfMatch(endpoint);
  if (half !== null) return [palette.bad(`DANE: ${half}`)];
  const { sentence, paint } = DANE_TEXTS[dane.verdict];
  return [palette[paint](`DANE: ${sentence(dane, outcome)}`)];
}

/** That one of two certificates matches and the other does not: it depends on the client which one it gets. */
function halfMatch(endpoint: Endpoint): string | null {
  const nouns = (verdict: Dane['verdict']) =>
    eachCertificate(endpoint)
      .filter((each) => each.dane?.verdict === verdict)
      .map(certificateNoun);
  const [matching] = nouns('match');
  const [other] = nouns('mismatch');
  if (matching === undefined || other === undefined) return null;
  return `matches the ${matching}, but NOT the ${other}: senders that use DANE and get that one will not deliver to it`;
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
        : `its TLSA records require working TLS: ${REFUSED}`,
    paint: 'bad',
  },
  unusable: {
    sentence: () =>
      'its TLSA records are unusable: senders that use DANE require TLS, but check no certificate',
    paint: 'warn',
  },
  none: { sentence: () => 'no TLSA records', paint: 'faint' },
  failed: {
    sentence: ({ dnssec }) =>
      dnssec === 'bogus'
        ? `its TLSA records fail DNSSEC validation: ${REFUSED}`
        : dnssec === 'secure'
          ? 'unknown: it could not be compared with all of its TLSA records'
          : 'unknown: its TLSA records could not be looked up',
    paint: 'unknown',
  },
} as const satisfies Record<Dane['verdict'], DaneText>;
