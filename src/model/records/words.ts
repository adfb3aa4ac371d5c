/**
 * The pinned words of the format `mxtls/1`. Each list is in its canonical order; a word never changes its meaning.
 */

/** What became of one (MX host, address). */
export const OUTCOMES = [
  'tls',
  'tls-failed',
  'refused-starttls',
  'plaintext',
  'stripped',
  'rejected',
  'deferred',
  'failed',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The four classes that everything counts by. */
export const ENDPOINT_CLASSES = ['tls', 'plaintext', 'broken', 'unknown'] as const;
export type EndpointClass = (typeof ENDPOINT_CLASSES)[number];

/** How far an attempt got, in the order it goes. */
export const STAGES = ['dns', 'connect', 'greeting', 'ehlo', 'starttls', 'handshake'] as const;
export type Stage = (typeof STAGES)[number];

/** Why an attempt ended; the last five are the scanner's own limits and never a fact about a host. */
export const FAILURE_CODES = [
  'timeout',
  'refused',
  'unreachable',
  'reset',
  'closed',
  'no-address',
  'nxdomain',
  'server-failure',
  'bogus',
  'cname-loop',
  'invalid-name',
  'private-address',
  'not-smtp',
  'malformed',
  'too-long',
  'tls-alert',
  'no-shared-version',
  'blocked',
  'unexpected',
  'onion-not-found',
  'onion-failed',
  'onion-authorization',
  'no-ipv6',
  'local-limit',
  'other-family',
  'not-asked',
  'proxy-failed',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** What the DNS said of a domain's mail hosts. */
export const MX_KINDS = ['mx', 'implicit', 'null-mx', 'none', 'nxdomain', 'failed'] as const;
export type MxKind = (typeof MX_KINDS)[number];

/** TLS protocol versions, oldest first. */
export const TLS_VERSIONS = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** What is wrong with the certificate of an endpoint; each is asked separately. */
export const PROBLEMS = [
  'expired',
  'not-yet-valid',
  'name-mismatch',
  'self-signed',
  'untrusted-issuer',
  'incomplete-chain',
  'issuer-expired',
  'weak-key',
  'weak-signature',
  'no-certificate',
] as const;
export type Problem = (typeof PROBLEMS)[number];

/** Where the best path from a certificate ends. */
export const PATH_OUTCOMES = [
  'trusted',
  'self-signed',
  'untrusted-root',
  'missing-issuer',
  'may-not-issue',
] as const;
export type PathOutcome = (typeof PATH_OUTCOMES)[number];

/** How well a domain's mail is protected, its weakest MX first. */
export const LEVELS = [
  'no-mail',
  'none',
  'broken',
  'unknown',
  'enforced',
  'authenticated',
  'encrypted',
] as const;
export type Level = (typeof LEVELS)[number];

/** Whether the hosts of a domain offer STARTTLS; null where it takes no mail. */
export const STARTTLS_WORDS = ['all', 'some', 'none', 'broken', 'unknown'] as const;
export type StarttlsWord = (typeof STARTTLS_WORDS)[number];

/** What the EHLO reply said of STARTTLS. */
export const STARTTLS_OFFERS = ['offered', 'not-offered', 'masked'] as const;
export type StarttlsOffer = (typeof STARTTLS_OFFERS)[number];

/** DNSSEC status of an answer. */
export const DNSSEC_WORDS = ['secure', 'insecure', 'bogus', 'unknown'] as const;
export type Dnssec = (typeof DNSSEC_WORDS)[number];

/** How deep a survey asks. */
export const DEPTHS = ['quick', 'standard', 'deep'] as const;
export type Depth = (typeof DEPTHS)[number];

/** Whether a server took what it was offered, a TLS version or a suite; `untested` is never a no. */
export const ANSWERS = ['yes', 'no', 'untested'] as const;

/** The command that a server answered with its name. */
export const HELLOS = ['EHLO', 'HELO'] as const;

/** Families of suites too weak to be offered. */
export const SUITE_FAMILIES = ['anonymous', 'export', 'RC4', '3DES'] as const;
export type SuiteFamily = (typeof SUITE_FAMILIES)[number];

/** What a server did without SNI, against what it did with it. */
export const SNI_ANSWERS = ['same', 'different', 'failed', 'untested'] as const;

/** How a server's certificates fit the TLSA records of its host. */
export const DANE_VERDICTS = ['match', 'mismatch', 'unusable', 'none', 'failed'] as const;

/** Whether a policy, MTA-STS or TLS-RPT, was found. */
export const POLICY_STATES = ['present', 'absent', 'failed'] as const;

/** What an MTA-STS policy asks of senders. */
export const STS_MODES = ['enforce', 'testing', 'none'] as const;

/** How a domain's MX names, or certificates, fit its MTA-STS policy. */
export const POLICY_FITS = ['match', 'partial', 'mismatch', 'untested'] as const;

/** What the target of an SRV record of an onion MX is. */
export const ONION_KINDS = ['v3', 'v2', 'invalid', 'not-onion', 'unavailable'] as const;
export type OnionKind = (typeof ONION_KINDS)[number];

/** Families of IP addresses. */
export const FAMILIES = ['ipv4', 'ipv6'] as const;

/** The word of `decidedBy` that stands at no other place. */
export const DECIDING_WORDS = ['undetermined'] as const;
export type DecidingWord = (typeof DECIDING_WORDS)[number];

/** What is worth a note. Readers take any word: the set is open, and this is what is written today. */
export const NOTES = [
  'data-after-220',
  'helo-only',
  'no-secure-renegotiation',
  'client-certificate-asked',
  'intolerant-tls13',
  'intolerant-large-hello',
  'sni-refused',
  'name-only-in-cn',
  'malformed-certificate',
  'unknown-critical-extension',
  'not-for-servers',
  'issuer-not-yet-valid',
  'outside-name-constraints',
  'unknown-name-constraints',
  'issuer-not-ca',
  'path-too-long',
  'other-key-identifier',
  'issuer-key-differs',
  'inconsistent',
  'tarpit',
  'unsolicited-data',
  'mixed-codes-greeting',
  'mixed-codes-ehlo',
  'mixed-codes-starttls',
  'null-mx-with-others',
  'mx-is-cname',
  'invalid-mx-name',
  'public-suffix',
  'masked-greeting',
  'client-certificate-required',
  'certificate-not-seen',
  'versions-of-address',
  'scanner-listed',
  'scanner-throttled',
] as const;
export type Note = (typeof NOTES)[number];

/** What a DNS list says of an address (RFC 5782). `failed`: unknown, the list could not be asked. */
export const DNSBL_STATES = ['listed', 'not-listed', 'failed'] as const;

/** Why a survey cannot be trusted as a whole. Readers take any word, as with notes. */
export const DEGRADED_REASONS = [
  'dns-failing',
  'no-connection',
  'local-limit',
  'starttls-stripped',
  'one-certificate-everywhere',
  'resolver-died',
  'names-not-found',
  'scanner-refused',
  'no-dialogue',
  'starttls-missing',
  'tls-failing',
  'mostly-unknown',
] as const;
export type DegradedReason = (typeof DEGRADED_REASONS)[number];
