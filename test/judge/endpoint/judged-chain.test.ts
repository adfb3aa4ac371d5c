import { describe, expect, it } from 'vitest';
import { buildPath, prepareRoots, type Roots } from '../../../src/judge/x509/certificate-path.ts';
import { judgeCertificate } from '../../../src/judge/endpoint/endpoint-problems.ts';
import { storedNames } from '../../../src/judge/x509/name-match.ts';
import { parseCertificate } from '../../../src/judge/x509/parse-certificate.ts';
import { makeCertificate, type CertificateSpec } from '../../lab/certificates.ts';

const HOST = 'mx.example.com';
const AT = new Date('2026-11-23T03:00:00Z');
const NO_ROOTS = prepareRoots([]);
const PAST = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
const NOW = { notBefore: new Date('2026-01-01'), notAfter: new Date('2027-01-01') };

/** From the bytes of a server to the verdict, as a scan goes. */
function judge(sent: readonly Uint8Array[], roots: Roots, host = HOST) {
  const { outcome: end, via, fromRoots } = buildPath(sent, roots, AT);
  const parsed = sent.map((der) => parseCertificate(der));
  const [leaf] = parsed;
  const known = [...parsed.map(({ certificate }) => certificate), ...fromRoots];
  return judgeCertificate({
    host,
    certificate: leaf ? { ...leaf.certificate, names: storedNames(leaf.dnsNames, [host]) } : null,
    via: via.flatMap((id) => known.find((certificate) => certificate.id === id) ?? []),
    pathEnd: end,
    at: AT,
  });
}

const make = (spec: Partial<CertificateSpec>) =>
  makeCertificate({ subject: 'CN=mx.example.com', names: [HOST], ...NOW, ...spec });
const makeCa = (subject: string, spec: Partial<CertificateSpec> = {}) =>
  makeCertificate({ subject, ca: true, ...NOW, ...spec });

describe('from bytes to verdict', () => {
  it('valid', async () => {
    const root = await makeCa('CN=Root');
    const leaf = await make({ issuer: root });
    const valid = { problems: [], undetermined: [], notes: [] };
    expect(judge([leaf.der], prepareRoots([root.pem]))).toEqual(valid);
    expect(judge([leaf.der], prepareRoots([root.pem]), 'MX.Example.com.')).toEqual(valid);
  });

  it('expired, and signed by an own CA that has expired too', async () => {
    const root = await makeCa('CN=Own CA', PAST);
    const leaf = await make({ issuer: root, ...PAST });
    expect(judge([leaf.der, root.der], NO_ROOTS)).toEqual({
      problems: ['expired', 'untrusted-issuer', 'issuer-expired'],
      undetermined: [],
      notes: [],
    });
  });

  it('self-signed of the old days', async () => {
    const leaf = await make({ names: ['localhost'], key: 'RSA 1024', hash: 'SHA-1', ...PAST });
    expect(judge([leaf.der], NO_ROOTS)).toEqual({
      problems: ['expired', 'name-mismatch', 'self-signed', 'weak-key'],
      undetermined: [],
      notes: ['name-only-in-cn'],
    });
  });

  it('an intermediate with a weak signature, and no root', async () => {
    const root = await makeCa('CN=Root');
    const middle = await makeCa('CN=Middle', { issuer: root, hash: 'SHA-1' });
    const leaf = await make({ issuer: middle });
    const sent = [leaf.der, middle.der];
    expect(judge(sent, NO_ROOTS).problems).toEqual(['incomplete-chain', 'weak-signature']);
    expect(judge(sent, prepareRoots([root.pem])).problems).toEqual(['weak-signature']);
  });

  it('3000 names', async () => {
    const root = await makeCa('CN=Root');
    const names = Array.from({ length: 3000 }, (_, index) => `mx${index}.example.com`);
    const leaf = await make({ issuer: root, names });
    const roots = prepareRoots([root.pem]);
    expect(judge([leaf.der], roots, 'mx2999.example.com')).toMatchObject({
      problems: [],
      undetermined: [],
    });
    expect(judge([leaf.der], roots, 'mx3000.example.com')).toEqual({
      problems: [],
      undetermined: ['name-mismatch'],
      notes: [],
    });
  });

  it('bytes that are no certificate', () => {
    expect(judge([Buffer.from('hello')], NO_ROOTS)).toEqual({
      problems: [],
      undetermined: [
        'expired',
        'not-yet-valid',
        'name-mismatch',
        'self-signed',
        'untrusted-issuer',
        'incomplete-chain',
        'issuer-expired',
        'weak-key',
        'weak-signature',
      ],
      notes: [],
    });
  });
});
