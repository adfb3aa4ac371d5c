import type { TlsFacts } from '../../../src/model/records/endpoint.ts';
import type { TlsVersion } from '../../../src/model/records/words.ts';
import type { EndpointOverrides } from '../../model/make-records.ts';
import { OTHER_NAME, SELF_SIGNED, VALID } from './answer-certificates.ts';

/** Servers with more than one version, and one beyond us. */
export const OLD_SERVERS: readonly EndpointOverrides[] = [
  { host: 'a.old.gr', tls: tlsFacts('TLSv1.3', ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']) },
  {
    host: 'b.old.gr',
    tls: tlsFacts('TLSv1.3', ['TLSv1.2', 'TLSv1.3']),
    certificate: VALID.id,
    deep: {
      groups: { X25519MLKEM768: 'yes', SecP256r1MLKEM768: 'no' },
      suites: { anonymous: 'no', export: 'no', RC4: 'untested', '3DES': 'no' },
      dheBits: null,
      certificates: { RSA: VALID.id, ECDSA: OTHER_NAME.id },
      withoutSni: 'different',
      presented: null,
    },
  },
  { host: 'c.old.gr', tls: tlsFacts('TLSv1.2', ['SSLv3', 'TLSv1', 'TLSv1.2']) },
  { host: 'd.old.gr', tls: tlsFacts('TLSv1.2', ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2']) },
  {
    host: 'e.old.gr',
    outcome: 'tls-failed',
    failure: {
      stage: 'handshake',
      code: 'local-limit',
      detail: 'TLSv1 TLS_RSA_WITH_RC4_128_SHA',
    },
    tls: { ...tlsFacts(null, ['SSLv3', 'TLSv1']), cipher: 'TLS_RSA_WITH_RC4_128_SHA' },
    certificate: SELF_SIGNED.id,
    problems: ['self-signed'],
    notes: ['no-secure-renegotiation'],
  },
];

function tlsFacts(version: TlsVersion | null, spoken: readonly TlsVersion[]): TlsFacts {
  const answer = (each: TlsVersion) => (spoken.includes(each) ? 'yes' : 'no');
  return {
    version,
    cipher: null,
    group: null,
    versions: {
      SSLv3: answer('SSLv3'),
      TLSv1: answer('TLSv1'),
      'TLSv1.1': answer('TLSv1.1'),
      'TLSv1.2': answer('TLSv1.2'),
      'TLSv1.3': answer('TLSv1.3'),
    },
  };
}
