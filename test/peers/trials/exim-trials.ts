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

const chain = { tls_certificate: '/etc/exim4/mx.crt', tls_privatekey: '/etc/exim4/mx.key' };
const takesAll = { tls_require_ciphers: 'LEGACY:+VERS-TLS1.0:+VERS-TLS1.1:%VERIFY_ALLOW_BROKEN' };

/** What each setting for Exim in the pages must cure. The TLS library is GnuTLS. */
export const EXIM_TRIALS = {
  'exim-offer': {
    'exim-starttls-off': {
      presents: null,
      settings: { tls_advertise_hosts: '' },
      cures: ['level:none', 'starttls:none', 'outcome:plaintext', 'class:plaintext'],
    },
  },
  'exim-chain': {
    'exim-without': { presents: null, settings: {}, cures: ['problem:self-signed'] },
    'exim-self-signed': {
      presents: selfSigned,
      settings: chain,
      cures: ['problem:self-signed', 'path:self-signed'],
    },
    'exim-expired': {
      presents: expiredChain,
      settings: chain,
      cures: ['level:encrypted', 'problem:expired'],
    },
    'exim-future': { presents: futureChain, settings: chain, cures: ['problem:not-yet-valid'] },
    'exim-another': { presents: chainOfAnother, settings: chain, cures: ['problem:name-mismatch'] },
    'exim-name-in-cn': {
      presents: nameInCnChain,
      settings: chain,
      cures: ['note:name-only-in-cn'],
    },
    'exim-stranger': {
      presents: strangersChain,
      settings: chain,
      cures: ['problem:untrusted-issuer', 'path:untrusted-root'],
    },
    'exim-leaf-alone': {
      presents: leafAlone,
      settings: chain,
      cures: ['problem:incomplete-chain', 'path:missing-issuer'],
    },
    'exim-expired-issuer': {
      presents: expiredIssuerChain,
      settings: chain,
      cures: ['problem:issuer-expired'],
    },
    'exim-old': {
      presents: oldChain,
      settings: { ...chain, ...takesAll },
      cures: ['problem:weak-key', 'problem:weak-signature'],
    },
    'exim-no-file': { presents: null, settings: chain, cures: ['outcome:refused-starttls'] },
  },
  'exim-versions': {
    'exim-old-versions': {
      presents: validChain,
      settings: { ...chain, ...takesAll },
      cures: ['version:TLSv1', 'version:TLSv1.1'],
    },
  },
  'exim-client-certificates': {
    'exim-certificate-demanded': {
      presents: validChain,
      settings: { ...chain, tls_verify_hosts: '*', tls_verify_certificates: '/etc/exim4/mx.crt' },
      cures: ['note:client-certificate-required'],
    },
    'exim-certificate-requested': {
      presents: validChain,
      settings: {
        ...chain,
        tls_try_verify_hosts: '*',
        tls_verify_certificates: '/etc/exim4/mx.crt',
      },
      cures: ['note:client-certificate-asked'],
    },
  },
} as const satisfies Record<string, Record<string, Trial>>;
