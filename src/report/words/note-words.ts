import type { Note } from '../../model/records/words.ts';

/** What the notes of endpoints and domains mean. */
const KNOWN_NOTES = {
  'data-after-220': 'sent data in cleartext after its 220 reply to STARTTLS',
  'helo-only': 'supports HELO only, not EHLO',
  'no-secure-renegotiation': 'no secure renegotiation',
  'client-certificate-asked': 'asks for a client certificate',
  'intolerant-tls13': 'fails when TLS 1.3 is offered',
  'intolerant-large-hello': 'fails on a large ClientHello',
  'sni-refused': 'refuses its own name in SNI',
  'name-only-in-cn': 'its name is in the CN only, which clients must ignore (RFC 9525)',
  'malformed-certificate': 'a certificate of its chain is malformed, so no client may trust it',
  'unknown-critical-extension': 'its chain has a critical extension that clients do not know',
  'not-for-servers': 'its certificate chains to a trusted root, but is not for TLS servers',
  'issuer-not-yet-valid': 'an issuer of its certificate is not valid yet',
  'outside-name-constraints': 'an issuer of its certificate may not issue for its names',
  'unknown-name-constraints': 'unknown whether its issuers may issue for its names',
  'issuer-not-ca': 'the issuer of a certificate in its chain is no CA, so no client may trust it',
  'path-too-long': 'an issuer in its chain may not have so many CAs below it',
  'other-key-identifier':
    'a key identifier in its chain does not fit its issuer: some clients refuse it, others do not',
  'issuer-key-differs':
    'a certificate with the name of its missing issuer was sent or is trusted, but another key signed',
  inconsistent: 'answered inconsistently during this survey; the better result is shown',
  tarpit: 'answers a few bytes at a time (tarpit)',
  'unsolicited-data': 'sent data before it was its turn',
  'mixed-codes-greeting': 'its greeting has lines with different reply codes',
  'mixed-codes-ehlo': 'its reply to EHLO has lines with different reply codes',
  'mixed-codes-starttls': 'its reply to STARTTLS has lines with different reply codes',
  'null-mx-with-others': 'a null MX beside other MX records',
  'mx-is-cname': 'an MX host is an alias (CNAME)',
  'invalid-mx-name': 'an MX record does not name a valid host',
  'public-suffix': 'the domain is a public suffix',
  'masked-greeting': 'a device on the path masks its greeting with asterisks',
  'client-certificate-required': 'requires a client certificate, which no unknown sender has',
  'certificate-not-seen':
    'its certificate could not be seen, as the scanner does not support what it needs',
  'versions-of-address':
    'more than 20 hosts share its address, which was asked for the TLS versions once',
  'scanner-listed':
    'it refused this scanner, whose address is on a list; that says nothing of the server',
  'scanner-throttled': 'it limits how fast this scanner may ask; that says nothing of the server',
} as const satisfies Record<Note, string>;

/** The same for any word. The set is open: any other note is shown as it is. */
export const NOTE_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(KNOWN_NOTES));
