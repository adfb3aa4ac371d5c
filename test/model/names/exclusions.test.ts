import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress } from '../../../src/model/names/ip-address.ts';
import {
  createExclusions,
  parseExclusion,
  type Exclusions,
} from '../../../src/model/names/exclusions.ts';

function exclusions(...lines: string[]): Exclusions {
  return createExclusions(
    lines.map((line) => {
      const parsed = parseExclusion(line);
      if (parsed.kind !== 'exclusion') throw new Error(`${line} is ${parsed.kind}`);
      return parsed.exclusion;
    }),
  );
}

describe('names', () => {
  it.each<[string, string, boolean]>([
    ['wind.gr', 'wind.gr', true],
    ['wind.gr', 'WIND.gr.', true],
    ['wind.gr', 'mx1.wind.gr', true],
    ['wind.gr', 'a.b.wind.gr', true],
    ['wind.gr', 'upwind.gr', false],
    ['wind.gr', 'gr', false],
    ['wind.gr', 'wind.gr.com', false],
    ['WIND.gr.  # they asked', 'wind.gr', true],
    ['mx1.wind.gr', 'wind.gr', false],
    ['mx1.wind.gr', 'mx1.wind.gr', true],
    ['mail_1.wind.gr', 'mail_1.wind.gr', true],
    ['ελλάς.gr', 'mx.xn--hxarsa0b.gr', true],
    ['gr', 'wind.gr', true],
    ['constructor', 'toString', false],
  ])('%j, asked for %s: %s', (entry, name, excluded) => {
    expect(exclusions(entry).excludesDomain(name)).toBe(excluded);
    expect(exclusions(entry).excludesHost(name)).toBe(excluded);
  });
});

describe('addresses', () => {
  it.each<[string, string, boolean]>([
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.1', '192.0.2.2', false],
    ['192.0.2.1', '::ffff:192.0.2.1', true],
    ['192.0.2.1', '::ffff:c000:201', true],
    ['192.0.2.1', '::192.0.2.1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.0/24', '::ffff:192.0.2.9', true],
    ['192.0.2.128/25', '192.0.2.127', false],
    ['::ffff:192.0.2.0/120', '192.0.2.7', true],
    ['::fffe:0:0/95', '::ffff:192.0.2.7', true],
    ['0.0.0.0/0', '192.0.2.7', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '2001:db8::1', true],
    ['::/0', '192.0.2.7', false],
    ['2001:DB8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['2001:db8:0:0::1', '2001:db8::1', true],
    ['2001:db8::1', '2001:db8::2', false],
    ['192.0.2.1', 'wind.gr', false],
  ])('%s, asked for %s: %s', (entry, address, excluded) => {
    expect(exclusions(entry).excludesAddress(address)).toBe(excluded);
  });

  it('holds any address of its own and its block', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = canonicalAddress(text) ?? '';
        expect(exclusions('wind.gr', address).excludesAddress(text)).toBe(true);
      }),
    );
  });
});

describe('parseExclusion', () => {
  it.each(['', '   ', '# 192.0.2.1', '\t# x'])('%j is blank', (line) => {
    expect(parseExclusion(line)).toEqual({ kind: 'blank' });
  });

  it.each([
    ['a.gr b.gr', 'a.gr b.gr', 'has a space inside'],
    ['a.gr#x', 'a.gr#x', 'has "#", which no domain name has'],
    ['*.a.gr', '*.a.gr', 'has a wildcard: a domain covers all names below it'],
    ['http://a.gr/', 'http://a.gr/', 'is a URL or a path, not a domain name'],
    ['user@a.gr', 'user@a.gr', 'is an e-mail address, not a domain name'],
    ['127.1', '127.1', 'is or maps to an IP address, not a domain name'],
    ['192.0.2.256', '192.0.2.256', 'is or maps to an IP address, not a domain name'],
    [
      '2001:db8::1%eth0',
      '2001:db8::1%eth0',
      'has a colon: a port, a URL and an IPv6 address are not domain names',
    ],
    ['_a', '_a', 'is not a host name'],
    ['a_b..gr', 'a_b..gr', 'is not a host name'],
    ['192.0.2.1/24', '192.0.2.1/24', 'has bits set beyond its prefix: the block is 192.0.2.0/24'],
    [
      '2001:db8::1/32',
      '2001:db8::1/32',
      'has bits set beyond its prefix: the block is 2001:db8::/32',
    ],
    ...[
      '192.0.2.0/33',
      '192.0.2/24',
      '192.0.2.0/',
      '192.0.2.0/024',
      '192.0.2.0/-1',
      '::/129',
      '192.0.2.0/255.255.255.0',
    ].map((text) => [text, text, 'is not a CIDR block, as in 192.0.2.0/24 or 2001:db8::/32']),
    ['a\x1b.gr', 'a\\u001b.gr', 'has a control character'],
  ])('%j is invalid', (line, value, reason) => {
    expect(parseExclusion(line)).toEqual({ kind: 'invalid', value, reason });
  });

  it('never throws', () => {
    const sign = fc.constantFrom('1', '.', ':', '/', 'a', '_', '-', '*', 'f', ' ', '\0');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: sign }), fc.string({ unit: 'binary' })), (line) => {
        const parsed = parseExclusion(line);
        if (parsed.kind === 'exclusion') createExclusions([parsed.exclusion]);
        if (parsed.kind === 'invalid') expect(parsed.value).toMatch(/^[^\p{C}]{1,483}$/u);
      }),
    );
  });
});

describe('createExclusions', () => {
  it('excludes nothing without entries', () => {
    const none = createExclusions([]);
    expect(none.size).toBe(0);
    expect(none.excludesDomain('a.gr')).toBe(false);
    expect(none.excludesHost('')).toBe(false);
    expect(none.excludesAddress('192.0.2.1')).toBe(false);
  });

  it('counts distinct entries', () => {
    const all = exclusions(
      'a.gr',
      'A.gr',
      '192.0.2.1',
      '192.0.2.1/32',
      '192.0.2.2',
      '2001:db8::/32',
    );
    expect(all.size).toBe(4);
  });
});
