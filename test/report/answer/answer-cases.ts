import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import type { EndpointOverrides } from '../../model/make-records.ts';
import {
  HOSTILE,
  OTHER_NAME,
  ROOT,
  SCHOOL,
  SCHOOL_CA,
  SELF_SIGNED,
  VALID,
} from './answer-certificates.ts';
import { DANE_CASES } from './answer-dane-cases.ts';
import { OLD_SERVERS } from './answer-versions.ts';
import { world } from './answer-world.ts';
import { MTA_STS, POLICY_CASES } from './policy-cases.ts';
import { TWO_CERTIFICATE_CASES } from './two-certificates.ts';

const addresses = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);

/** Small made-up worlds of one domain each, by what the answer shows. */
export const ANSWER_CASES: Record<string, Snapshot> = {
  ...POLICY_CASES,
  ...TWO_CERTIFICATE_CASES,
  authenticated: world({ domain: 'example.gr', hosts: ['mx.example.gr'] }, [
    { certificate: VALID.id, chain: [VALID.id], path: { outcome: 'trusted', via: [ROOT.id] } },
  ]),
  enforced: world(
    {
      domain: 'example.gr',
      hosts: ['mx.example.gr'],
      level: 'enforced',
      mtaSts: { ...MTA_STS, mx: 'match', certificates: 'match' },
      tlsRpt: { state: 'present', record: 'v=TLSRPTv1', error: null },
    },
    [
      {
        certificate: VALID.id,
        dane: { dnssec: 'secure', records: ['3 1 1 ab'], verdict: 'match' },
        deep: {
          groups: {},
          suites: { anonymous: 'no', export: 'no', RC4: 'yes', '3DES': 'yes' },
          dheBits: 1024,
          certificates: { RSA: null, ECDSA: null },
          withoutSni: 'same',
          presented: null,
        },
      },
    ],
  ),
  'many-versions': world(
    { domain: 'old.gr', hosts: OLD_SERVERS.map(({ host = '' }) => host) },
    OLD_SERVERS,
  ),
  ...DANE_CASES,
  'name-mismatch': world(
    { domain: 'windtools.gr', hosts: ['mx1.windtools.gr', 'mx2.windtools.gr'] },
    [
      {
        host: 'mx1.windtools.gr',
        outcome: 'failed',
        failure: { stage: 'connect', code: 'refused', detail: 'ECONNREFUSED' },
      },
      {
        host: 'mx2.windtools.gr',
        address: '178.23.78.37',
        version: 'TLSv1',
        certificate: OTHER_NAME.id,
        problems: ['name-mismatch'],
      },
    ],
  ),
  'self-signed-and-own-ca': world({ domain: 'sch.gr', hosts: ['mx2.sch.gr', 'mail.mailbox.gr'] }, [
    {
      host: 'mx2.sch.gr',
      version: 'TLSv1',
      certificate: SCHOOL.id,
      path: { outcome: 'untrusted-root', via: [SCHOOL_CA.id] },
      problems: ['expired', 'name-mismatch', 'untrusted-issuer', 'issuer-expired'],
    },
    {
      host: 'mail.mailbox.gr',
      version: 'TLSv1.2',
      certificate: SELF_SIGNED.id,
      problems: ['expired', 'name-mismatch', 'self-signed', 'weak-key'],
      notes: ['client-certificate-asked', 'made-up-note'],
    },
  ]),
  plaintext: world(
    { domain: 'wind.gr', hosts: ['mailrelay.wind.gr', 'mailrelay2.wind.gr', 'old.wind.gr'] },
    [
      { host: 'mailrelay.wind.gr', outcome: 'plaintext' },
      { host: 'mailrelay.wind.gr', address: '2001:db8::1', outcome: 'plaintext' },
      { host: 'mailrelay2.wind.gr', address: '192.0.2.2', outcome: 'plaintext' },
      { host: 'old.wind.gr', address: '192.0.2.3', outcome: 'plaintext', notes: ['helo-only'] },
    ],
  ),
  'every-kind-of-trouble': world(
    {
      domain: 'trouble.gr',
      hosts: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) => `${letter}.trouble.gr`),
    },
    [
      { host: 'a.trouble.gr', outcome: 'stripped' },
      {
        host: 'b.trouble.gr',
        outcome: 'refused-starttls',
        reply: { stage: 'starttls', code: 502, text: '5.5.1 command not implemented' },
      },
      {
        host: 'c.trouble.gr',
        outcome: 'tls-failed',
        failure: { stage: 'handshake', code: 'tls-alert', detail: 'handshake_failure' },
      },
      {
        host: 'd.trouble.gr',
        outcome: 'tls-failed',
        failure: { stage: 'handshake', code: 'reset', detail: 'ECONNRESET' },
      },
      {
        host: 'e.trouble.gr',
        outcome: 'rejected',
        reply: {
          stage: 'greeting',
          code: 554,
          text: '5.7.1 Service unavailable; client <client> blocked using zen.example.org',
        },
      },
      { host: 'f.trouble.gr', outcome: 'deferred' },
      {
        host: 'g.trouble.gr',
        outcome: 'failed',
        failure: { stage: 'greeting', code: 'timeout', detail: '60000 ms' },
      },
      {
        host: 'h.trouble.gr',
        address: null,
        outcome: 'failed',
        failure: { stage: 'dns', code: 'nxdomain', detail: '' },
      },
    ],
  ),
  unknown: world({ domain: 'silent.gr', hosts: ['mx.silent.gr'] }, [
    {
      host: 'mx.silent.gr',
      outcome: 'failed',
      failure: { stage: 'ehlo', code: 'closed', detail: '' },
      reply: { stage: 'greeting', code: 220, text: 'mx.silent.gr ESMTP at your service' },
    },
  ]),
  unreachable: world({ domain: 'away.gr', hosts: ['mx1.away.gr', 'mx2.away.gr'] }, [
    {
      host: 'mx1.away.gr',
      outcome: 'failed',
      failure: { stage: 'connect', code: 'timeout', detail: '60000 ms' },
    },
    {
      host: 'mx2.away.gr',
      address: null,
      outcome: 'failed',
      failure: { stage: 'dns', code: 'no-address', detail: '' },
    },
  ]),
  'null-mx': world({ domain: 'nomail.gr', mx: { kind: 'null-mx' } }, []),
  'no-records': world({ domain: 'bare.gr', mx: { kind: 'none' } }, []),
  nxdomain: world({ domain: 'gone.gr', mx: { kind: 'nxdomain' } }, []),
  'dns-failed': world(
    {
      domain: 'servfail.gr',
      mx: { kind: 'failed', failure: { stage: 'dns', code: 'server-failure', detail: 'SERVFAIL' } },
    },
    [],
  ),
  implicit: world(
    {
      domain: 'implicit.gr',
      hosts: ['implicit.gr'],
      mx: {
        kind: 'implicit',
        hosts: [{ preference: 0, host: 'implicit.gr', omittedAddresses: 0 }],
      },
    },
    [{ host: 'implicit.gr', outcome: 'plaintext' }],
  ),
  'large-pool': world(
    {
      domain: 'big.gr',
      mx: {
        hosts: Array.from({ length: 20 }, (_, i) => ({
          preference: 10,
          host: `mx${i}.big.gr`,
          omittedAddresses: i === 3 ? 5 : 0,
        })),
        omittedHosts: 3,
        excluded: 1,
      },
    },
    Array.from({ length: 20 }, (_, i) =>
      [...addresses(8, `192.0.2.${i}`), ...addresses(8, `2001:db8:${i}::`)].map((address) => ({
        host: `mx${i}.big.gr`,
        address,
        certificate: VALID.id,
      })),
    ).flat(),
  ),
  'dual-stack-pool': world(
    { domain: 'dual.gr', hosts: Array.from({ length: 20 }, (_, i) => `mx${i}.dual.gr`) },
    Array.from({ length: 20 }, (_, i) =>
      [`192.0.2.${i}`, `2001:db8::${i}`].map((address) => ({
        host: `mx${i}.dual.gr`,
        address,
        certificate: VALID.id,
      })),
    ).flat(),
  ),
  'no-ipv6-here': world(
    { domain: 'dual.gr', hosts: ['mx1.dual.gr', 'mx2.dual.gr'] },
    ['mx1.dual.gr', 'mx2.dual.gr'].flatMap((host, i): EndpointOverrides[] => [
      { host, address: `192.0.2.${i}`, certificate: VALID.id },
      {
        host,
        address: `2001:db8::${i}`,
        outcome: 'failed',
        failure: { stage: 'connect', code: 'no-ipv6', detail: '' },
      },
    ]),
  ),
  hostile: world({ domain: 'hostile.gr', hosts: ['\x1b[2Jmx', 'mx.hostile.gr'] }, [
    {
      host: '\x1b[2Jmx',
      address: null,
      outcome: 'failed',
      failure: { stage: 'dns', code: 'invalid-name', detail: '\x1b]0;title\x07' },
    },
    {
      host: 'mx.hostile.gr',
      certificate: HOSTILE.id,
      problems: ['name-mismatch'],
      notes: ['\u202enote'],
    },
    {
      host: 'mx.hostile.gr',
      address: '192.0.2.2',
      outcome: 'rejected',
      reply: { stage: 'greeting', code: 554, text: 'go\r\n\x1b[31m away\u2028\u200b' },
    },
  ]),
  idn: world({ domain: 'xn--qxam.gr', hosts: ['mx.example.gr'] }, [{ certificate: VALID.id }]),
};
