import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onionKind } from '../../../src/judge/policies/onion-name.ts';
import { labOnion, v3Name } from '../../lab/onion/onion-names.ts';

// The web site of the Tor project and the test vectors of rend-spec-v3.
const TOR_PROJECT = '2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion';
const VECTORS = [
  'pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion',
  'sp3k262uwy4r2k3ycr5awluarykdpag6a7y33jxop4cs2lu5uz5sseqd.onion',
  'xa4r2iadxm55fbnqgwwi5mymqdcofiu3w6rpbtqn7b2dyn7mgwj64jyd.onion',
];

describe('onionKind', () => {
  it.each([
    [TOR_PROJECT, 'v3'],
    ...VECTORS.map((name) => [name, 'v3'] as const),
    [`mail.${TOR_PROJECT}`, 'v3'],
    [labOnion('mail'), 'v3'],
    // As how-tos of 2016 show them.
    ['wy6zk3pmcwiyhiao.onion', 'v2'],
    ['3g2upl4pq6kufc4m.onion', 'v2'],
    ['mail.3g2upl4pq6kufc4m.onion', 'v2'],
    // One letter is wrong.
    ['3gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion', 'invalid'],
    [TOR_PROJECT.toUpperCase().replace('ONION', 'onion'), 'invalid'],
    [v3Name(Buffer.alloc(32, 7), 2), 'invalid'],
    [v3Name(Buffer.alloc(32, 7), 4), 'invalid'],
    ['3g2upl4pq6kufc41.onion', 'invalid'],
    ['a.onion', 'invalid'],
    ['onion', 'invalid'],
    ['.onion', 'invalid'],
    [`${'a'.repeat(55)}.onion`, 'invalid'],
    [`${'a'.repeat(56)}.onion`, 'invalid'],
    [`${TOR_PROJECT}.example.org`, 'not-onion'],
    [`${TOR_PROJECT}.`, 'not-onion'],
    ['mx.example.org', 'not-onion'],
    ['', 'not-onion'],
    ['.', 'unavailable'],
  ] as const)('%s: %s', (name, kind) => {
    expect(onionKind(name)).toBe(kind);
  });

  const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('takes every name that a key makes', () => {
    fc.assert(fc.property(keys, (key) => onionKind(v3Name(key)) === 'v3'));
  });

  it('finds every typing error in the key or the checksum but one of 65,536', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz234567';
    let missed = 0;
    fc.assert(
      fc.property(keys, fc.nat(54), fc.nat(30), (key, at, by) => {
        const name = v3Name(key);
        const letter = letters[(letters.indexOf(name[at] ?? '') + by + 1) % 32] ?? '';
        if (onionKind(name.slice(0, at) + letter + name.slice(at + 1)) === 'v3') missed++;
      }),
      { numRuns: 1_000, seed: 1 },
    );
    expect(missed).toBeLessThan(2);
  });

  it('takes any text for what it is', () => {
    fc.assert(fc.property(fc.string(), (text) => onionKind(text) !== 'v3'));
  });
});
