import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugOf } from '../../../src/report/site/slug.ts';

describe('the slug of a name', () => {
  // Each of these is the address of a page that someone links to: a line here never changes.
  it.each([
    { name: 'wind.gr', slug: 'wind.gr' },
    { name: 'espiv', slug: 'espiv' },
    { name: 'a-b.example', slug: 'a-b.example' },
    { name: 'WIND', slug: 'wind-f8b8db68' },
    { name: 'Wind', slug: 'wind-a16ef3e7' },
    { name: 'OTE/COSMOTE', slug: 'ote-cosmote-169904bb' },
    { name: 'Commercial Providers', slug: 'commercial-providers-57baa2c5' },
    { name: 'Ελληνικό Δίκτυο', slug: 'ελληνικό-δίκτυο-0af48de2' },
    { name: 'xn--hxajbheg2az3al.gr', shown: 'παράδειγμα.gr', slug: 'παράδειγμα-gr-fc2dd1ac' },
    { name: '../../etc/passwd', slug: 'etc-passwd-8c8931e4' },
    { name: '..', slug: 'a8ca4457' },
    { name: '', slug: '12ae32cb' },
    { name: 'con', slug: 'con-93f41b1b' },
    { name: 'con.gr', slug: 'con-gr-e14d7c2c' },
    { name: 'lpt1', slug: 'lpt1-2f061c20' },
    { name: 'console.gr', slug: 'console.gr' },
    { name: 'index', slug: 'index-8a76c15a' },
    { name: 'wind-f8b8db68', slug: 'wind-f8b8db68-d943dfcb' },
    { name: 'deadbeef', slug: 'deadbeef-60ed8d9a' },
    { name: 'a--b.gr', slug: 'a-b-gr-e6a1bb87' },
    { name: 'trailing.', slug: 'trailing-2f6495fa' },
    { name: '\u001b[31m<b>"&\u202e', slug: '31m-b-070f9276' },
    { name: '\ud800', slug: '8c0c59dd' },
    { name: '\u115f\u0301x', slug: 'x-105ccfd4' },
    { name: 'a'.repeat(81), slug: `${'a'.repeat(40)}-6c8a3892` },
    { name: '\u{20000}'.repeat(300), slug: `${'\u{20000}'.repeat(40)}-0f4bf86e` },
  ])('$name is $slug', ({ name, shown, slug }) => {
    expect(slugOf(name, shown)).toBe(slug);
  });

  it('is a file name of its own on every file system, whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const slug = slugOf(name);
        expect(Buffer.byteLength(slug)).toBeLessThan(200);
        expect(slug).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}.-]*$/u);
        expect(slug.toLowerCase().normalize('NFC')).toBe(slug);
        expect(slug).not.toMatch(/\.$|\.\.|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['wind', 'WIND', 'Wind', 'wind '],
    ['é', 'e\u0301', 'É'],
    ['ﬁrm', 'firm', 'Firm'],
    ['a/b', 'a-b', 'a b', 'a_b'],
    ['ß', 'ss', 'ẞ'],
    ['İ', 'i', 'ı', 'I'],
  ])('differs between %s and what looks like it', (...names) => {
    expect(new Set(names.map((each) => slugOf(each))).size).toBe(names.length);
  });

  it('of a slug is another one, so that no name takes the address of a second', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const slug = slugOf(name);
        if (slug !== name) expect(slugOf(slug)).not.toBe(slug);
      }),
    );
  });
});
