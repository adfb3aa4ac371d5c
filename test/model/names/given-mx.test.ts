import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givenMxText, parseGivenMx } from '../../../src/model/names/given-mx.ts';

describe('parseGivenMx', () => {
  it.each([
    ['mail.example.org', 'mail.example.org'],
    ['Mail.Example.ORG.', 'mail.example.org'],
    ['ταχυδρομείο.gr', 'xn--kxadje8ardlylv.gr'],
    ['mail.example.org@192.0.2.1', 'mail.example.org@192.0.2.1'],
    ['mail.example.org@2001:DB8::1', 'mail.example.org@2001:db8::1'],
    ['mail.example.org@[2001:db8:0::1]', 'mail.example.org@2001:db8::1'],
  ])('reads %s', (text, read) => {
    const parsed = parseGivenMx(text);
    expect(parsed.kind === 'given' && givenMxText(parsed.given)).toBe(read);
  });

  it.each([
    ['', 'has a host that is empty'],
    ['@192.0.2.1', 'has a host that is empty'],
    ['192.0.2.1', 'is an address without the name of its host'],
    ['2001:db8::1', 'is an address without the name of its host'],
    ['mail', 'has a host of one label only'],
    ['mail.example.org@', 'has no IP address behind the @'],
    ['mail.example.org@192.0.2', 'has no IP address behind the @'],
    ['mail.example.org@192.0.2.1:25', 'has no IP address behind the @'],
    ['mail.example.org@192.0.2.1@192.0.2.2', 'has no IP address behind the @'],
    ['mail.example.org@[2001:db8::1', 'has no IP address behind the @'],
    ['mail.example.org@fe80::1%eth0', 'has no IP address behind the @'],
    ['10 mail.example.org', 'has a host that has a space inside'],
  ])('refuses %j', (text, reason) => {
    expect(parseGivenMx(text)).toEqual({ kind: 'invalid', reason });
  });

  it('reads what it writes, and throws for nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.domain(), fc.ipV6()).map((each) => each.join('@')),
        ),
        (text) => {
          const parsed = parseGivenMx(text);
          if (parsed.kind === 'given') {
            expect(parseGivenMx(givenMxText(parsed.given))).toEqual(parsed);
          }
        },
      ),
    );
  });
});
