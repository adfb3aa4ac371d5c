import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPath, MAX_SENT, prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { MAX_DEPTH } from '../../../src/judge/x509/path-search.ts';
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

describe('any bytes', () => {
  it('never throw, and a leaf that was changed inside is never trusted', () => {
    const position = fc.nat({ max: leaf.length - 1 });
    const octet = fc.nat({ max: 255 });
    fc.assert(
      fc.property(position, octet, position, octet, (place, value, end, other) => {
        const changed = Buffer.from(leaf);
        changed.writeUInt8(value, place);
        const issuer = Buffer.from(middle);
        issuer.writeUInt8(other, Math.min(end, issuer.length - 1));
        buildPath([changed.subarray(0, end), issuer, changed], roots, AT);
        const inside = place >= 8 && value !== leaf[place];
        if (inside)
          expect(buildPath([changed, issuer, middle], roots, AT).outcome).not.toBe('trusted');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an unknown path', () => {
  it.each([
    ['nothing was sent', []],
    ['the leaf is no certificate', [Buffer.from('hello'), middle]],
    [
      'the leaf has a signature OpenSSL does not know',
      [middleCa.signs({ algorithm: der(0x30, oid('1.2.643.7.1.1.3.2')) }), middle, root],
    ],
  ])('is null where %s', (_, sent) => {
    expect(buildPath(sent, roots, AT)).toEqual({
      outcome: null,
      via: [],
      fromRoots: [],
      notes: [],
    });
  });

  it('is null where another certificate is none, with a note that says so', () => {
    const sent = [leaf, Buffer.from('hello')];
    expect(buildPath(sent, roots, AT)).toMatchObject({
      outcome: null,
      notes: ['malformed-certificate'],
    });
    expect(buildPath([...sent, middle], roots, AT)).toMatchObject({
      outcome: 'trusted',
      notes: [],
    });
  });

  it('is null where the issuer has a key OpenSSL does not know', () => {
    const spki = der(0x30, der(0x30, oid('1.2.643.7.1.1.1.1')), der(0x03, Buffer.from([0, 1])));
    const gost = middleCa.certifiedBy(rootCa, { spki });
    expect(buildPath([leaf, gost, root], NO_ROOTS, AT).outcome).toBeNull();
    expect(buildPath([leaf, gost, middle], roots, AT).outcome).toBe('trusted');
  });

  it('is null where more was sent than is looked at, unless a trusted path was found', () => {
    const many = Array.from({ length: MAX_SENT }, () => root);
    expect(buildPath([leaf, ...many, middle], roots, AT).outcome).toBeNull();
    expect(buildPath([leaf, middle, ...many], roots, AT).outcome).toBe('trusted');
  });

  it('is null beyond the most issuers a path may have', () => {
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
    expect(buildPath(sentBelow(MAX_DEPTH), trusting(top), AT).outcome).toBeNull();
  });

  const serial = (number: number) => ({ serial: der(0x02, Buffer.from([number])) });

  it('is null where more paths lead up than are tried', () => {
    const chain = Array.from({ length: MAX_DEPTH }, (_, depth) => new Authority(`CA ${depth}`));
    const sent = chain.flatMap((ca, depth) =>
      [1, 2, 3].map((number) => ca.certifiedBy(chain[depth + 1] ?? rootCa, serial(number))),
    );
    expect(buildPath([chain[0]?.signs({}) ?? leaf, ...sent], NO_ROOTS, AT).outcome).toBeNull();
    expect(buildPath([chain[0]?.signs({}) ?? leaf, ...sent], roots, AT).outcome).toBeNull();
    expect(buildPath([chain[1]?.signs({}) ?? leaf, ...sent], roots, AT).outcome).toBe('trusted');
  });

  it('is null where more signatures would have to be checked than are', () => {
    const impostors = (count: number) =>
      Array.from({ length: count }, () => new Authority('Root').certifiedBy(middleCa));
    const issuers = Array.from({ length: 8 }, (_, number) =>
      middleCa.certifiedBy(rootCa, serial(number + 1)),
    );
    const few = [leaf, ...issuers, ...impostors(4)];
    const many = [leaf, ...issuers, ...impostors(15)];
    expect(buildPath(few, NO_ROOTS, AT).outcome).toBe('missing-issuer');
    expect(buildPath(many, NO_ROOTS, AT).outcome).toBeNull();
    expect(buildPath(many, roots, AT).outcome).toBe('trusted');
  });
});
