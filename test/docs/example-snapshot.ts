import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { labOnion } from '../lab/onion/onion-names.ts';
import { makeCertificate, makeDomain, makeEndpoint, makeSnapshot } from '../model/make-records.ts';

const CA = makeCertificate({
  subject: "CN=R11,O=Let's Encrypt,C=US",
  issuer: 'CN=ISRG Root X1,O=Internet Security Research Group,C=US',
  names: [],
  ca: true,
  spkiSha256: '1'.repeat(64),
});
const LEAF = makeCertificate({
  subject: 'CN=mx.north.example',
  names: ['mx.north.example'],
  spkiSha256: '2'.repeat(64),
});

/** A server that the depth `deep` asked everything, with DANE. */
const MODERN = makeEndpoint({
  host: 'mx.north.example',
  address: '192.0.2.11',
  smtp: {
    greeting: '220 mx.north.example ESMTP',
    hello: 'EHLO',
    ehlo: ['SIZE 10240000', 'STARTTLS', '8BITMIME'],
    starttls: 'offered',
  },
  tls: {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    group: 'X25519',
    versions: { SSLv3: 'no', TLSv1: 'no', 'TLSv1.1': 'no', 'TLSv1.2': 'yes', 'TLSv1.3': 'yes' },
  },
  certificate: LEAF.id,
  chain: [LEAF.id, CA.id],
  path: { outcome: 'trusted', via: [CA.id] },
  dane: {
    dnssec: 'secure',
    records: [`3 1 1 ${'2'.repeat(64)}`],
    verdict: 'match',
  },
  deep: {
    groups: { X25519MLKEM768: 'yes', SecP256r1MLKEM768: 'no' },
    suites: { anonymous: 'no', export: 'no', RC4: 'no', '3DES': 'no' },
    dheBits: 2048,
    certificates: { RSA: LEAF.id, ECDSA: null },
    withoutSni: 'same',
    presented: null,
  },
});

const SILENT = makeEndpoint({
  host: 'backup.north.example',
  address: '192.0.2.12',
  outcome: 'failed',
  failure: { stage: 'connect', code: 'timeout', detail: '20 s' },
});

const REJECTING = makeEndpoint({
  host: 'mx.old.example',
  address: '192.0.2.21',
  outcome: 'rejected',
  smtp: null,
  reply: { stage: 'greeting', code: 554, text: '5.7.1 <client> blocked using dnsbl.example' },
});

const ONION_MX: MailDomain['onionMx'] = {
  state: 'present',
  dnssec: 'secure',
  records: [
    {
      host: labOnion('north.example'),
      kind: 'v3',
      port: 25,
      priority: 10,
      weight: 50,
      answer: null,
    },
  ],
  omitted: 0,
  error: null,
};

const POLICY: MailDomain['mtaSts'] = {
  state: 'present',
  record: 'v=STSv1; id=20260101;',
  policy: { mode: 'enforce', mx: ['*.north.example'], maxAge: 604_800 },
  error: null,
  mx: 'match',
  certificates: 'match',
};

/** The snapshot that docs/format.md shows: every part of a record stands in it. */
export function exampleSnapshot(): Snapshot {
  const endpoints: Endpoint[] = [MODERN, SILENT, REJECTING];
  const north = makeDomain(
    {
      category: 'Providers for people',
      provider: 'NORTH',
      domain: 'north.example',
      hosts: ['mx.north.example', 'backup.north.example'],
      mx: { dnssec: 'secure' },
      mtaSts: POLICY,
      tlsRpt: { state: 'present', record: 'v=TLSRPTv1; rua=mailto:tls@north.example', error: null },
      onionMx: ONION_MX,
    },
    endpoints,
  );
  const old = makeDomain(
    {
      category: 'Providers for people',
      provider: 'OLD',
      domain: 'old.example',
      hosts: ['mx.old.example'],
    },
    endpoints,
  );
  return makeSnapshot({
    survey: {
      vantage: 'Athens',
      dnssec: true,
      resolver: '127.0.0.1',
      scanner: {
        mxtls: '0.1.0',
        node: '20.20.2',
        openssl: '3.0.19',
        roots: { source: 'node', count: 144, sha256: '3'.repeat(64) },
      },
      settings: { depth: 'deep', port: 25, passes: 3 },
      lists: [{ file: 'domains/example.txt', sha256: '4'.repeat(64), domains: 2 }],
      categories: [{ name: 'Providers for people', providers: ['NORTH', 'OLD'] }],
    },
    domains: [north, old],
    endpoints,
    certificates: [CA, LEAF],
  });
}
