import { describe, expect, it } from 'vitest';
import { locateFields } from '../../../src/judge/x509/certificate-fields.ts';
import { readConstrainedNames } from '../../../src/judge/x509/general-name.ts';
import { readNameConstraints } from '../../../src/judge/x509/name-constraints.ts';
import { checkNameConstraints } from '../../../src/judge/x509/name-constraint-check.ts';
import {
  commonName,
  constraintsExtension,
  criticalExtension,
  der,
  extension,
  handmade,
  nameOf,
} from './handmade.ts';

const dns = (name: string) => der(0x82, name);
const ip = (...octets: readonly number[]) => der(0x87, Buffer.from(octets));
const text = (value: string) => der(0x0c, value);
const directory = (...parts: readonly (readonly [string, string])[]) =>
  der(0xa4, nameOf(...parts.map(([type, value]) => [type, text(value)] as const)));
const email = (address: string) => der(0x81, address);
const uri = (address: string) => der(0x86, address);
const C = '2.5.4.6';
const O = '2.5.4.10';
const EMAIL = '1.2.840.113549.1.9.1';
const V6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const V6_MASK = [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

const NO_SUBJECT = der(0x30);
const alternative = (...names: readonly Buffer[]) => extension('2.5.29.17', der(0x30, ...names));

/** Where a certificate with this subject and these names stands to a CA with this extension. */
function standing(constraints: Buffer, names: readonly Buffer[], subject = NO_SUBJECT) {
  const issuer = locateFields(handmade({ extensions: [constraints] }));
  const leaf = locateFields(handmade({ subject, extensions: [alternative(...names)] }));
  const budget = { left: 1000 };
  return checkNameConstraints(readConstrainedNames(leaf), readNameConstraints(issuer), budget);
}

const permitting = (...permitted: readonly Buffer[]) => constraintsExtension({ permitted });
const excluding = (...excluded: readonly Buffer[]) => constraintsExtension({ excluded });

describe('permitted subtrees', () => {
  it.each([
    ['inside', dns('example.com'), dns('example.com')],
    ['inside', dns('example.com'), dns('mx.EXAMPLE.com')],
    ['inside', dns('Example.COM'), dns('a.b.example.com')],
    ['inside', dns('example.com'), dns('*.example.com')],
    ['outside', dns('example.com'), dns('example.net')],
    ['outside', dns('example.com'), dns('notexample.com')],
    ['outside', dns('mx.example.com'), dns('example.com')],
    ['outside', dns('mx.example.com'), dns('*.example.com')],
    ['inside', dns('.example.com'), dns('mx.example.com')],
    ['inside', dns('.example.com'), dns('*.example.com')],
    ['outside', dns('.example.com'), dns('example.com')],
    ['outside', dns('.example.com'), dns('notexample.com')],
    ['inside', dns(''), dns('anything.example')],
    ['unknown', dns('example.com'), dns('.example.com')],
    ['unknown', dns('example.com'), dns('mx*.example.com')],
    ['unknown', dns('example.com'), dns('mx.example.com\0.example.net')],
    ['inside', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(192, 0, 2, 200)],
    ['outside', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(192, 0, 3, 1)],
    ['outside', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(...V6)],
    ['inside', ip(...V6, ...V6_MASK), ip(...V6)],
    ['unknown', ip(192, 0, 2, 0, 255, 255, 255, 0), ip(192, 0, 2, 0, 255, 255, 255, 0)],
    ['inside', directory([C, 'GR']), directory([C, 'GR'], [O, 'Lab'])],
    ['inside', directory([C, 'GR']), directory([C, 'gr'])],
    ['outside', directory([C, 'GR'], [O, 'Lab']), directory([C, 'GR'])],
    ['outside', directory([C, 'GR']), directory([O, 'Lab'], [C, 'GR'])],
    ['unknown', email('example.com'), email('postmaster@example.com')],
    ['unknown', uri('.example.com'), uri('https://example.com/')],
  ])('%s: %j holds %j', (expected, base, name) => {
    expect(standing(permitting(base), [name])).toBe(expected);
  });
});

describe('excluded subtrees', () => {
  it.each([
    ['outside', dns('example.com'), dns('mx.example.com')],
    ['outside', dns('mx.example.com'), dns('*.example.com')],
    ['inside', dns('a.mx.example.com'), dns('*.example.com')],
    ['inside', dns('example.com'), dns('*.example.net')],
    ['inside', dns('mx.example.com'), dns('mx2.example.com')],
    ['outside', dns('.example.com'), dns('*.example.com')],
    ['outside', dns(''), dns('anything.example')],
    ['outside', ip(127, 0, 0, 0, 255, 0, 0, 0), ip(127, 0, 0, 1)],
    ['outside', directory([C, 'GR']), directory([C, 'GR'])],
    ['unknown', der(0xa0), der(0xa0)],
  ])('%s: %j excludes %j', (expected, base, name) => {
    expect(standing(excluding(base), [name])).toBe(expected);
  });
});

describe('names and constraints together', () => {
  const some = permitting(dns('example.com'), dns('example.net'));

  it.each<[string, Buffer, readonly Buffer[], Buffer]>([
    ['inside', some, [dns('mx.example.com'), dns('mx.example.net')], NO_SUBJECT],
    ['outside', some, [dns('mx.example.com'), dns('mx.example.org')], NO_SUBJECT],
    ['outside', some, [dns('mx.example.org'), dns('.')], NO_SUBJECT],
    ['inside', some, [ip(192, 0, 2, 1), uri('x:'), email('x')], commonName('elsewhere.example')],
    ['inside', some, [], NO_SUBJECT],
    ['outside', permitting(directory([C, 'GR'])), [dns('mx.example')], commonName('mx.example')],
    ['inside', permitting(directory([C, 'GR'])), [dns('mx.example')], NO_SUBJECT],
    ['unknown', permitting(email('example.com')), [], nameOf([EMAIL, text('a@example.com')])],
    ['unknown', some, [der(0x9f, 'x')], NO_SUBJECT],
    ['unknown', permitting(directory([C, 'GR'])), [der(0xa4, der(0x04))], NO_SUBJECT],
  ])('%s (%#)', (expected, constraints, names, subject) => {
    expect(standing(constraints, names, subject)).toBe(expected);
  });

  it('an excluded subtree counts for more than a permitted one', () => {
    const both = constraintsExtension({
      permitted: [dns('example.com')],
      excluded: [dns('mx.example.com')],
    });
    expect(standing(both, [dns('mx.example.com')])).toBe('outside');
    expect(standing(both, [dns('mx2.example.com')])).toBe('inside');
  });
});

describe('constraints that cannot be read are unknown whatever the names are', () => {
  const raw = (value: Buffer) => criticalExtension('2.5.29.30', value);
  const subtree = (...parts: readonly Buffer[]) => raw(der(0x30, der(0xa0, der(0x30, ...parts))));

  it.each([
    ['a wildcard', permitting(dns('*.example.com'))],
    ['an address without a mask', permitting(ip(192, 0, 2, 0))],
    ['a mask with a hole', permitting(ip(192, 0, 2, 0, 255, 0, 255, 0))],
    ['a Name that is none', permitting(der(0xa4, der(0x04)))],
    ['a form that does not exist', permitting(der(0x9f, 'x'))],
    ['a distance', subtree(dns('example.com'), der(0x80, Buffer.from([1])))],
    ['nothing in it', raw(der(0x30))],
    ['empty lists', constraintsExtension({ permitted: [], excluded: [] })],
    ['something else in it', raw(der(0x30, der(0xa2)))],
    ['something else', raw(der(0x05))],
    ['an end before its end', raw(Buffer.from([0x30, 0x05, 0xa0]))],
  ])('%s', (_, constraints) => {
    expect(standing(constraints, [dns('mx.example.com')])).toBe('unknown');
    expect(standing(constraints, [])).toBe('unknown');
  });
});

describe('the budget', () => {
  const issuer = locateFields(
    handmade({ extensions: [permitting(dns('a.example'), dns('b.example'))] }),
  );
  const leaf = locateFields(
    handmade({
      subject: NO_SUBJECT,
      extensions: [alternative(dns('a.example'), dns('b.example'))],
    }),
  );

  it('is spent by names times constraints, and what it does not cover is unknown', () => {
    const budget = { left: 7 };
    const ask = () =>
      checkNameConstraints(readConstrainedNames(leaf), readNameConstraints(issuer), budget);
    expect([ask(), budget.left, ask(), budget.left]).toEqual(['inside', 3, 'unknown', 3]);
  });
});
