import { describe, expect, it } from 'vitest';
import { buildPath, MAX_SENT, prepareRoots } from '../../src/judge/certificate-path.ts';
import { MAX_DEPTH } from '../../src/judge/path-search.ts';
import { Authority, trusting } from './authority.ts';
import { der, oid } from './handmade.ts';

const AT = new Date('2026-11-23T03:00:00Z');
const NO_ROOTS = prepareRoots([]);
const rootCa = new Authority('Root');
const root = rootCa.certifiedBy(rootCa);
const middleCa = new Authority('Middle');
const middle = middleCa.certifiedBy(rootCa);
const leaf = middleCa.signs({});
const roots = trusting(root);

describe('what cannot be told', () => {
  it.each([
    ['nothing was sent', []],
    ['the leaf is no certificate', [Buffer.from('hello'), middle]],
    ['another certificate is none', [leaf, Buffer.from('hello')]],
    [
      'the leaf has a signature OpenSSL does not know',
      [middleCa.signs({ algorithm: der(0x30, oid('1.2.643.7.1.1.3.2')) }), middle, root],
    ],
  ])('is null where %s', (_, sent) => {
    expect(buildPath(sent, roots, AT)).toEqual({ end: null, via: [], fromRoots: [] });
  });

  it('is null where the issuer has a key OpenSSL does not know', () => {
    const spki = der(0x30, der(0x30, oid('1.2.643.7.1.1.1.1')), der(0x03, Buffer.from([0, 1])));
    const gost = middleCa.certifiedBy(rootCa, { spki });
    expect(buildPath([leaf, gost, root], NO_ROOTS, AT).end).toBeNull();
    expect(buildPath([leaf, gost, middle], roots, AT).end).toBe('trusted');
  });

  it('is null where more was sent than is looked at, unless a trusted path was found', () => {
    const many = Array.from({ length: MAX_SENT }, () => root);
    expect(buildPath([leaf, ...many, middle], roots, AT).end).toBeNull();
    expect(buildPath([leaf, middle, ...many], roots, AT).end).toBe('trusted');
  });

  it('is null behind more issuers than a path may have', () => {
    const chain = [new Authority('CA 0')];
    const certificates: Buffer[] = [];
    for (let depth = 1; depth <= MAX_DEPTH + 1; depth++) {
      const next = new Authority(`CA ${depth}`);
      certificates.push(next.certifiedBy(chain[depth - 1] ?? next));
      chain.push(next);
    }
    const top = chain[0]?.certifiedBy(chain[0]) ?? root;
    const sentBelow = (depth: number) => [
      chain[depth]?.signs({}) ?? leaf,
      ...certificates.slice(0, depth),
    ];
    expect(buildPath(sentBelow(MAX_DEPTH - 1), trusting(top), AT).via).toHaveLength(MAX_DEPTH);
    expect(buildPath(sentBelow(MAX_DEPTH), trusting(top), AT).end).toBeNull();
  });

  it('is told, or given up, at once with many CAs of one name that all certify each other', () => {
    const cas = Array.from({ length: 7 }, () => new Authority('Same'));
    const crossed = cas.flatMap((ca) => cas.map((issuer) => ca.certifiedBy(issuer)));
    const [ca = rootCa] = cas;
    const { end } = buildPath([ca.signs({}), ...crossed.slice(0, MAX_SENT - 1)], roots, AT);
    expect([null, 'untrusted-root']).toContain(end);
  });
});
