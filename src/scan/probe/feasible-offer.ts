import { suiteName } from '../../net/tls/cipher-suites.ts';
import type { ShownHello } from '../../net/tls/hello-answer.ts';
import type { KeyExchange } from '../../net/tls/server-messages.ts';
import { SPOKEN_GROUPS } from '../../net/tls/spoken-groups.ts';
import { groupName, groupOf } from '../../net/tls/tls-numbers.ts';
import type { Offer } from '../../net/tls/tls.ts';

/** Sizes of finite-field groups: OpenSSL refuses smaller ones, and larger ones block the whole scanner for too long. */
const MIN_DHE_BITS = 1_024;
const MAX_DHE_BITS = 4_096;

const CIPHERS = '(AES|CAMELLIA|CHACHA20|ARIA)_';

/**
 * The suites that this client supports, with their offer. RC4, 3DES, DES, export, SEED, IDEA, GOST, SM4 and static DH are not;
 * nor is NULL, as nothing is encrypted.
 */
const OFFERS: readonly [RegExp, Offer][] = [
  [/^TLS_(AES|CHACHA20)_/, 'rare'],
  [new RegExp(`^TLS_(ECDHE_(RSA|ECDSA)|RSA)_WITH_${CIPHERS}`), 'rare'],
  [new RegExp(`^TLS_DHE_(RSA|DSS)_WITH_${CIPHERS}`), 'dhe'],
  [/^TLS_ECDH_anon_WITH_AES_/, 'anonymous'],
  [/^TLS_DH_anon_WITH_(AES|CAMELLIA)_(?!.*CAMELLIA_\d+_GCM)/, 'anonymous-dhe'],
];

/** Returns the offer that makes a handshake with what a server chose for a hello; null if this client does not support it. */
export function offerFor(shown: ShownHello): Offer | null {
  return lackingFor(shown) === null ? offerOf(suiteName(shown.hello.suite)) : null;
}

/**
 * Returns what this client does not support of what a server chose for a hello, for people: its version, its suite or its
 * group; null if there is nothing, so that a handshake is possible.
 */
export function lackingFor(shown: ShownHello): string | null {
  const { version, suite } = shown.hello;
  if (version === 'SSLv3') return 'SSL 3.0';
  const name = suiteName(suite);
  if (offerOf(name) === null) return `the suite ${name}`;
  if (version === 'TLSv1.3') return lackingGroup(shown.hello.group);
  return shown.keyExchange === null ? lackingSize(name, shown) : lackingExchange(shown.keyExchange);
}

function offerOf(name: string): Offer | null {
  return OFFERS.find(([suites]) => suites.test(name))?.[1] ?? null;
}

function lackingExchange(exchange: KeyExchange): string | null {
  switch (exchange.kind) {
    case 'finite-field':
      return exchange.bits < MIN_DHE_BITS || exchange.bits > MAX_DHE_BITS
        ? `a Diffie-Hellman group of ${exchange.bits} bits`
        : null;
    case 'group':
      return lackingGroup(exchange.number);
    case 'other':
      return 'a curve without a name';
  }
}

function lackingGroup(number: number | null): string | null {
  const group = number === null ? null : groupOf(number);
  if (number === null || (group !== null && SPEAKS.has(group))) return null;
  return `the group ${groupName(number)}`;
}

const SPEAKS: ReadonlySet<string> = new Set(SPOKEN_GROUPS);

/** The key exchange was not shown: a finite-field group of any size would follow, unless the server broke off. */
function lackingSize(name: string, { alert }: ShownHello): string | null {
  return /^TLS_DHE?_/.test(name) && alert === null
    ? 'a Diffie-Hellman group of unknown size'
    : null;
}
