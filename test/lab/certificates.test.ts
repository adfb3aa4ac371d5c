import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from './certificates.ts';

describe('makeCertificate', () => {
  it('signs a certificate with its issuer, not with itself', async () => {
    const root = await makeCertificate({ subject: 'O=Lab, CN=Lab Root', ca: true });
    const leaf = await makeCertificate({ subject: 'CN=mx.example', issuer: root });
    const read = new X509Certificate(leaf.der);
    expect(read.checkIssued(new X509Certificate(root.der))).toBe(true);
    expect(read.verify(new X509Certificate(root.pem).publicKey)).toBe(true);
    expect(read.verify(read.publicKey)).toBe(false);
    expect(new X509Certificate(root.der).ca).toBe(true);
    expect(read.ca).toBe(false);
  });

  it('keeps to the facts given', async () => {
    const notBefore = new Date('2009-02-11T09:30:20Z');
    const notAfter = new Date('2010-02-11T09:30:20Z');
    const subject = 'C=GR, 2.5.4.13=1LG, O=Lab\\, Inc., CN=mail.mil.gr, E=hostmaster@mil.gr';
    const names = ['mail.mil.gr', '*.mil.gr'];
    const made = await makeCertificate({ subject, names, notBefore, notAfter, serial: '0abc' });
    const read = new X509Certificate(made.der);
    expect(read.subject.split('\n')).toEqual([
      'C=GR',
      'description=1LG',
      'O=Lab\\, Inc.',
      'CN=mail.mil.gr',
      'emailAddress=hostmaster@mil.gr',
    ]);
    expect(read.subjectAltName).toBe('DNS:mail.mil.gr, DNS:*.mil.gr');
    expect(read.validFrom).toBe('Feb 11 09:30:20 2009 GMT');
    expect(read.validTo).toBe('Feb 11 09:30:20 2010 GMT');
    expect(read.serialNumber).toBe('0ABC');
    expect(read.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(made.id);
  });

  it('writes no subjectAltName without names', async () => {
    const made = await makeCertificate({ subject: 'CN=mx.example' });
    expect(new X509Certificate(made.der).subjectAltName).toBeUndefined();
  });

  it('takes hostile subject values as they are', async () => {
    const value = 'a\x1b[2J\r\n\0,b';
    const made = await makeCertificate({ subject: [{ type: 'CN', value }] });
    expect(made.der.includes(Buffer.from(value))).toBe(true);
  });

  it.each([
    { key: 'RSA 1024', hash: 'SHA-1', bits: 1024, oid: '2a864886f70d010105' },
    { key: 'RSA 2048', hash: 'SHA-256', bits: 2048, oid: '2a864886f70d01010b' },
    { key: 'EC P-256', hash: 'SHA-1', bits: undefined, oid: '2a8648ce3d0401' },
    { key: 'EC P-256', hash: 'SHA-256', bits: undefined, oid: '2a8648ce3d040302' },
  ] as const)('makes $key signed with $hash', async ({ key, hash, bits, oid }) => {
    const made = await makeCertificate({ subject: 'CN=mx.example', key, hash });
    const read = new X509Certificate(made.der);
    expect(read.publicKey.asymmetricKeyDetails?.modulusLength).toBe(bits);
    expect(made.der.toString('hex')).toContain(oid);
    expect(read.verify(read.publicKey)).toBe(true);
  });

  it('shares RSA keys of leaves, but never along a chain, of a CA, or where asked not to', async () => {
    const key = 'RSA 1024';
    const root = await makeCertificate({ subject: 'CN=Root', key, ca: true });
    const [one, two] = await Promise.all(
      ['CN=one', 'CN=two'].map((subject) => makeCertificate({ subject, key, issuer: root })),
    );
    const below = await makeCertificate({ subject: 'CN=below', key, ...(one && { issuer: one }) });
    const fresh = await makeCertificate({ subject: 'CN=fresh', key, freshKey: true });
    expect(one?.spkiSha256).toBe(two?.spkiSha256);
    const otherRoot = await makeCertificate({ subject: 'CN=Other', key, ca: true });
    const others = [root.spkiSha256, otherRoot.spkiSha256, below.spkiSha256, fresh.spkiSha256];
    expect(new Set([one?.spkiSha256, ...others]).size).toBe(5);
  });
});
