import { suitesUpTo, type CipherSuite } from '../../net/tls/cipher-suites.ts';
import type { HelloResult, AttemptResult } from '../../net/smtp/attempt-result.ts';
import type { GroupName } from '../../net/tls/tls-numbers.ts';
import type { TlsVersion } from '../../model/records/words.ts';
import type { TlsAction } from '../../net/smtp/attempt.ts';
import type { Offer } from '../../net/tls/tls.ts';

/**
 * What a connection is to find out: the answer that everything begins with; why there was none; whether TLS 1.3 itself is
 * what a server chokes on; the next lower version; and what `deep` adds.
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

/** What the next connection to an endpoint asks. */
export interface Probe {
  purpose: Purpose;
  action: TlsAction;
  sni: boolean;
}

/** A connection that was made: what it asked, and what it saw. */
export interface Attempt {
  probe: Probe;
  result: AttemptResult | HelloResult;
}

/** The groups of a hello where they are not what is asked for; X25519 first, as there is a key for it. */
export const USUAL_GROUPS = ['X25519', 'P-256', 'P-384', 'P-521'] as const satisfies GroupName[];

/** Asks for a whole handshake. */
export function handshakeProbe(purpose: Purpose, offer: Offer, sni: boolean): Probe {
  return { purpose, action: { kind: 'handshake', offer }, sni };
}

/** Asks by a hello up to a version, with its suites that fit, what a server chooses. */
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
