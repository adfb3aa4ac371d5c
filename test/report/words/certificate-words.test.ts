import { expect, it } from 'vitest';
import type { Certificate } from '../../../src/model/records/certificate.ts';
import type { Problem } from '../../../src/model/records/words.ts';
import {
  authorityName,
  certificateName,
  presentedBy,
} from '../../../src/report/words/certificate-words.ts';
import { faultsOf } from '../../../src/report/words/problem-words.ts';
import { makeCertificate, makeEndpoint } from '../../model/make-records.ts';

const AT = '2026-11-23T03:00:00Z';

function faults(
  problems: Problem[],
  leaf: Partial<Certificate> = {},
  issuer: Partial<Certificate> = {},
): string {
  const ca = makeCertificate({ subject: 'CN=Some Root', ca: true, ...issuer });
  const certificate = makeCertificate({ issuer: ca.subject, ...leaf });
  const path = { outcome: 'untrusted-root' as const, via: [ca.id] };
  const endpoint = makeEndpoint({ host: 'mx.sch.gr', certificate: certificate.id, problems, path });
  const known = new Map([certificate, ca].map((each) => [each.id, each]));
  const presented = presentedBy(endpoint, known, AT);
  return presented === null ? 'nothing presented' : faultsOf(presented).join('; ');
}

const OLD = { notAfter: '2022-11-01T00:00:00Z' };

it.each<[string, string, string]>([
  ['nothing', faults([]), ''],
  ['expired', faults(['expired'], OLD), 'expired 4 years ago (2022-11-01)'],
  [
    'not yet valid',
    faults(['not-yet-valid'], { notBefore: '2026-12-24T00:00:00Z' }),
    'not valid before 2026-12-24 (in 30 days)',
  ],
  [
    'an untrusted CA',
    faults(['untrusted-issuer']),
    'signed by a CA that is not trusted (Some Root)',
  ],
  [
    'its own CA, by organisation',
    faults(['untrusted-issuer'], { subject: 'CN=x,O=Schools' }, { subject: 'CN=Root,O=Schools' }),
    'signed by its own CA (Schools (Root))',
  ],
  [
    'its own CA, by a label of the domain',
    faults(['untrusted-issuer'], {}, { subject: 'CN=SCH_SERVERS_CA' }),
    'signed by its own CA (SCH_SERVERS_CA)',
  ],
  [
    'an expired CA under a valid certificate',
    faults(['untrusted-issuer', 'issuer-expired'], {}, OLD),
    'signed by a CA that is not trusted (Some Root), which expired 4 years ago (2022-11-01)',
  ],
  [
    'an expired CA under an expired certificate',
    faults(['expired', 'untrusted-issuer', 'issuer-expired'], OLD, OLD),
    'expired 4 years ago (2022-11-01); signed by a CA that is not trusted (Some Root), which expired 4 years ago (2022-11-01) as well',
  ],
  [
    'an expired issuer alone',
    faults(['issuer-expired'], {}, OLD),
    'issued by Some Root, which expired 4 years ago (2022-11-01)',
  ],
  ['a weak key', faults(['weak-key'], { key: 'RSA 1024' }), 'with a weak key (RSA 1024)'],
  [
    'a weak key of the issuer',
    faults(['weak-key'], {}, { key: 'RSA 1024' }),
    'with a weak key of its issuer Some Root (RSA 1024)',
  ],
  [
    'a weak signature',
    faults(['weak-signature'], { signature: 'sha1WithRSAEncryption' }),
    'with a weak signature (sha1WithRSAEncryption)',
  ],
  [
    'another name',
    faults(['name-mismatch'], { names: ['a.gr', 'b.gr', 'c.gr'] }),
    'issued for a.gr and 2 other names, not for mx.sch.gr',
  ],
  ['no name', faults(['name-mismatch'], { names: [] }), 'issued for no host name'],
])('words what is wrong: %s', (_, words, expected) => {
  expect(words).toBe(expected);
});

it.each([
  ["CN=R11,O=Let's Encrypt,C=US", "Let's Encrypt (R11)"],
  [
    'CN=Go Daddy Secure Certificate Authority - G2,O=GoDaddy.com\\, Inc.',
    'Go Daddy Secure Certificate Authority - G2',
  ],
  ['O=TERENA', 'TERENA'],
  ['OU=nothing else', 'OU=nothing else'],
  ['', 'nobody (no name)'],
  ['CN=\x1b[31m', '\\x1b[31m'],
])('names the authority %s', (name, shown) => {
  expect(authorityName(name)).toBe(shown);
});

it.each([
  ['its CN', { subject: 'CN=mx.a.gr', names: ['b.gr'] }, 'mx.a.gr'],
  ['its first name without a CN', { subject: 'O=x', names: ['b.gr'] }, 'b.gr'],
  ['its subject without either', { subject: 'O=x', names: [] }, 'O=x'],
  ['nothing', { subject: '', names: [] }, 'nobody (no name)'],
])('names a certificate by %s', (_, overrides, shown) => {
  expect(certificateName(makeCertificate(overrides))).toBe(shown);
});
