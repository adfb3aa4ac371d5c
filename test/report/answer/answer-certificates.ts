import { makeCertificate } from '../../model/make-records.ts';

export const ROOT = makeCertificate({
  subject: 'CN=ISRG Root X1,O=ISRG',
  ca: true,
  selfSigned: true,
});
export const VALID = makeCertificate();
export const OTHER_NAME = makeCertificate({
  subject: 'CN=mail.windtools.gr',
  names: ['mail.windtools.gr', 'www.windtools.gr'],
  issuer: 'CN=Go Daddy Secure Certificate Authority - G2,O=GoDaddy.com\\, Inc.,C=US',
});
export const SELF_SIGNED = makeCertificate({
  subject: 'CN=Parallels Panel,O=Parallels\\, Inc.,OU=Parallels Panel',
  issuer: 'CN=Parallels Panel,O=Parallels\\, Inc.,OU=Parallels Panel',
  names: [],
  notAfter: '2021-06-27T18:50:02Z',
  key: 'RSA 1024',
  selfSigned: true,
});
export const SCHOOL_CA = makeCertificate({
  subject: 'CN=SCH_SERVERS_CA,O=SCH,C=GR',
  notAfter: '2022-03-11T13:18:00Z',
  selfSigned: true,
  ca: true,
});
export const SCHOOL = makeCertificate({
  subject: 'CN=m1.ach.sch.gr,O=SCH,C=GR',
  issuer: 'CN=SCH_SERVERS_CA,O=SCH,C=GR',
  names: ['mail.ach.sch.gr', ...Array.from({ length: 49 }, (_, i) => `mail.n${i}.sch.gr`)],
  notAfter: '2021-02-11T09:30:20Z',
});
export const HOSTILE = makeCertificate({
  subject: 'CN=\x1b[31mred\x9b2J,O=x',
  issuer: 'CN=\u202eevil\x07\\, Inc.',
  names: ['*.\x1b[0m.gr'],
});
export const EC = makeCertificate({ key: 'EC P-256' });
export const OLD_RSA = makeCertificate({ key: 'RSA 2048', notAfter: '2026-08-15T00:00:00Z' });
export const CERTIFICATES = [
  ...[ROOT, HOSTILE, VALID, OTHER_NAME, SELF_SIGNED, SCHOOL_CA, SCHOOL],
  ...[EC, OLD_RSA],
];
