/**
 * The x509-limbo cases that shall fail and that are found valid here, by the reason.
 */
export const ACCEPTED_WITH_REASON = {
  'revocation lists are not asked for': [
    'crl::revoked-certificate-with-crl',
    'crl::crlnumber-missing',
    'crl::crlnumber-critical',
    'crl::issuer-missing-crlsign',
  ],
  'OpenSSL refuses it in its strict mode alone, in which no mail server runs it: the form is the CA’s affair and lends itself to no forgery':
    [
      'rfc5280::aki::leaf-missing-aki',
      'rfc5280::aki::intermediate-missing-aki',
      'rfc5280::leaf-ku-keycertsign',
      'rfc5280::root-non-critical-basic-constraints',
      'rfc5280::san::noncritical-with-empty-subject',
      'rfc5280::ski::intermediate-missing-ski',
      'rfc5280::ski::root-missing-ski',
    ],
  'RFC 5280 lets a CA be a server (rfc5280::ca-as-leaf shall pass with the same extensions), the Web does not':
    ['webpki::ca-as-leaf'],
  'the form of an extension is the CA’s affair, and OpenSSL takes it in its strict mode too': [
    'rfc5280::aki::cross-signed-root-missing-aki',
    'rfc5280::pc::ica-noncritical-pc',
    'webpki::aki::root-with-aki-missing-keyidentifier',
    'webpki::aki::root-with-aki-authoritycertissuer',
    'webpki::aki::root-with-aki-authoritycertserialnumber',
    'webpki::aki::root-with-aki-all-fields',
    'webpki::aki::root-with-aki-ski-mismatch',
    'webpki::eku::ee-critical-eku',
    'webpki::eku::ee-without-eku',
    'webpki::eku::root-has-eku',
    'webpki::san::san-critical-with-nonempty-subject',
    'webpki::malformed-aia',
    'webpki::ee-basicconstraints-ca',
  ],
  'a certificate for any purpose is one for servers (RFC 5280 §4.2.1.12); only the Web forbids it':
    ['webpki::eku::ee-anyeku'],
  'constraints that are met are met, whether they are marked critical or not': [
    'rfc5280::nc::permitted-dns-match-noncritical',
  ],
  'constraints on a leaf constrain nobody': [
    'rfc5280::nc::not-allowed-in-ee-noncritical',
    'rfc5280::nc::not-allowed-in-ee-critical',
  ],
  'CAs do write constraints with a dot in front, and TLS libraries take them for the names below': [
    'rfc5280::nc::invalid-dnsname-leading-period',
  ],
  'serials of any size and sign are facts, not problems': [
    'rfc5280::serial::too-long',
    'rfc5280::serial::zero',
    'rfc5280::serial::negative',
  ],
  'the common name is not looked at where a SAN matches': [
    'webpki::cn::punycode-not-in-san',
    'webpki::cn::utf8-vs-punycode-mismatch',
    'webpki::cn::not-in-san',
    'webpki::cn::case-mismatch',
  ],
  'MX hosts do have underscores': ['rfc5280::san::underscore-dns'],
  'a wildcard under a public suffix of two labels still matches one name only; which suffixes are public changes by the week':
    [
      'webpki::san::public-suffix-multi-label-wildcard-san',
      'webpki::san::public-suffix-private-namespace-wildcard-san',
    ],
  'roots are trusted whatever their keys are': [
    'webpki::forbidden-p192-root',
    'webpki::forbidden-dsa-root',
    'webpki::forbidden-weak-rsa-key-in-root',
    'webpki::forbidden-rsa-not-divisible-by-8-in-root',
  ],
  'the Web forbids keys that are not weak': [
    'webpki::forbidden-dsa-leaf',
    'webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf',
  ],
  'the depth of a path is ours to limit': [
    'pathlen::max-chain-depth-0-exhausted',
    'pathlen::max-chain-depth-1-exhausted',
  ],
} as const satisfies Record<string, readonly string[]>;

/** The x509-limbo cases that shall pass and that are not found valid here, by the reason. Their paths are trusted. */
export const REFUSED_WITH_REASON = {
  'an MX host is a name, never an address, and an iPAddress matches none': [
    'rfc5280::nc::permitted-ipv4-match',
    'rfc5280::nc::permitted-ipv6-match',
    'webpki::san::exact-localhost-ip-san',
  ],
  'a verdict is about a host, and the case asks for none': ['rfc5280::nc::permitted-dn-match'],
} as const satisfies Record<string, readonly string[]>;

/** What OpenSSL refuses in its strict mode, that shall fail, and that is found valid here: each has its reason above. */
export const STRICTER_THAN_US = [
  'rfc5280::aki::intermediate-missing-aki',
  'rfc5280::aki::leaf-missing-aki',
  'rfc5280::leaf-ku-keycertsign',
  'rfc5280::root-non-critical-basic-constraints',
  'rfc5280::san::noncritical-with-empty-subject',
  'rfc5280::ski::intermediate-missing-ski',
  'rfc5280::ski::root-missing-ski',
  'webpki::ca-as-leaf',
] as const;

/** Cases that cannot be served, by the reason; the cases without a private key aside. */
export const NOT_SERVED = {
  'no handshake of ours offers what the key of the leaf would sign with': [
    'webpki::forbidden-dsa-leaf',
    'webpki::forbidden-p192-leaf',
  ],
} as const satisfies Record<string, readonly string[]>;
