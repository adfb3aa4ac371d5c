/** Certificate extensions that are read (RFC 5280 §4.2.1). */
export const EXTENSION_OIDS = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/**
 * Critical extensions that keep nobody from trusting a certificate: those that are read, and those that no TLS client for mail applies by default, policies and revocation.
 */
export const KNOWN_CRITICAL_OIDS: ReadonlySet<string> = new Set([
  EXTENSION_OIDS.keyUsage,
  EXTENSION_OIDS.subjectAltName,
  EXTENSION_OIDS.basicConstraints,
  EXTENSION_OIDS.nameConstraints,
  EXTENSION_OIDS.extendedKeyUsage,
  '2.5.29.31', // CRL distribution points
  '2.5.29.32', // certificate policies
  '2.5.29.33', // policy mappings
  '2.5.29.36', // policy constraints
  '2.5.29.54', // inhibit anyPolicy
  '2.16.840.1.113730.1.1', // Netscape certificate type
]);

/** Purposes that make a certificate one for TLS servers (RFC 5280 §4.2.1.12). */
export const SERVER_PURPOSE_OIDS: ReadonlySet<string> = new Set([
  '1.3.6.1.5.5.7.3.1', // serverAuth
  '2.5.29.37.0', // any
]);

/** The attribute type of a subject that is an e-mail address. */
export const EMAIL_ADDRESS_OID = '1.2.840.113549.1.9.1';

/**
 * Attribute types of distinguished names by the short names that RFC 4514 §3 and the LDAP registry give them;
 * any other type is written as its dotted OID.
 */
export const ATTRIBUTE_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['2.5.4.15', 'businessCategory'],
  ['2.5.4.17', 'postalCode'],
  ['2.5.4.42', 'givenName'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  [EMAIL_ADDRESS_OID, 'emailAddress'],
]);

/** Key types whose size stands in the key itself. */
export const SIZED_KEY_OIDS = {
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  dsa: '1.2.840.10040.4.1',
  ec: '1.2.840.10045.2.1',
} as const;

/** Key types that are one size by name. */
export const FIXED_KEY_NAMES: ReadonlyMap<string, string> = new Map([
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
]);

/** Named curves (RFC 5480 §2.1.1.1, SEC 2, RFC 5639): what they are called here, and their size in bits. */
export const NAMED_CURVES: ReadonlyMap<string, { readonly name: string; readonly bits: number }> =
  new Map([
    ['1.2.840.10045.3.1.1', { name: 'P-192', bits: 192 }],
    ['1.2.840.10045.3.1.7', { name: 'P-256', bits: 256 }],
    ['1.3.132.0.33', { name: 'P-224', bits: 224 }],
    ['1.3.132.0.34', { name: 'P-384', bits: 384 }],
    ['1.3.132.0.35', { name: 'P-521', bits: 521 }],
    ['1.3.132.0.8', { name: 'secp160r1', bits: 160 }],
    ['1.3.132.0.9', { name: 'secp160k1', bits: 160 }],
    ['1.3.132.0.30', { name: 'secp160r2', bits: 160 }],
    ['1.3.132.0.31', { name: 'secp192k1', bits: 192 }],
    ['1.3.132.0.32', { name: 'secp224k1', bits: 224 }],
    ['1.3.132.0.10', { name: 'secp256k1', bits: 256 }],
    ['1.3.132.0.1', { name: 'sect163k1', bits: 163 }],
    ['1.3.132.0.15', { name: 'sect163r2', bits: 163 }],
    ['1.3.132.0.26', { name: 'sect233k1', bits: 233 }],
    ['1.3.132.0.27', { name: 'sect233r1', bits: 233 }],
    ['1.3.132.0.16', { name: 'sect283k1', bits: 283 }],
    ['1.3.132.0.17', { name: 'sect283r1', bits: 283 }],
    ['1.3.132.0.36', { name: 'sect409k1', bits: 409 }],
    ['1.3.132.0.37', { name: 'sect409r1', bits: 409 }],
    ['1.3.132.0.38', { name: 'sect571k1', bits: 571 }],
    ['1.3.132.0.39', { name: 'sect571r1', bits: 571 }],
    ['1.3.36.3.3.2.8.1.1.1', { name: 'brainpoolP160r1', bits: 160 }],
    ['1.3.36.3.3.2.8.1.1.3', { name: 'brainpoolP192r1', bits: 192 }],
    ['1.3.36.3.3.2.8.1.1.5', { name: 'brainpoolP224r1', bits: 224 }],
    ['1.3.36.3.3.2.8.1.1.7', { name: 'brainpoolP256r1', bits: 256 }],
    ['1.3.36.3.3.2.8.1.1.9', { name: 'brainpoolP320r1', bits: 320 }],
    ['1.3.36.3.3.2.8.1.1.11', { name: 'brainpoolP384r1', bits: 384 }],
    ['1.3.36.3.3.2.8.1.1.13', { name: 'brainpoolP512r1', bits: 512 }],
  ]);

/** RSASSA-PSS names its hash in its parameters (RFC 4055 §3.1). */
export const RSASSA_PSS_OID = '1.2.840.113549.1.1.10';

/** Signature algorithms by OpenSSL's names for them, RSASSA-PSS aside. */
export const SIGNATURE_NAMES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.2', 'md2WithRSAEncryption'],
  ['1.2.840.113549.1.1.3', 'md4WithRSAEncryption'],
  ['1.2.840.113549.1.1.4', 'md5WithRSAEncryption'],
  ['1.2.840.113549.1.1.5', 'sha1WithRSAEncryption'],
  ['1.2.840.113549.1.1.11', 'sha256WithRSAEncryption'],
  ['1.2.840.113549.1.1.12', 'sha384WithRSAEncryption'],
  ['1.2.840.113549.1.1.13', 'sha512WithRSAEncryption'],
  ['1.2.840.113549.1.1.14', 'sha224WithRSAEncryption'],
  ['1.3.14.3.2.3', 'md5WithRSA'],
  ['1.3.14.3.2.13', 'dsaWithSHA'],
  ['1.3.14.3.2.27', 'dsaWithSHA1-old'],
  ['1.3.14.3.2.29', 'sha1WithRSA'],
  ['1.2.840.10040.4.3', 'dsaWithSHA1'],
  ['2.16.840.1.101.3.4.3.1', 'dsa_with_SHA224'],
  ['2.16.840.1.101.3.4.3.2', 'dsa_with_SHA256'],
  ['2.16.840.1.101.3.4.3.3', 'dsa_with_SHA384'],
  ['2.16.840.1.101.3.4.3.4', 'dsa_with_SHA512'],
  ['1.2.840.10045.4.1', 'ecdsa-with-SHA1'],
  ['1.2.840.10045.4.3.1', 'ecdsa-with-SHA224'],
  ['1.2.840.10045.4.3.2', 'ecdsa-with-SHA256'],
  ['1.2.840.10045.4.3.3', 'ecdsa-with-SHA384'],
  ['1.2.840.10045.4.3.4', 'ecdsa-with-SHA512'],
  ['1.3.101.112', 'ED25519'],
  ['1.3.101.113', 'ED448'],
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
]);

/** Hash functions that RSASSA-PSS is used with. */
export const HASH_NAMES: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'SHA1'],
  ['2.16.840.1.101.3.4.2.1', 'SHA256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA512'],
  ['2.16.840.1.101.3.4.2.4', 'SHA224'],
]);
