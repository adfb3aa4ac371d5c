import { expect, it } from 'vitest';
import type { Certificate } from '../../../src/model/records/certificate.ts';
import type { PathOutcome, Problem } from '../../../src/model/records/words.ts';
import {
  authorityName,
  certificateName,
  isOwnCa,
  presentedBy,
} from '../../../src/report/words/certificate-words.ts';
import { faultsOf } from '../../../src/report/words/problem-words.ts';
import { makeCertificate, makeEndpoint } from '../../model/make-records.ts';

const AT = '2026-11-23T03:00:00Z';

function faults(
  problems: Problem[],
  leaf: Partial<Certificate> = {},
  issuer: Partial<Certificate> = {},
  outcome: PathOutcome = 'untrusted-root',
): string {
  const ca = makeCertificate({ subject: 'CN=Some Root', ca: true, ...issuer });
  const certificate = makeCertificate({ issuer: ca.subject, ...leaf });
  const path = { outcome, via: [ca.id] };
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
    'a CA of the same organisation, which may be that of an appliance',
    faults(['untrusted-issuer'], { subject: 'CN=x,O=Plesk' }, { subject: 'CN=Root,O=Plesk' }),
    'signed by a CA that is not trusted (Plesk (Root))',
  ],
  [
    'an issuer that may not issue',
    faults(['untrusted-issuer'], {}, { subject: 'CN=Own CA' }, 'may-not-issue'),
    'signed by Own CA, which is not allowed to issue it',
  ],
  [
    'an expired issuer that may not issue',
    faults(['untrusted-issuer', 'issuer-expired'], {}, OLD, 'may-not-issue'),
    'signed by Some Root, which is not allowed to issue it; its issuer Some Root expired 4 years ago (2022-11-01)',
  ],
  [
    'the issuer of its issuer missing',
    faults(['incomplete-chain'], {}, { issuer: 'CN=Top' }, 'missing-issuer'),
    'sent without the certificate of Top, the issuer of Some Root',
  ],
  [
    'a name with a blank behind it',
    faults(['name-mismatch'], { names: ['mx.sch.gr ', 'b.gr'] }),
    'issued for "mx.sch.gr " and 1 other name, not for mx.sch.gr',
  ],
  ['an empty name', faults(['name-mismatch'], { names: [''] }), 'issued for "", not for mx.sch.gr'],
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
  ['CN=Blank\\ ,O=', '"Blank "'],
  ['CN=\x1b[31m', '\\x1b[31m'],
])('names the authority %s', (name, shown) => {
  expect(authorityName(name)).toBe(shown);
});

it.each([
  ['CN=SCH_SERVERS_CA', 'mx2.sch.gr', true],
  ['CN=MIL.GR CA', 'ml.mil.gr', true],
  ['CN=Root,O=Σχολεία,OU=www.ca.sch.gr', 'mx2.sch.gr', true],
  ['1.2.840.113549.1.9.1=ca@sch.gr,CN=Root', 'mx2.sch.gr', true],
  ['CN=CYTA Root CA', 'mx.cyta.com.cy', true],
  ['CN=DigiCert SHA2 CA,OU=www.digicert.com,O=DigiCert Inc', 'mx.cyta.com.cy', false],
  ['CN=Root,OU=www.other.com.cy', 'mx.cyta.com.cy', false],
  ['CN=The Schools', 'mx2.sch.gr', false],
  ['CN=Mail Server CA', 'mail.sch.gr', false],
  ['CN=A CA', 'mx.a.gr', false],
])('whether %s is the own CA of %s: %s', (subject, host, expected) => {
  expect(isOwnCa(subject, { endpoint: makeEndpoint({ host }) })).toBe(expected);
});

it.each([
  ['its CN', { subject: 'CN=mx.a.gr', names: ['b.gr'] }, 'mx.a.gr'],
  ['its first name without a CN', { subject: 'O=x', names: ['b.gr'] }, 'b.gr'],
  ['its first name, with a blank that is seen', { subject: '', names: [' b.gr'] }, '" b.gr"'],
  ['its subject without either', { subject: 'O=x', names: [] }, 'O=x'],
  ['nothing', { subject: '', names: [] }, 'nobody (no name)'],
])('names a certificate by %s', (_, overrides, shown) => {
  expect(certificateName(makeCertificate(overrides))).toBe(shown);
});
