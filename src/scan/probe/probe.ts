import { suitesUpTo, type CipherSuite } from '../../net/tls/cipher-suites.ts';
import type { HelloResult, AttemptResult } from '../../net/smtp/attempt-result.ts';
import type { GroupName } from '../../net/tls/tls-numbers.ts';
import type { TlsVersion } from '../../model/records/words.ts';
import type { TlsAction } from '../../net/smtp/attempt.ts';
import type { Offer } from '../../net/tls/tls.ts';

/**
 * What a probe is made for. `outcome`: a handshake that decides the outcome of the endpoint; `diagnosis`: a hello that shows
 * why there was no handshake; `tls13`: whether the server is intolerant of TLS 1.3; `version`: the next lower version. The
 * others belong to depth `deep`.
 */
export type Purpose =
  | 'outcome'
  | 'diagnosis'
  | 'tls13'
  | 'version'
  | 'without-sni'
  | 'other-certificate'
  | 'groups'
  | 'weak-suites'
  | 'dhe';

/** One connection to make to an endpoint: what it does once the server awaits TLS, with or without SNI. */
export interface Probe {
  purpose: Purpose;
  action: TlsAction;
  sni: boolean;
}

/** A probe that was made, and its result. */
export interface Attempt {
  probe: Probe;
  result: AttemptResult | HelloResult;
}

/** The groups of a hello that probes something else; X25519 first, as there is a key share for it. */
export const USUAL_GROUPS = ['X25519', 'P-256', 'P-384', 'P-521'] as const satisfies GroupName[];

/** Makes a probe with a whole handshake. */
export function handshakeProbe(purpose: Purpose, offer: Offer, sni: boolean): Probe {
  return { purpose, action: { kind: 'handshake', offer }, sni };
}

/** Makes a probe with one ClientHello up to a version, with the suites of that version that fit. */
export function helloProbe(
  purpose: Purpose,
  offer: { version: TlsVersion; groups?: readonly GroupName[] },
  sni: boolean,
  fits: (suite: CipherSuite) => boolean = () => true,
): Probe {
  const { version, groups = USUAL_GROUPS } = offer;
  const suites = suitesUpTo(version)
    .filter(fits)
    .map(({ number }) => number);
  return { purpose, action: { kind: 'hello', offer: { version, suites, groups } }, sni };
}
