import { describe, expect, it } from 'vitest';
import { readElement } from '../../../src/judge/x509/der.ts';
import {
  readBitLength,
  readBoolean,
  readInstant,
  readIntegerHex,
  readObjectIdentifier,
} from '../../../src/judge/x509/der-values.ts';
import { der, oid } from './handmade.ts';

const element = (bytes: Buffer) => readElement(bytes);
const integer = (hex: string) => element(der(0x02, Buffer.from(hex, 'hex')));

describe('readObjectIdentifier', () => {
  it.each(['0.9.2342.19200300.100.1.25', '1.2.840.113549.1.1.11', '2.5.4.3', '2.999.1'])(
    'reads %s',
    (dotted) => {
      expect(readObjectIdentifier(element(oid(dotted)))).toBe(dotted);
    },
  );

  it('keeps arcs that are too large for a number', () => {
    const uuid = Buffer.from('69' + 'ff'.repeat(17) + '7f', 'hex');
    expect(readObjectIdentifier(element(der(0x06, uuid)))).toBe(
      `2.25.${(2n ** 126n - 1n).toString()}`,
    );
  });

  it.each([
    ['an empty one', der(0x06)],
    ['one that breaks off', der(0x06, Buffer.from([0x55, 0x84]))],
    ['padding', der(0x06, Buffer.from([0x55, 0x80, 0x04]))],
    ['65 octets', der(0x06, Buffer.alloc(65, 1))],
    ['another type', der(0x04, Buffer.from([0x55, 0x04]))],
  ])('gives null for %s', (_, bytes) => {
    expect(readObjectIdentifier(element(bytes))).toBeNull();
  });
});

describe('readIntegerHex', () => {
  it.each([
    ['zero', '00', '00'],
    ['one octet', '7f', '7f'],
    ['a leading zero for the sign', '00ff', 'ff'],
    ['minus one', 'ff', '-01'],
    ['minus 128', '80', '-80'],
    ['minus 256', 'ff00', '-0100'],
    ['21 octets', '00' + 'ab'.repeat(20), 'ab'.repeat(20)],
    ['64 octets', '7f'.repeat(64), '7f'.repeat(64)],
    ['65 octets', '7f'.repeat(65), `${'7f'.repeat(64)}…`],
  ])('writes %s', (_, content, expected) => {
    expect(readIntegerHex(integer(content))).toBe(expected);
  });

  it('gives null for an empty or another element', () => {
    expect([readIntegerHex(integer('')), readIntegerHex(element(oid('2.5.4.3')))]).toEqual([
      null,
      null,
    ]);
  });
});

describe('readBitLength', () => {
  it.each([
    ['01', 1],
    ['7f', 7],
    ['0080', 8],
    ['0100', 9],
    ['00' + 'ff'.repeat(256), 2048],
    ['', null],
    ['00', null],
    ['80', null],
  ])('of %s is %s', (content, expected) => {
    expect(readBitLength(integer(content))).toBe(expected);
  });
});

describe('readBoolean', () => {
  it.each([
    [Buffer.from([0xff]), true],
    [Buffer.from([0x01]), true],
    [Buffer.from([0x00]), false],
    [Buffer.from([]), null],
    [Buffer.from([0, 0]), null],
  ])('of %j is %s', (content, expected) => {
    expect(readBoolean(element(der(0x01, content)))).toBe(expected);
  });
});

describe('readInstant', () => {
  it.each([
    [0x17, '510203040506Z', '1951-02-03T04:05:06Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00Z'],
    [0x17, '491231235959Z', '2049-12-31T23:59:59Z'],
    [0x17, '000229000000Z', '2000-02-29T00:00:00Z'],
    [0x18, '99991231235959Z', '9999-12-31T23:59:59Z'],
    [0x18, '19700101000001Z', '1970-01-01T00:00:01Z'],
    [0x18, '00010101000000Z', '0001-01-01T00:00:00Z'],
  ])('reads %i %s', (tag, text, expected) => {
    expect(readInstant(element(der(tag, text)))).toBe(expected);
  });

  it.each([
    ['no seconds', 0x17, '5102030405Z'],
    ['an offset', 0x17, '510203040506+0200'],
    ['no zone', 0x17, '510203040506'],
    ['30 February', 0x17, '510230000000Z'],
    ['29 February 2001', 0x17, '010229000000Z'],
    ['hour 24', 0x17, '510203240000Z'],
    ['month 13', 0x18, '20201301000000Z'],
    ['a fraction', 0x18, '20200101000000.5Z'],
    ['four digits in a UTCTime', 0x17, '20200101000000Z'],
    ['two digits in a GeneralizedTime', 0x18, '200101000000Z'],
    ['other digits', 0x17, '5102030405０6Z'],
    ['a newline behind', 0x17, '510203040506Z\n'],
    ['nothing', 0x17, ''],
    ['another type', 0x0c, '510203040506Z'],
  ])('gives null for %s', (_, tag, text) => {
    expect(readInstant(element(der(tag, text)))).toBeNull();
  });
});
