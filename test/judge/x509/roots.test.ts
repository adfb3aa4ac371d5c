import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { buildPath, prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { Authority, ids, pem } from './authority.ts';

const AT = new Date('2026-11-23T03:00:00Z');
const rootCa = new Authority('Root');
const root = rootCa.certifiedBy(rootCa);
const middleCa = new Authority('Middle');
const middle = middleCa.certifiedBy(rootCa);
const leaf = middleCa.signs({});

describe('prepareRoots', () => {
  it('counts each certificate once, and names the set whatever its order', () => {
    const bundle = `# comment\n${pem(root)}\nmore\n${pem(middle)}${pem(root)}`;
    const prepared = prepareRoots([bundle]);
    const digest = createHash('sha256').update(ids(root, middle).sort().join('\n') + '\n');
    expect(prepared).toMatchObject({ count: 2, unreadable: 0, sha256: digest.digest('hex') });
    expect(prepareRoots([pem(middle), pem(root)]).sha256).toBe(prepared.sha256);
    expect(prepareRoots([pem(root)]).sha256).not.toBe(prepared.sha256);
  });

  it('says how many blocks it could not read', () => {
    const cut = pem(root.subarray(0, 60));
    expect(
      prepareRoots([cut, pem(root), '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----']),
    ).toMatchObject({ count: 1, unreadable: 2 });
  });

  it('reads the roots that Node ships', () => {
    const prepared = prepareRoots(rootCertificates);
    expect(prepared).toMatchObject({ count: rootCertificates.length, unreadable: 0 });
    expect(buildPath([leaf, middle, root], prepared, AT).outcome).toBe('untrusted-root');
  });
});
