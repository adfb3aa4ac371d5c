import { constants } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  connect,
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import { TLS_VERSIONS, type FailureCode, type TlsVersion } from '../../model/records/words.ts';
import { FINITE_FIELD, groupList, groupNamed, ORDINARY, SPOKEN_GROUPS } from './spoken-groups.ts';
import { handshakeError } from './tls-error.ts';

/** Suites of TLS 1.3; OpenSSL leaves out those with CCM unless they are named. */
const TLS13 =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256';

/** Suites without finite-field groups, whose size is unknown before the handshake. */
const SAFE = `${TLS13}:ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE:RSA:!aNULL:!eNULL:@SECLEVEL=0`;

/** Every suite with encryption and a certificate, but for those with finite-field groups of unknown size. */
const RARE = `${TLS13}:ALL:!kDHE:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0`;

const RSA_SIGNATURES =
  'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:rsa_pkcs1_sha256:RSA+SHA384:RSA+SHA512:RSA+SHA1';
const ECDSA_SIGNATURES = 'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ECDSA+SHA1';

/** For the small hello: a server or firewall that refuses the first may do so for SHA-1 in it (RFC 9155). */
const WITHOUT_SHA1 =
  'ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:ed448:rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512:rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:RSA+SHA256:RSA+SHA384:RSA+SHA512';

/**
 * Made once: a context costs more than a handshake. Security level 0 lets the scanner see old servers; it does not decide
 * trust. Anonymous suites are a separate offer, as a server that prefers them hides its certificate. `small` makes a hello
 * of less than 256 bytes for servers that are intolerant of TLS 1.3 or of larger ones. `rare` follows a hello that showed that
 * the server needs it.
 */
const CONTEXTS = {
  certificate: context({ ciphers: SAFE, ecdhCurve: groupList([...ORDINARY, ...FINITE_FIELD]) }),
  small: context({
    ciphers: 'ECDHE+AES:kRSA+AES:kRSA+CAMELLIA:!AESCCM:!aNULL:!eNULL:@SECLEVEL=0',
    maxVersion: 'TLSv1.2',
    sigalgs: WITHOUT_SHA1,
  }),
  rare: context({ ciphers: RARE, ecdhCurve: groupList(SPOKEN_GROUPS) }),
  dhe: context({ ciphers: 'kDHE:!aNULL:!eNULL:!PSK:!SRP:@SECLEVEL=0', maxVersion: 'TLSv1.2' }),
  anonymous: context({ ciphers: 'AECDH:!eNULL:@SECLEVEL=0', maxVersion: 'TLSv1.2' }),
  'anonymous-dhe': context({ ciphers: 'ADH:!eNULL:@SECLEVEL=0', maxVersion: 'TLSv1.2' }),
  RSA: context({ ciphers: 'ECDHE+aRSA:RSA:!eNULL:@SECLEVEL=0', sigalgs: RSA_SIGNATURES }),
  ECDSA: context({ ciphers: 'ECDHE+aECDSA:!eNULL:@SECLEVEL=0', sigalgs: ECDSA_SIGNATURES }),
} as const satisfies Record<string, SecureContext>;

/** What a handshake offers. `RSA` and `ECDSA` accept only certificates with such a key. */
export type Offer = keyof typeof CONTEXTS;
export const OFFERS = Object.keys(CONTEXTS) as readonly Offer[];

function context(
  options: Pick<SecureContextOptions, 'ciphers' | 'maxVersion' | 'sigalgs' | 'ecdhCurve'>,
) {
  return createSecureContext({
    // No roots: Node would check chain and names, which are judged elsewhere, at half the cost of the handshake.
    ca: [],
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.3',
    ecdhCurve: groupList(ORDINARY),
    secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
    ...options,
  });
}

/** The certificates that are read of a chain at most. */
const CHAIN_CAP = 50;

/** What a completed TLS handshake showed. `chain` holds the certificates in DER, as the server sent them. */
export interface Handshake {
  version: TlsVersion;
  cipher: string;
  group: string | null;
  chain: Buffer[];
}

export interface HandshakeOptions {
  offer: Offer;
  /** The name for SNI (RFC 6066 §3): the MX host (RFC 7672 §8.1); null for none. */
  servername: string | null;
  /** The timeout of the handshake, in ms. */
  ms: number;
}

export type HandshakeResult =
  | { kind: 'done'; socket: TLSSocket; handshake: Handshake }
  | { kind: 'failed'; code: FailureCode; detail: string };

/**
 * Makes a TLS handshake on an open socket and accepts any certificate: it is judged afterwards. Settles once, by the timeout,
 * and never rejects; later errors of the socket stay caught.
 */
export function upgrade(raw: Socket, options: HandshakeOptions): Promise<HandshakeResult> {
  return new Promise((resolve) => {
    if (raw.destroyed) {
      resolve({ kind: 'failed', code: 'closed', detail: 'closed before the handshake' });
      return;
    }
    const socket = connect({
      socket: raw,
      secureContext: CONTEXTS[options.offer],
      rejectUnauthorized: false,
      ...(options.servername === null ? {} : { servername: options.servername }),
    });
    const timer = setTimeout(() => {
      settle({ kind: 'failed', code: 'timeout', detail: `${Math.round(options.ms)} ms` });
    }, options.ms);
    // The first result counts, as later ones follow from it: resolving twice has no effect.
    const settle = (result: HandshakeResult): void => {
      clearTimeout(timer);
      resolve(result);
    };
    socket.on('error', (error) => {
      settle({ kind: 'failed', ...handshakeError(error, hasChosen(socket)) });
    });
    socket.on('close', () => {
      settle({ kind: 'failed', code: 'closed', detail: 'closed during the handshake' });
    });
    socket.on('secureConnect', () => {
      settle(observed(socket));
    });
  });
}

/** Whether the server showed its certificate before it broke off: OpenSSL knows the suite then. */
function hasChosen(socket: TLSSocket): boolean {
  const cipher: unknown = socket.getCipher();
  return cipher !== undefined;
}

function observed(socket: TLSSocket): HandshakeResult {
  const version = TLS_VERSIONS.find((known) => known === socket.getProtocol());
  if (version === undefined) {
    return {
      kind: 'failed',
      code: 'unexpected',
      detail: `protocol ${String(socket.getProtocol())}`,
    };
  }
  const { standardName } = socket.getCipher();
  return {
    kind: 'done',
    socket,
    handshake: { version, cipher: standardName, group: groupOf(socket), chain: chainOf(socket) },
  };
}

function groupOf(socket: TLSSocket): string | null {
  const info = socket.getEphemeralKeyInfo();
  if (info === null || !('name' in info) || typeof info.name !== 'string') return null;
  return groupNamed(info.name);
}

/** Returns the certificates in DER, as the server sent them, also those that do not belong to the chain; empty for none. */
export function chainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  let certificate: X509Certificate | undefined = socket.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < CHAIN_CAP) {
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
