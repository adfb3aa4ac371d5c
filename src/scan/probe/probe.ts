import { suiteName, suitesUpTo, type CipherSuite } from '../../net/tls/cipher-suites.ts';
import type { HelloResult, AttemptResult } from '../../net/smtp/attempt-result.ts';
import { CURVES_AND_KEMS, type GroupName } from '../../net/tls/tls-numbers.ts';
import {
  ALL_SIGNATURES,
  ORDINARY_SIGNATURES,
  type HelloOffer,
} from '../../net/tls/client-hello.ts';
import { ORDINARY } from '../../net/tls/spoken-groups.ts';
import type { TlsVersion } from '../../model/records/words.ts';
import type { TlsAction } from '../../net/smtp/attempt-options.ts';
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

/** The finite-field groups of TLS 1.3 (RFC 7919). */
export const FINITE_FIELDS = [
  'ffdhe2048',
  'ffdhe3072',
  'ffdhe4096',
  'ffdhe6144',
  'ffdhe8192',
] as const satisfies GroupName[];

/** The groups of a hello that probes something else; X25519 first, as there is a key share for it. */
const USUAL_GROUPS = ['X25519', 'P-256', 'P-384', 'P-521'] as const satisfies GroupName[];

/** Makes a probe with a whole handshake. */
export function handshakeProbe(purpose: Purpose, offer: Offer, sni: boolean): Probe {
  return { purpose, action: { kind: 'handshake', offer }, sni };
}

/** Makes a probe with one ClientHello up to a version, with the suites of that version that fit. */
export function helloProbe(
  purpose: Purpose,
  offer: { version: TlsVersion; groups?: readonly GroupName[]; signatures?: readonly number[] },
  sni: boolean,
  fits: (suite: CipherSuite) => boolean = () => true,
): Probe {
  const { version, groups = USUAL_GROUPS, signatures = ORDINARY_SIGNATURES } = offer;
  const suites = suitesUpTo(version)
    .filter(fits)
    .map(({ number }) => number);
  return {
    purpose,
    action: { kind: 'hello', offer: { version, suites, groups, signatures } },
    sni,
  };
}

const ANONYMOUS = /_anon_/;

/**
 * The forms of a hello, by what they offer. `ordinary`: what clients of today do, in a small hello; `named`: everything that
 * authenticates the server by a certificate; `anonymous`: the rest; `every`: both. A firewall or an old server may refuse a
 * form for its weak suites or for its size, so that only a refusal of two forms says something of the server.
 */
const FORMS = {
  ordinary: { fits: isOrdinary, groups: ORDINARY, signatures: ORDINARY_SIGNATURES },
  named: { fits: isNamed, groups: CURVES_AND_KEMS, signatures: ALL_SIGNATURES },
  anonymous: {
    fits: (suite: CipherSuite) => !isNamed(suite),
    groups: CURVES_AND_KEMS,
    signatures: ORDINARY_SIGNATURES,
  },
  every: { fits: () => true, groups: CURVES_AND_KEMS, signatures: ALL_SIGNATURES },
} as const;
export type HelloForm = keyof typeof FORMS;

/** Makes a probe with one ClientHello up to a version, in one of the forms. */
export function formProbe(
  purpose: Purpose,
  version: TlsVersion,
  form: HelloForm,
  sni: boolean,
): Probe {
  const { fits, groups, signatures } = FORMS[form];
  return helloProbe(purpose, { version, groups, signatures }, sni, fits);
}

/** Whether a hello offers anonymous suites alone. */
export function isAnonymousOffer({ suites }: HelloOffer): boolean {
  return suites.every((number) => ANONYMOUS.test(suiteName(number)));
}

/** The suites of the first handshake: a firewall that let it pass does not refuse them. */
function isOrdinary({ name }: CipherSuite): boolean {
  return /^TLS_(AES|CHACHA20|(ECDHE_(RSA|ECDSA)|RSA)_WITH_(AES|CHACHA20))_(?!.*CCM)/.test(name);
}

function isNamed({ name }: CipherSuite): boolean {
  return !ANONYMOUS.test(name);
}
