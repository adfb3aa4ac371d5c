import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rfc4514Name } from '../../src/importers/openssl-name.ts';

describe('rfc4514Name reads a subject in', () => {
  // What OpenSSL 1.0 and 3.0 print, and 3.2 with its new defaults; the first three are one certificate.
  it.each([
    {
      style: 'the old style',
      text: String.raw`C=GR, O=A, Inc. , OU=SCH , OU=#hash, OU= lead, CN=\xCE\xA5\xCF\x80/serialNumber=12/street=Main 1/emailAddress=a@b.gr`,
      name: String.raw`emailAddress=a@b.gr,STREET=Main 1,serialNumber=12,CN=Υπ,OU=\ lead,OU=\#hash,OU=SCH\ ,O=A\, Inc.\ ,C=GR`,
    },
    {
      style: 'the style with spaces',
      text: String.raw`C = GR, O = "A, Inc. ", OU = "SCH ", OU = "#hash", OU = " lead", CN = \CE\A5\CF\80, serialNumber = 12, street = Main 1, emailAddress = a@b.gr`,
      name: String.raw`emailAddress=a@b.gr,STREET=Main 1,serialNumber=12,CN=Υπ,OU=\ lead,OU=\#hash,OU=SCH\ ,O=A\, Inc.\ ,C=GR`,
    },
    {
      style: 'the newest style',
      text: String.raw`C=GR, O="A, Inc. ", OU="SCH ", OU="#hash", OU=" lead", CN=Υπ, serialNumber=12, street=Main 1, emailAddress=a@b.gr`,
      name: String.raw`emailAddress=a@b.gr,STREET=Main 1,serialNumber=12,CN=Υπ,OU=\ lead,OU=\#hash,OU=SCH\ ,O=A\, Inc.\ ,C=GR`,
    },
    {
      style: 'several attributes of one RDN',
      text: 'C = GR, GN = Ann + CN = x',
      name: 'givenName=Ann+CN=x,C=GR',
    },
    { style: 'one attribute', text: 'CN=*.megamailservers.eu', name: 'CN=*.megamailservers.eu' },
    { style: 'no attribute at all', text: ' ', name: '' },
    { style: 'an empty value', text: 'O=, CN=a', name: 'CN=a,O=' },
    {
      style: 'a long type at the start',
      text: 'description=1L, C=GR, CN=mail.mil.gr/emailAddress=a@mil.gr',
      name: 'emailAddress=a@mil.gr,CN=mail.mil.gr,C=GR,description=1L',
    },
    {
      style: 'a URL with slashes',
      text: 'OU=http://certs.example.com/repository/, CN=Go',
      name: 'CN=Go,OU=http://certs.example.com/repository/',
    },
    {
      style: 'commas that end nothing',
      text: 'OU=(c) 2006 VeriSign, Inc. - For use only, CN=G5',
      name: String.raw`CN=G5,OU=(c) 2006 VeriSign\, Inc. - For use only`,
    },
    {
      style: 'a quote and a backslash in quotes',
      text: String.raw`O = "a \"b\" \\ c", CN = x`,
      name: String.raw`CN=x,O=a \"b\" \\ c`,
    },
    {
      style: 'a quote that ends nowhere',
      text: 'O = "a, CN = x',
      name: String.raw`CN=x,O=\"a`,
    },
    { style: 'a numeric type', text: '2.5.4.97=x, CN=y', name: 'CN=y,2.5.4.97=x' },
    {
      style: 'bytes that are no UTF-8',
      text: String.raw`CN=caf\xE9, O=b`,
      name: String.raw`O=b,CN=caf\E9`,
    },
    {
      style: 'what would act on a terminal',
      text: 'CN=a\u001b[31m\u202e\u0000',
      name: String.raw`CN=a\1B[31m\E2\80\AE\00`,
    },
  ])('$style', ({ text, name }) => {
    expect(rfc4514Name(text)).toBe(name);
  });

  it.each([
    { text: 'nobody' },
    { text: '=x' },
    { text: '/C=GR/CN=a' },
    { text: ', CN=a' },
    { text: `CN=${'x'.repeat(8_192)}` },
  ])('what is no name: none ($text.length characters)', ({ text }) => {
    expect(rfc4514Name(text)).toBeNull();
  });

  it('up to 8192 characters', () => {
    expect(rfc4514Name(`CN=${'a'.repeat(8189)}`)).toMatch(/^CN=a{1021}…$/);
    expect(rfc4514Name(`CN=${'a'.repeat(8190)}`)).toBeNull();
  });

  it('any text, without throwing', () => {
    const piece = fc.constantFrom(
      'C=',
      'CN = ',
      ', ',
      ' + ',
      '/',
      '"',
      '\\',
      '\\xFF',
      'a',
      '\ud800',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        const name = rfc4514Name(each);
        expect(name === null || name.length <= 1025).toBe(true);
      }),
    );
  });
});
