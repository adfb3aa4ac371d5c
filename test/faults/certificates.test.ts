import { describe, expect } from 'vitest';
import { buildPath, prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { judgeCertificate } from '../../src/judge/endpoint/endpoint-problems.ts';
import { matchesName } from '../../src/judge/x509/name-match.ts';
import { parseCertificate } from '../../src/judge/x509/parse-certificate.ts';
import { makeCertificate, type CertificateSpec, type LabCertificate } from '../lab/certificates.ts';
import { fault, heldBy } from './fault.ts';
import { endpointOf, oneHost, surveyed } from './survey.ts';

const HOST = 'mx.d.example';
const PAST = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
const root = await makeCertificate({ subject: 'CN=Root', ca: true });

const leaf = (spec: Partial<CertificateSpec> = {}) =>
  makeCertificate({ subject: `CN=${HOST}`, names: [HOST], issuer: root, ...spec });

/** Surveys a host with this chain, the root being trusted; gives its record. */
async function presenting(certificate: LabCertificate, ...chain: LabCertificate[]) {
  return endpointOf({ tls: { certificate, chain } }, { roots: prepareRoots([root.pem]) });
}

/** A certificate with bytes of its DER in place of others, which its signature no longer fits. */
function altered(certificate: LabCertificate, from: string, to: string): Buffer {
  const hex = certificate.der.toString('hex');
  expect(hex).toContain(from);
  return Buffer.from(hex.replace(from, to), 'hex');
}

const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');

describe('certificates', () => {
  fault(
    105,
    {
      case: 'expired, self-signed and for another name at once',
      does: 'each is a question of its own, and none hides another',
    },
    async () => {
      const bad = await makeCertificate({ subject: 'CN=other', names: ['other.example'], ...PAST });
      expect((await presenting(bad)).problems).toEqual(['expired', 'name-mismatch', 'self-signed']);
    },
  );

  fault(
    106,
    { case: 'the name only in the CN', does: '`name-mismatch`, note `name-only-in-cn`' },
    async () => {
      const { problems, notes } = await presenting(
        await makeCertificate({ subject: `CN=${HOST}`, issuer: root }),
      );
      expect([problems, notes]).toEqual([['name-mismatch'], ['name-only-in-cn']]);
    },
  );

  fault(
    107,
    {
      case: '`m*.x`, `*`, `*.tld`, two labels, `xn--*`',
      does: 'one whole label, the leftmost, with two after it',
    },
    async () => {
      for (const name of ['m*.d.example', '*', '*.example', '*.*.example', 'xn--*.d.example']) {
        expect((await presenting(await leaf({ names: [name] }))).problems).toEqual([
          'name-mismatch',
        ]);
      }
      expect((await presenting(await leaf({ names: ['*.d.example'] }))).problems).toEqual([]);
    },
  );

  fault(
    108,
    {
      case: 'names with NUL, CR, commas, URIs among them',
      does: 'read from the DER one by one and escaped, never split',
    },
    async () => {
      const made = await leaf({ names: ['x'.repeat(12), 'other.example'] });
      const der = altered(made, hex('x'.repeat(12)), hex(HOST.slice(0, 11)).padEnd(24, '0'));
      const { dnsNames } = parseCertificate(der);
      expect(dnsNames).toHaveLength(2);
      expect(dnsNames.join('')).not.toMatch(/[\u0000-\u001f]/);
      expect(matchesName(dnsNames, 'mx.d.exampl')).toBe(false);
    },
  );

  fault(109, { case: 'a trailing dot, upper case', does: 'normalised first' }, async () => {
    const { dnsNames } = parseCertificate((await leaf({ names: ['MX.D.Example'] })).der);
    expect(matchesName(dnsNames, 'mx.d.example.')).toBe(true);
  });

  fault(
    110,
    {
      case: 'a date that is exactly now; fractions of seconds',
      does: 'both ends are inclusive, to the second; all is judged at the start of the survey',
    },
    async () => {
      const notAfter = new Date('2026-12-01T00:00:00Z');
      const certificate = parseCertificate((await leaf({ notAfter })).der).certificate;
      const problemsAt = (at: Date) =>
        judgeCertificate({ host: HOST, certificate, via: [], pathEnd: 'trusted', at }).problems;
      expect(problemsAt(notAfter)).toEqual([]);
      expect(problemsAt(new Date(+notAfter + 999))).toEqual([]);
      expect(problemsAt(new Date(+notAfter + 1_000))).toEqual(['expired']);
    },
  );

  fault(
    111,
    {
      case: 'the years 9999 and 1951; invalid dates; serial numbers that are zero or long',
      does: 'text and hex; a date that cannot be read leaves its question `undetermined`',
    },
    async () => {
      const far = parseCertificate(
        (
          await leaf({
            notAfter: new Date('9999-12-31T23:59:59Z'),
            serial: 'ff'.repeat(20).slice(0, 38),
          })
        ).der,
      );
      expect(far.certificate.notAfter).toBe('9999-12-31T23:59:59Z');
      const made = await leaf({ notBefore: new Date('2026-01-02T03:04:05Z') });
      const bad = parseCertificate(
        altered(made, hex('260102030405Z'), hex('261302030405Z')),
      ).certificate;
      expect(bad.notBefore).toBeNull();
      const { undetermined } = judgeCertificate({
        host: HOST,
        certificate: bad,
        via: [],
        pathEnd: 'trusted',
        at: new Date(),
      });
      expect(undetermined).toContain('not-yet-valid');
    },
  );

  fault(
    112,
    {
      case: 'an incomplete chain',
      does: '`incomplete-chain`; nothing is fetched for it: the maker of the certificate would choose where mxtls connects to',
    },
    async () => {
      const middle = await makeCertificate({ subject: 'CN=Middle', issuer: root, ca: true });
      const certificate = await leaf({ issuer: middle });
      expect((await presenting(certificate)).problems).toEqual(['incomplete-chain']);
      expect((await presenting(certificate, middle)).problems).toEqual([]);
    },
  );

  fault(
    113,
    {
      case: 'a chain in the wrong order, with duplicates and unrelated certificates',
      does: 'recorded as sent; the path is found in any order',
    },
    async () => {
      const middle = await makeCertificate({ subject: 'CN=Middle', issuer: root, ca: true });
      const stranger = await makeCertificate({ subject: 'CN=Stranger', ca: true });
      const certificate = await leaf({ issuer: middle });
      const { chain, problems } = await presenting(certificate, stranger, root, middle, middle);
      expect(problems).toEqual([]);
      expect(chain).toEqual([certificate, stranger, root, middle, middle].map(({ id }) => id));
    },
  );

  fault(
    114,
    {
      case: 'keys that OpenSSL does not know (GOST, ML-DSA), a broken SPKI',
      does: 'mxtls reads the DER itself; a name, an OID or null, and always the hash',
    },
    async () => {
      const made = await leaf();
      // id-ecPublicKey becomes an OID of nobody; then the key is cut.
      const unknown = parseCertificate(
        altered(made, '06072a8648ce3d0201', '06072a8648ce3d027f'),
      ).certificate;
      expect(unknown.id).toMatch(/^[0-9a-f]{64}$/);
      expect(unknown.key ?? '').not.toMatch(/^EC/);
      const cut = parseCertificate(made.der.subarray(0, 120)).certificate;
      expect(cut.id).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  fault(
    115,
    {
      case: 'weak keys and signatures that security level 0 lets through',
      does: '`weak-key`, `weak-signature`; the library does not decide trust',
    },
    async () => {
      const weak = await leaf({ key: 'RSA 1024', hash: 'SHA-1' });
      expect((await presenting(weak)).problems).toEqual(['weak-key', 'weak-signature']);
    },
  );

  fault(
    116,
    {
      case: 'other roots, or another Node',
      does: 'the snapshot records their source, number and digest, and the versions; where a path ended is a fact of that day',
    },
    async () => {
      const certificate = await leaf();
      const trusted = await presenting(certificate);
      const untrusted = await endpointOf({ tls: { certificate } }, { roots: prepareRoots([]) });
      expect([trusted.path?.outcome, untrusted.path?.outcome]).toEqual([
        'trusted',
        'missing-issuer',
      ]);
      expect(prepareRoots([root.pem]).sha256).not.toBe(prepareRoots([]).sha256);
    },
  );

  fault(
    117,
    {
      case: 'cross-signed CAs, an expired one among several paths',
      does: 'all paths are tried; the best counts, by trust and then by dates. A partial chain is never trusted',
    },
    async () => {
      const middle = await makeCertificate({ subject: 'CN=Middle', issuer: root, ca: true });
      // Of the same name as the root: one path ends at it, the other at a root that is expired.
      const expired = await makeCertificate({ subject: 'CN=Root', ca: true, ...PAST });
      const certificate = await leaf({ issuer: middle });
      const pathOf = (...roots: LabCertificate[]) =>
        buildPath(
          [certificate, expired, middle].map(({ der }) => der),
          prepareRoots(roots.map(({ pem }) => pem)),
          new Date(),
        ).outcome;
      expect(pathOf(expired, root)).toBe('trusted');
      expect(pathOf(expired)).not.toBe('trusted');
      expect(pathOf()).not.toBe('trusted');
    },
  );

  fault(
    118,
    {
      case: '3,000 names, a name of 60 KB',
      does: 'the first hundred are stored, and each that a host needed, and the total number; a name is cut at 255 characters',
    },
    async () => {
      const names = [...Array.from({ length: 1_500 }, (_, nth) => `n${nth}.example`), HOST];
      const { certificates } = await surveyed(
        oneHost({ tls: { certificate: await leaf({ names }) } }),
      );
      const kept = certificates.find(({ namesTotal }) => namesTotal === 1_501)?.names ?? [];
      expect(kept.length).toBeLessThanOrEqual(101);
      expect(kept).toContain(HOST);
    },
  );

  heldBy(['judge/x509/certificate-path'], {
    case: 'an issuer that was sent, made the signature and may not issue (no CA, no keyCertSign, too many CAs below it)',
    does: '`untrusted-issuer` and a note that says why, never `incomplete-chain`; the same for a root of `--ca-file`',
  });
  heldBy(['judge/x509/certificate-path'], {
    case: 'a certificate with the name of the issuer and another key',
    does: '`incomplete-chain`, note `issuer-key-differs`',
  });
  heldBy(['judge/x509/path-rules', 'judge/x509/issuing'], {
    case: 'key identifiers that do not fit, where the signature does',
    does: 'clients differ: `undetermined`, note `other-key-identifier`',
  });
});
