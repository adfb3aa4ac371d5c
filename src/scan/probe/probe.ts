import { suitesUpTo, type CipherSuite } from '../../net/tls/cipher-suites.ts';
import type { HelloResult, AttemptResult } from '../../net/smtp/attempt-result.ts';
import type { GroupName } from '../../net/tls/tls-numbers.ts';
import type { TlsVersion } from '../../model/records/words.ts';
import type { Ask } from '../../net/smtp/attempt.ts';
import type { Offer } from '../../net/tls/tls.ts';

/**
 * What a connection is to find out: the answer that everything begins with; why there was none; whether TLS 1.3 itself is
 * what a server chokes on; the next lower version; and what `deep` adds.
 */
export type Purpose =
  | 'answer'
  | 'why'
  | 'tls13'
  | 'version'
  | 'without-sni'
  | 'other-certificate'
  | 'groups'
  | 'weak-suites'
  | 'dhe';

/** What the next connection to an endpoint asks. */
export interface Question {
  purpose: Purpose;
  ask: Ask;
  sni: boolean;
}

/** A connection that was made: what it asked, and what it saw. */
export interface Look {
  question: Question;
  seen: AttemptResult | HelloResult;
}

/** The groups of a hello where they are not what is asked for; X25519 first, as there is a key for it. */
export const USUAL_GROUPS = ['X25519', 'P-256', 'P-384', 'P-521'] as const satisfies GroupName[];

/** Asks for a whole handshake. */
export function handshakeQuestion(purpose: Purpose, offer: Offer, sni: boolean): Question {
  return { purpose, ask: { kind: 'handshake', offer }, sni };
}

/** Asks by a hello up to a version, with its suites that fit, what a server chooses. */
export function helloQuestion(
  purpose: Purpose,
  offer: { version: TlsVersion; groups?: readonly GroupName[] },
  sni: boolean,
  fits: (suite: CipherSuite) => boolean = () => true,
): Question {
  const { version, groups = USUAL_GROUPS } = offer;
  const suites = suitesUpTo(version)
    .filter(fits)
    .map(({ number }) => number);
  return { purpose, ask: { kind: 'hello', offer: { version, suites, groups } }, sni };
}
