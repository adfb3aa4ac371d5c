import type {
  EndpointClass,
  FailureCode,
  Level,
  MxKind,
  Note,
  Problem,
  Stage,
  StarttlsWord,
  TlsVersion,
} from '../../model/records/words.ts';
import type { Palette } from '../format/palette.ts';

/** TLS versions as people write them. */
export const VERSION_NAMES = {
  SSLv3: 'SSL 3.0',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
} as const satisfies Record<TlsVersion, string>;

/** What a class is called in a table. */
export const CLASS_NAMES = {
  tls: 'TLS',
  plaintext: 'no STARTTLS',
  broken: 'broken STARTTLS',
  unknown: 'could not tell',
} as const satisfies Record<EndpointClass, string>;

/** The colour of a class. */
export const CLASS_PAINTS = {
  tls: 'good',
  plaintext: 'bad',
  broken: 'bad',
  unknown: 'unknown',
} as const satisfies Record<EndpointClass, keyof Palette>;

/** How good a level is, in a few words. */
export const LEVEL_MEANINGS = {
  'no-mail': 'takes no mail',
  none: 'a server did not offer STARTTLS',
  broken: "a server's STARTTLS does not work",
  unknown: 'could not tell',
  enforced: 'encrypted, and DANE or MTA-STS demand it',
  authenticated: 'encrypted, every certificate valid for its server',
  encrypted: 'encrypted, but a certificate does not prove whose server it is',
} as const satisfies Record<Level, string>;

/** The colour of a level. */
export const LEVEL_PAINTS = {
  'no-mail': 'faint',
  none: 'bad',
  broken: 'bad',
  unknown: 'unknown',
  enforced: 'good',
  authenticated: 'good',
  encrypted: 'warn',
} as const satisfies Record<Level, keyof Palette>;

/** The levels from the best to the one that says nothing. */
export const LEVELS_BEST_FIRST = [
  'enforced',
  'authenticated',
  'encrypted',
  'broken',
  'none',
  'unknown',
  'no-mail',
] as const satisfies readonly Level[];

/** What a domain's `starttls` word says, as the heading of a column. */
export const STARTTLS_NAMES = {
  all: 'on all servers',
  some: 'on some',
  none: 'on none',
  broken: 'broken',
  unknown: 'could not tell',
} as const satisfies Record<StarttlsWord, string>;

/** Where an attempt ended, to stand behind a reason: `connection reset in the TLS handshake`. */
export const STAGE_NAMES = {
  dns: 'in the DNS',
  connect: 'at connect',
  greeting: 'before the greeting',
  ehlo: 'after EHLO',
  starttls: 'after STARTTLS',
  handshake: 'in the TLS handshake',
} as const satisfies Record<Stage, string>;

/** Why an attempt ended. */
export const FAILURE_NAMES = {
  timeout: 'no answer in time',
  refused: 'connection refused',
  unreachable: 'host or network unreachable',
  reset: 'connection reset',
  closed: 'connection closed',
  'no-address': 'the host has no address',
  nxdomain: 'no such name',
  'server-failure': 'the DNS server failed',
  bogus: 'DNSSEC validation failed',
  'cname-loop': 'aliases that lead in a circle',
  'invalid-name': 'not a valid host name',
  'private-address': 'not an address of the public Internet',
  'not-smtp': 'what answered does not speak SMTP',
  malformed: 'malformed answer',
  'too-long': 'answer too long',
  'tls-alert': 'the server sent a TLS alert',
  'no-shared-version': 'no TLS version in common',
  blocked: 'blocked on the way out, on our side',
  unexpected: 'unexpected error',
  'no-ipv6': 'we have no IPv6 here',
  'local-limit': 'a limit of our own machine',
} as const satisfies Record<FailureCode, string>;

/** What is wrong with a certificate in short, to follow "the certificate of HOST". */
export const PROBLEM_NAMES = {
  expired: 'has expired',
  'not-yet-valid': 'is not valid yet',
  'name-mismatch': 'is for another name',
  'self-signed': 'is self-signed',
  'untrusted-issuer': 'is signed by a CA that is not trusted',
  'incomplete-chain': 'came without that of its issuer',
  'issuer-expired': 'has an issuer that has expired',
  'weak-key': 'has a weak key',
  'weak-signature': 'has a weak signature',
  'no-certificate': 'is missing',
} as const satisfies Record<Problem, string>;

/** The question that could not be answered. */
export const QUESTION_NAMES = {
  expired: 'whether it has expired',
  'not-yet-valid': 'whether it is valid yet',
  'name-mismatch': 'whether it is for this name',
  'self-signed': 'whether it is self-signed',
  'untrusted-issuer': 'whether its issuer is trusted',
  'incomplete-chain': 'whether its chain is complete',
  'issuer-expired': 'whether its issuers have expired',
  'weak-key': 'whether its key is weak',
  'weak-signature': 'whether its signature is weak',
  'no-certificate': 'whether there is one',
} as const satisfies Record<Problem, string>;

/** What the DNS said of the mail hosts of a domain; null where the list of MX hosts says it all. */
export const MX_SENTENCES = {
  mx: null,
  implicit: 'no MX records: mail goes to the address of the domain itself (RFC 5321 §5.1)',
  'null-mx': 'null MX (RFC 7505)',
  none: 'it has neither MX nor address records',
  nxdomain: 'no such domain',
  failed: 'its MX records could not be looked up',
} as const satisfies Record<MxKind, string | null>;

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
