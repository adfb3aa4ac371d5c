import {
  chainOfAnother,
  expiredChain,
  leafAlone,
  notCaChain,
  oldChain,
  selfSigned,
  strangersChain,
  validChain,
  type Presents,
} from './pki.ts';
import {
  ANONYMOUS,
  demandsCertificate,
  ONLY_13_AND_12_KNOWN,
  ONLY_10,
  PLAINTEXT,
  refusedStarttls,
  SELF_SIGNED,
  sentAway,
  VALID_13,
  type EndpointTruth,
} from '../truth.ts';

/** How one Postfix service differs from the others. */
export interface PostfixService {
  /** The last part of its address. */
  readonly octet: number;
  /** Null: `smtpd_tls_chain_files` stays unset. */
  readonly presents: Presents | null;
  /** Settings of main.cf for this service alone. */
  readonly settings: Readonly<Record<string, string>>;
  /** Default smtpd. Postscreen stands before an smtpd that takes the settings. */
  readonly program?: 'postscreen';
}

/** The same, and what the snapshot must then say of it. */
export interface PostfixPersonality extends PostfixService {
  /** A connection made beforehand uses up what the client may have. */
  readonly usedUp?: true;
  readonly truth: EndpointTruth;
}

const atTheDoor = { smtpd_delay_reject: 'no' };

export const POSTFIX = {
  modern: {
    octet: 1,
    presents: validChain,
    settings: {},
    truth: VALID_13,
  },
  'tls10-only': {
    octet: 2,
    presents: oldChain,
    settings: {
      smtpd_tls_protocols: 'TLSv1',
      tls_medium_cipherlist: 'ALL:@SECLEVEL=0',
    },
    truth: {
      ...VALID_13,
      tls: { version: 'TLSv1', versions: ONLY_10 },
      certificate: { key: 'RSA 1024', signature: 'sha1WithRSAEncryption', selfSigned: false },
      path: 'untrusted-root',
      problems: ['untrusted-issuer', 'weak-key', 'weak-signature'],
    },
  },
  'no-starttls': {
    octet: 3,
    presents: null,
    settings: { smtpd_tls_security_level: 'none' },
    truth: PLAINTEXT,
  },
  'starttls-discarded': {
    octet: 4,
    presents: validChain,
    settings: { smtpd_discard_ehlo_keywords: 'starttls' },
    truth: PLAINTEXT,
  },
  'helo-only': {
    octet: 5,
    presents: validChain,
    settings: { smtpd_command_filter: 'regexp:{{/^EHLO/ UNKNOWN}}' },
    truth: {
      ...PLAINTEXT,
      reply: { stage: 'ehlo', code: 500 },
      hello: 'HELO',
      notes: ['helo-only'],
    },
  },
  'self-signed': {
    octet: 6,
    presents: selfSigned,
    settings: {},
    truth: SELF_SIGNED,
  },
  'strangers-root': {
    octet: 7,
    presents: strangersChain,
    settings: {},
    truth: { ...VALID_13, path: 'untrusted-root', problems: ['untrusted-issuer'] },
  },
  'leaf-alone': {
    octet: 8,
    presents: leafAlone,
    settings: {},
    truth: { ...VALID_13, path: 'missing-issuer', problems: ['incomplete-chain'] },
  },
  expired: {
    octet: 9,
    presents: expiredChain,
    settings: {},
    truth: { ...VALID_13, problems: ['expired'] },
  },
  'wrong-name': {
    octet: 10,
    presents: chainOfAnother,
    settings: {},
    truth: { ...VALID_13, problems: ['name-mismatch'] },
  },
  'no-certificate': {
    octet: 11,
    presents: null,
    settings: { smtpd_tls_cert_file: 'none' },
    truth: {
      ...VALID_13,
      tls: { version: 'TLSv1.2', versions: ANONYMOUS },
      certificate: null,
      path: null,
      problems: ['no-certificate'],
    },
  },
  'connection-rate': {
    octet: 12,
    presents: validChain,
    settings: { smtpd_client_connection_rate_limit: '1' },
    usedUp: true,
    truth: sentAway('deferred', { stage: 'greeting', code: 421 }, 'scanner-throttled'),
  },
  deferring: {
    octet: 13,
    presents: validChain,
    settings: { ...atTheDoor, smtpd_client_restrictions: 'defer' },
    truth: sentAway('deferred', { stage: 'greeting', code: 450 }, 'scanner-listed'),
  },
  rejecting: {
    octet: 14,
    presents: validChain,
    settings: { ...atTheDoor, smtpd_client_restrictions: 'reject' },
    truth: sentAway('rejected', { stage: 'greeting', code: 554 }, 'scanner-listed'),
  },
  'rejecting-ehlo': {
    octet: 15,
    presents: validChain,
    settings: { ...atTheDoor, smtpd_helo_restrictions: 'reject' },
    truth: sentAway('rejected', { stage: 'ehlo', code: 554 }, 'scanner-listed'),
  },
  'starttls-for-later': {
    octet: 16,
    presents: null,
    settings: { smtpd_tls_CAfile: '/nonexistent' },
    truth: refusedStarttls(454),
  },
  'starttls-unknown': {
    octet: 17,
    presents: validChain,
    settings: { smtpd_command_filter: 'regexp:{{/^STARTTLS/ UNKNOWN}}' },
    truth: refusedStarttls(500),
  },
  'wants-certificate': {
    octet: 18,
    presents: validChain,
    settings: { smtpd_tls_ask_ccert: 'yes' },
    truth: { ...VALID_13, notes: ['client-certificate-asked'] },
  },
  'wants-tls': {
    octet: 19,
    presents: validChain,
    settings: { smtpd_tls_security_level: 'encrypt' },
    truth: VALID_13,
  },
  postscreen: {
    octet: 20,
    presents: validChain,
    settings: {},
    program: 'postscreen',
    truth: VALID_13,
  },
  'issuer-not-ca': {
    octet: 21,
    presents: notCaChain,
    settings: {},
    truth: {
      ...VALID_13,
      path: 'may-not-issue',
      problems: ['untrusted-issuer'],
      notes: ['issuer-not-ca'],
    },
  },
  'demands-certificate': {
    octet: 22,
    presents: validChain,
    settings: { smtpd_tls_security_level: 'encrypt', smtpd_tls_req_ccert: 'yes' },
    truth: demandsCertificate(ONLY_13_AND_12_KNOWN, { stage: 'handshake', code: 421 }),
  },
} as const satisfies Record<string, PostfixPersonality>;
