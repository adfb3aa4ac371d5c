import { describe, expect, it } from 'vitest';
import * as words from '../../../src/model/records/words.ts';

/** As the format pins them. A word may be added; none may go, change its spelling or its place before another. */
const PINNED = {
  OUTCOMES: 'tls tls-failed refused-starttls plaintext stripped rejected deferred failed',
  ENDPOINT_CLASSES: 'tls plaintext broken unknown',
  STAGES: 'dns connect greeting ehlo starttls handshake',
  FAILURE_CODES:
    'timeout refused unreachable reset closed no-address nxdomain server-failure bogus cname-loop invalid-name ' +
    'private-address not-smtp malformed too-long tls-alert no-shared-version blocked unexpected ' +
    'onion-not-found onion-failed onion-authorization no-ipv6 local-limit other-family not-asked proxy-failed',
  MX_KINDS: 'mx implicit null-mx none nxdomain failed',
  TLS_VERSIONS: 'SSLv3 TLSv1 TLSv1.1 TLSv1.2 TLSv1.3',
  PROBLEMS:
    'expired not-yet-valid name-mismatch self-signed untrusted-issuer incomplete-chain issuer-expired weak-key ' +
    'weak-signature no-certificate',
  PATH_OUTCOMES: 'trusted self-signed untrusted-root missing-issuer',
  LEVELS: 'no-mail none broken unknown enforced authenticated encrypted',
  STARTTLS_WORDS: 'all some none broken unknown',
  STARTTLS_OFFERS: 'offered not-offered masked',
  DNSSEC_WORDS: 'secure insecure bogus unknown',
  DEPTHS: 'quick standard deep',
  ANSWERS: 'yes no untested',
  HELLOS: 'EHLO HELO',
  SUITE_FAMILIES: 'anonymous export RC4 3DES',
  SNI_ANSWERS: 'same different failed untested',
  DANE_VERDICTS: 'match mismatch unusable none failed',
  POLICY_STATES: 'present absent failed',
  STS_MODES: 'enforce testing none',
  POLICY_FITS: 'match partial mismatch untested',
  ONION_KINDS: 'v3 v2 invalid not-onion unavailable',
  FAMILIES: 'ipv4 ipv6',
  DNSBL_STATES: 'listed not-listed failed',
  DECIDING_WORDS: 'undetermined',
  NOTES:
    'data-after-220 helo-only no-secure-renegotiation client-certificate-asked intolerant-tls13 ' +
    'intolerant-large-hello sni-refused name-only-in-cn inconsistent tarpit null-mx-with-others mx-is-cname ' +
    'invalid-mx-name public-suffix',
  DEGRADED_REASONS:
    'dns-failing no-connection local-limit starttls-stripped one-certificate-everywhere resolver-died',
} satisfies Record<keyof typeof words, string>;

describe('the words of mxtls/1', () => {
  it.each(Object.entries(PINNED))('%s', (name, pinned) => {
    const list: readonly string[] = words[name as keyof typeof PINNED];
    const wanted = pinned.split(' ');
    expect(list.filter((word) => wanted.includes(word))).toEqual(wanted);
  });
});
