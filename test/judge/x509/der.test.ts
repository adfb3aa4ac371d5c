import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_ELEMENTS,
  readElement,
  readElements,
  readInside,
} from '../../../src/judge/x509/der.ts';
import { handmade } from './handmade.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('readElement', () => {
  it.each([
    ['a short length', '02 01 05', 0, { tag: 2, content: '05', bytes: '020105' }],
    ['an empty element', '30 00', 0, { tag: 0x30, content: '', bytes: '3000' }],
    ['an offset', 'ff 04 02 0102 ff', 1, { tag: 4, content: '0102', bytes: '04020102' }],
    ['a long length', `0481 80 ${'aa'.repeat(128)}`, 0, { tag: 4, content: 'aa'.repeat(128) }],
    ['a length in too many octets', '04 83 000001 aa', 0, { tag: 4, content: 'aa' }],
  ])('reads %s', (_, text, offset, expected) => {
    const element = readElement(hex(text), offset);
    expect(element && toHex(element)).toMatchObject(expected);
  });

  it.each([
    ['no bytes', ''],
    ['an identifier alone', '30'],
    ['a length that lies by one', '04 02 01'],
    ['a length of 4 GB', '04 84 ffffffff 00'],
    ['a length of five octets', '04 85 0000000001 aa'],
    ['a length that breaks off', '04 82 01'],
    ['an indefinite length', '30 80 0000'],
    ['a tag above 30', '1f 2a 01 00'],
  ])('gives null for %s', (_, text) => {
    expect(readElement(hex(text))).toBeNull();
  });
});

describe('readElements', () => {
  it('reads all, and says so', () => {
    expect(readElements(hex('0201 01 0500 0401 ff'))).toMatchObject({
      elements: [{ tag: 2 }, { tag: 5 }, { tag: 4 }],
      whole: true,
    });
  });

  it('keeps what stands before a lie', () => {
    expect(readElements(hex('0201 01 0409 ff'))).toMatchObject({
      elements: [{ tag: 2 }],
      whole: false,
    });
  });

  it('stops at its cap', () => {
    const { elements, whole } = readElements(Buffer.alloc(2 * (MAX_ELEMENTS + 1), hex('0500')));
    expect([elements.length, whole]).toEqual([MAX_ELEMENTS, false]);
  });

  it('reads inside the wanted type only', () => {
    const element = readElement(hex('3003 020101'));
    expect(readInside(element, 0x30)).toMatchObject({ elements: [{ tag: 2 }], whole: true });
    expect(readInside(element, 0x31)).toEqual({ elements: [], whole: false });
    expect(readInside(null, 0x30)).toEqual({ elements: [], whole: false });
  });
});

describe('any bytes', () => {
  it('give elements that lie inside them, in order and without gaps', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { elements, whole } = readElements(bytes);
        const read = Buffer.concat(elements.map((element) => element.bytes));
        expect(read.equals(Buffer.from(bytes).subarray(0, read.length))).toBe(true);
        expect(whole).toBe(read.length === bytes.length);
        for (const { content, bytes: all } of elements) {
          expect(content.length).toBeLessThan(all.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of real certificates are read down to the last octet', () => {
    const real = rootCertificates.slice(0, 20).map((pem) => pemToDer(pem));
    for (const certificate of [...real, handmade()]) {
      const element = readElement(certificate);
      expect(element?.bytes.length).toBe(certificate.length);
      expect(readInside(element, 0x30)).toMatchObject({ whole: true });
    }
  });
});

function toHex(element: { tag: number; content: Uint8Array; bytes: Uint8Array }) {
  const { tag, content, bytes } = element;
  return {
    tag,
    content: Buffer.from(content).toString('hex'),
    bytes: Buffer.from(bytes).toString('hex'),
  };
}

function pemToDer(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}
