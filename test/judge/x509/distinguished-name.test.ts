import { describe, expect, it } from 'vitest';
import { readElement } from '../../../src/judge/x509/der.ts';
import { formatName, nameKey } from '../../../src/judge/x509/distinguished-name.ts';
import { MAX_NAME_CHARACTERS } from '../../../src/model/text/name-text.ts';
import { commonName, der, nameOf, oid } from './handmade.ts';

const CN = '2.5.4.3';
const O = '2.5.4.10';
const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));
const bytes = (hex: string) => Buffer.from(hex, 'hex');
const format = (name: Buffer) => formatName(readElement(name));
const key = (name: Buffer) => nameKey(readElement(name));

describe('formatName', () => {
  it.each([
    [
      'the last RDN first',
      nameOf(['2.5.4.6', der(0x13, 'GR')], [O, utf8('Lab')], [CN, utf8('mx')]),
      'CN=mx,O=Lab,C=GR',
    ],
    ['no RDN at all', nameOf(), ''],
    ['an attribute without a short name', nameOf(['1.2.3', utf8('a')]), '1.2.3=#0c0161'],
    ['emailAddress', nameOf(['1.2.840.113549.1.9.1', der(0x16, 'a@b')]), 'emailAddress=a@b'],
    ['special characters', commonName('a,b+c"d\\e<f>g;h=i'), 'CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h=i'],
    ['# and space at the start', nameOf([O, utf8('#a#')], [CN, utf8(' a')]), 'CN=\\ a,O=\\#a#'],
    ['space at the end', nameOf([O, utf8(' ')], [CN, utf8('a \\ ')]), 'CN=a \\\\\\ ,O=\\ '],
    ['NUL, CR, LF, ESC, DEL', commonName('a\0\r\n\x1b\x7fb'), 'CN=a\\00\\0D\\0A\\1B\\7Fb'],
    [
      'C1, RTL override, line separator',
      commonName('\x9b\u202e\u2028'),
      'CN=\\C2\\9B\\E2\\80\\AE\\E2\\80\\A8',
    ],
    ['no-break space and private use', commonName('\u00a0\ue000'), 'CN=\\C2\\A0\\EE\\80\\80'],
    ['a byte order mark', commonName('\ufeffa'), 'CN=\\EF\\BB\\BFa'],
    ['Greek', commonName('Υπουργείο'), 'CN=Υπουργείο'],
    ['malformed UTF-8', nameOf([CN, der(0x0c, bytes('61ff2c'))]), 'CN=a\\FF\\,'],
    ['a high byte in a PrintableString', nameOf([CN, der(0x13, bytes('61e9'))]), 'CN=a\\E9'],
    ['T.61 as Latin-1', nameOf([CN, der(0x14, bytes('61e9'))]), 'CN=aé'],
    ['a BMPString', nameOf([CN, der(0x1e, bytes('03a500d8'))]), 'CN=ΥØ'],
    ['half a BMPString character', nameOf([CN, der(0x1e, bytes('0061d8'))]), 'CN=\\00a\\D8'],
    ['a lone surrogate', nameOf([CN, der(0x1e, bytes('d800'))]), 'CN=\\D8\\00'],
    ['a UniversalString', nameOf([CN, der(0x1c, bytes('0001f600'))]), 'CN=😀'],
    [
      'a UniversalString beyond Unicode',
      nameOf([CN, der(0x1c, bytes('00110000'))]),
      'CN=\\00\\11\\00\\00',
    ],
    ['a value that is no text', nameOf([CN, der(0x02, bytes('05'))]), 'CN=#020105'],
    [
      'several attributes in one RDN',
      der(0x30, der(0x31, der(0x30, oid(CN), utf8('a')), der(0x30, oid(O), utf8('b')))),
      'CN=a+O=b',
    ],
  ])('writes %s', (_, name, expected) => {
    expect(format(name)).toEqual({ text: expected, whole: true });
  });

  it.each([
    ['an empty RDN', der(0x30, der(0x31)), ''],
    ['an RDN of another type', der(0x30, der(0x30)), ''],
    [
      'an RDN that breaks off',
      der(0x30, der(0x31, der(0x30, oid(CN), utf8('a')), bytes('ff'))),
      'CN=a',
    ],
    ['an attribute without a value', der(0x30, der(0x31, der(0x30, oid(CN)))), ''],
    [
      'junk behind a good RDN',
      der(0x30, der(0x31, der(0x30, oid(CN), utf8('a'))), bytes('ff')),
      'CN=a',
    ],
  ])('is not whole with %s', (_, name, expected) => {
    expect(format(name)).toEqual({ text: expected, whole: false });
  });

  it('is not whole where there is nothing', () => {
    expect(formatName(null)).toEqual({ text: '', whole: false });
  });

  it.each([
    ['text', 'a'.repeat(2000), `CN=${'a'.repeat(1021)}…`],
    ['an escape', 'a'.repeat(1019) + '\n'.repeat(9), `CN=${'a'.repeat(1019)}…`],
    ['a hex pair', 'a'.repeat(1020) + '\n'.repeat(9), `CN=${'a'.repeat(1020)}…`],
    ['escaped backslashes', 'a'.repeat(1019) + '\\'.repeat(9), `CN=${'a'.repeat(1019)}\\\\…`],
    ['a surrogate pair', 'a'.repeat(1020) + '😀'.repeat(9), `CN=${'a'.repeat(1020)}…`],
  ])('cuts long names without breaking %s', (_, value, expected) => {
    expect(format(commonName(value)).text).toBe(expected);
    expect(expected.length).toBeLessThanOrEqual(MAX_NAME_CHARACTERS + 1);
  });
});

describe('nameKey', () => {
  it.each([
    ['another string type', der(0x13, 'My CA')],
    ['another case', utf8('my ca')],
    ['other spaces', utf8('  My   CA ')],
  ])('is the same with %s', (_, value) => {
    expect(key(nameOf([CN, value]))).toBe(key(commonName('My CA')));
  });

  it.each([
    ['another value', commonName('My CB')],
    ['another attribute', nameOf([O, utf8('My CA')])],
    ['two RDNs that read like one', nameOf([CN, utf8('My CA","2.5.4.3="x')])],
    ['another letter that folds', commonName('My \u212aA')],
    ['a name that breaks off', der(0x30, commonName('My CA'), bytes('ff'))],
  ])('differs with %s', (_, name) => {
    expect(key(name)).not.toBe(key(commonName('My CA')));
  });
});
