import {
  chainOfAnother,
  expiredChain,
  expiredIssuerChain,
  futureChain,
  leafAlone,
  nameInCnChain,
  oldChain,
  selfSigned,
  strangersChain,
  validChain,
} from '../servers/pki.ts';
import type { Trial } from './trials.ts';

const takesAll = { tls_medium_cipherlist: 'ALL:@SECLEVEL=0' };
const noStarttls = ['level:none', 'starttls:none', 'outcome:plaintext', 'class:plaintext'];

/** What each setting for Postfix in the pages must cure. */
export const POSTFIX_TRIALS = {
  'postfix-offer': {
    'starttls-off': {
      presents: null,
      settings: { smtpd_tls_security_level: 'none' },
      cures: noStarttls,
    },
    'starttls-discarded': {
      presents: validChain,
      settings: { smtpd_discard_ehlo_keywords: 'starttls' },
      cures: noStarttls,
    },
  },
  'postfix-chain': {
    expired: {
      presents: expiredChain,
      settings: {},
      cures: ['level:encrypted', 'problem:expired'],
    },
    future: { presents: futureChain, settings: {}, cures: ['problem:not-yet-valid'] },
    another: { presents: chainOfAnother, settings: {}, cures: ['problem:name-mismatch'] },
    'name-in-cn': {
      presents: nameInCnChain,
      settings: {},
      cures: ['problem:name-mismatch', 'note:name-only-in-cn'],
    },
    'self-signed': {
      presents: selfSigned,
      settings: {},
      cures: ['problem:self-signed', 'path:self-signed'],
    },
    stranger: {
      presents: strangersChain,
      settings: {},
      cures: ['problem:untrusted-issuer', 'path:untrusted-root'],
    },
    'leaf-alone': {
      presents: leafAlone,
      settings: {},
      cures: ['problem:incomplete-chain', 'path:missing-issuer'],
    },
    'expired-issuer': {
      presents: expiredIssuerChain,
      settings: {},
      cures: ['problem:issuer-expired'],
    },
    old: {
      presents: oldChain,
      settings: takesAll,
      cures: ['problem:weak-key', 'problem:weak-signature'],
    },
    anonymous: {
      presents: null,
      settings: { smtpd_tls_cert_file: 'none' },
      cures: ['problem:no-certificate', 'version:TLSv1.2'],
    },
    'no-certificate': { presents: null, settings: {}, cures: ['outcome:refused-starttls'] },
  },
  'postfix-versions': {
    'old-versions': {
      presents: validChain,
      settings: { ...takesAll, smtpd_tls_protocols: '>=TLSv1' },
      cures: ['version:TLSv1', 'version:TLSv1.1'],
    },
    'old-version-alone': {
      presents: validChain,
      settings: { ...takesAll, smtpd_tls_protocols: 'TLSv1' },
      cures: ['version:TLSv1'],
    },
  },
  'postfix-versions-before-3.6': {
    'old-versions-old-style': {
      presents: validChain,
      settings: { ...takesAll, smtpd_tls_protocols: '!SSLv2, !SSLv3' },
      cures: ['version:TLSv1', 'version:TLSv1.1'],
    },
  },
  'postfix-ciphers': {
    'no-version': {
      presents: validChain,
      settings: { smtpd_tls_protocols: 'SSLv3' },
      cures: ['outcome:tls-failed'],
    },
    'nothing-left': {
      presents: validChain,
      settings: {
        smtpd_tls_protocols: 'TLSv1.2',
        smtpd_tls_exclude_ciphers: 'AES, CHACHA20, CAMELLIA, ARIA',
      },
      cures: ['outcome:tls-failed'],
    },
  },
} as const satisfies Record<string, Record<string, Trial>>;
