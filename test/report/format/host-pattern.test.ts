import { describe, expect, it } from 'vitest';
import { hostPattern, hostSubject } from '../../../src/report/format/host-pattern.ts';

describe('hostPattern', () => {
  it.each([
    ['numbers', ['mail1.dt-one.com', 'mail10.dt-one.com'], [], 'mail*.dt-one.com'],
    ['numbers with a hyphen', ['mx-1.a.gr', 'mx-2.a.gr'], [], 'mx*.a.gr'],
    ['a bare one among them', ['mx.a.gr', 'mx2.a.gr'], [], 'mx*.a.gr'],
    ['one domain', ['kriton.ote.gr', 'solon.ote.gr'], ['mx.otenet.gr'], '*.ote.gr'],
    ['different depths', ['a.noc.ntua.gr', 'b.ntua.gr'], [], '*.ntua.gr'],
    ['a registry is no name in common', ['mx.a.com.gr', 'mx.b.com.gr'], [], null],
    ['under a name below a registry', ['mx.a.com.gr', 'mail.a.com.gr'], [], '*.a.com.gr'],
    ['a TLD is no name in common', ['mx.a.gr', 'mx.b.gr'], [], null],
    ['one host is no pattern', ['mx.a.gr'], [], null],
    ['a stranger under the prefix', ['mail1.a.gr', 'mail2.a.gr'], ['mail3.a.gr'], null],
    ['a stranger beside the prefix', ['mail1.a.gr', 'mail2.a.gr'], ['mx.a.gr'], 'mail*.a.gr'],
    ['a stranger under the suffix', ['x.a.gr', 'y.a.gr'], ['z.a.gr'], null],
    ['members among the others', ['x.a.gr', 'y.a.gr'], ['x.a.gr', 'y.a.gr'], '*.a.gr'],
    ['an invalid name', ['.', 'mx.a.gr'], [], null],
    ['the domain itself is not covered', ['a.gr', 'mx.a.gr'], [], null],
  ])('%s', (_, hosts, others, pattern) => {
    expect(hostPattern(hosts, others)).toBe(pattern);
  });
});

describe('hostSubject', () => {
  it.each([
    ['one', ['mx.a.gr'], [], 'mx.a.gr'],
    ['two are named', ['mx1.a.gr', 'mx2.a.gr'], [], 'mx1.a.gr and mx2.a.gr'],
    ['three have a pattern', ['mx1.a.gr', 'mx2.a.gr', 'mx3.a.gr'], [], 'all mx*.a.gr'],
    ['many without one', ['a.x', 'b.y', 'c.z', 'd.w', 'e.v'], [], 'a.x, b.y, c.z and 2 others'],
  ])('%s', (_, hosts, others, subject) => {
    expect(hostSubject(hosts, others)).toBe(subject);
  });
});
