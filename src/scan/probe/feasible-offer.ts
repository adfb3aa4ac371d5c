import { suiteName } from '../../net/tls/cipher-suites.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import { groupName } from '../../net/tls/tls-numbers.ts';
import type { Offer } from '../../net/tls/tls.ts';
import { USUAL_GROUPS } from './probe.ts';

/** Sizes of finite-field groups: OpenSSL refuses smaller ones, and larger ones block the whole scanner for too long. */
const MIN_DHE_BITS = 1_024;
const MAX_DHE_BITS = 4_096;

const CIPHERS = '_WITH_(AES|CAMELLIA|CHACHA20)_(?!.*CCM)';

/** The suites that this client supports, with their offer and key exchange. RC4, 3DES, DES, export and static DH are not. */
const OFFERS: readonly [RegExp, Offer, 'group' | 'finite-field' | null][] = [
  [new RegExp(`^TLS_ECDHE_(RSA|ECDSA)${CIPHERS}`), 'small', 'group'],
  [new RegExp(`^TLS_RSA${CIPHERS}`), 'small', null],
  [new RegExp(`^TLS_DHE_(RSA|DSS)${CIPHERS}`), 'dhe', 'finite-field'],
  [new RegExp(`^TLS_ECDH_anon${CIPHERS}`), 'anonymous', 'group'],
  [new RegExp(`^TLS_DH_anon${CIPHERS}`), 'anonymous-dhe', 'finite-field'],
];

/** Returns the offer that makes a handshake with what a server chose for a hello; null if this client does not support it. */
export function offerFor({ hello, keyExchange }: ShownHello): Offer | null {
  if (hello.version === 'SSLv3' || hello.version === 'TLSv1.3') return null;
  const name = suiteName(hello.suite);
  const [, offer, exchange] = OFFERS.find(([suites]) => suites.test(name)) ?? [null, null, null];
  return exchange === null || isFeasible(exchange, keyExchange) ? offer : null;
}

function isFeasible(
  wanted: 'group' | 'finite-field',
  exchange: ShownHello['keyExchange'],
): boolean {
  switch (exchange?.kind) {
    case 'finite-field':
      return (
        wanted === 'finite-field' && exchange.bits >= MIN_DHE_BITS && exchange.bits <= MAX_DHE_BITS
      );
    case 'group':
      return wanted === 'group' && USUAL_GROUPS.some((each) => each === groupName(exchange.number));
    case 'other':
    case undefined:
      return false;
  }
}
