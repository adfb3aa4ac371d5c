import type { Note } from '../../model/records/words.ts';

/** What the notes of endpoints and domains mean. */
const KNOWN_NOTES = {
  'data-after-220': 'sent data in the clear after its 220 to STARTTLS',
  'helo-only': 'does not know EHLO, only HELO',
  'no-secure-renegotiation': 'no secure renegotiation',
  'client-certificate-asked': 'asks for a client certificate',
  'intolerant-tls13': 'fails when TLS 1.3 is offered',
  'intolerant-large-hello': 'fails on a large ClientHello',
  'sni-refused': 'refuses its own name in SNI',
  'name-only-in-cn': 'its name is only in the CN, where nobody may look (RFC 9525)',
  'malformed-certificate': 'a certificate of its chain is malformed, and no client may trust it',
  'unknown-critical-extension': 'its chain demands, as critical, what clients do not know',
  'not-for-servers': 'a trusted root leads to its certificate, which is not for TLS servers',
  'issuer-not-yet-valid': 'an issuer of its certificate is not valid yet',
  'outside-name-constraints': 'an issuer of its certificate may not issue for its names',
  'unknown-name-constraints': 'whether its issuers may issue for its names could not be told',
  inconsistent: 'answered differently within this survey: the better answer is shown',
  tarpit: 'answers a few bytes at a time (tarpit)',
  'unsolicited-data': 'spoke out of turn',
  'mixed-codes-greeting': 'its greeting bears different codes',
  'mixed-codes-ehlo': 'its reply to EHLO bears different codes',
  'mixed-codes-starttls': 'its reply to STARTTLS bears different codes',
  'null-mx-with-others': 'a null MX beside other MX records',
  'mx-is-cname': 'an MX host is an alias (CNAME)',
  'invalid-mx-name': 'an MX record names no valid host',
  'public-suffix': 'the domain is a public suffix',
} as const satisfies Record<Note, string>;

/** The same for any word: the set is open, a note that is not here is shown as it is. */
export const NOTE_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(KNOWN_NOTES));
