import { describe, expect, it } from 'vitest';
import { suiteName, suitesUpTo } from '../../../src/net/tls/cipher-suites.ts';
import { encodeClientHello, type ClientHelloParts } from '../../../src/net/tls/client-hello.ts';
import { TLS_VERSIONS } from '../../../src/model/records/words.ts';

const PARTS: ClientHelloParts = {
  version: 'TLSv1.2',
  suites: [0xc02f, 0x0005],
  groups: ['X25519', 'P-256'],
  signatures: [0x0403, 0x0809],
  servername: 'mx.a.example',
  random: Buffer.alloc(32, 0xaa),
  sessionId: Buffer.alloc(0),
  keyShares: [],
};
const RANDOM = 'aa'.repeat(32);

function hex(parts: Partial<ClientHelloParts>): string {
  return encodeClientHello({ ...PARTS, ...parts }).toString('hex');
}

describe('a ClientHello', () => {
  it('of SSL 3.0 has no extensions, and signals secure renegotiation by a suite', () => {
    expect(hex({ version: 'SSLv3' })).toBe(
      `1603000031` + `0100002d` + `0300${RANDOM}` + `00` + `0006c02f000500ff` + `0100`,
    );
  });

  it('of TLS 1.0 names the host', () => {
    const extensions = [
      '00000011000f00000c' + Buffer.from('mx.a.example').toString('hex'),
      'ff01000100',
      '00170000',
      '000a00060004001d0017',
      '000b00020100',
    ].join('');
    const block = (extensions.length / 2).toString(16).padStart(4, '0');
    expect(hex({ version: 'TLSv1' })).toContain(
      `0301${RANDOM}` + `00` + `0004c02f0005` + `0100` + block + extensions,
    );
    expect(hex({ version: 'TLSv1' })).toMatch(/^160301/);
  });

  it.each([
    ['TLSv1.1', '0302', false],
    ['TLSv1.2', '0303', false],
    ['TLSv1.3', '0303', true],
  ] as const)('of %s says %s', (version, legacy, listed) => {
    expect(hex({ version })).toContain(`${legacy}${RANDOM}`);
    expect(hex({ version }).includes('002b0009080304030303020301')).toBe(listed);
  });

  it('of TLS 1.3 has the given key shares, or an empty list', () => {
    const key = Buffer.alloc(32, 0xbb);
    expect(hex({ version: 'TLSv1.3', keyShares: [{ group: 'X25519', key }] })).toContain(
      '00330026' + '0024' + '001d0020' + 'bb'.repeat(32),
    );
    expect(hex({ version: 'TLSv1.3' })).toContain('003300020000');
  });

  it('without a name has no SNI', () => {
    expect(hex({ servername: null })).not.toContain('0000000f');
    expect(encodeClientHello({ ...PARTS, servername: null }).length).toBe(
      encodeClientHello(PARTS).length - 21,
    );
  });

  it.each(TLS_VERSIONS)('up to %s with all its suites has correct lengths', (version) => {
    const suites = suitesUpTo(version).map(({ number }) => number);
    const bytes = encodeClientHello({ ...PARTS, version, suites });
    expect(bytes.readUInt16BE(3)).toBe(bytes.length - 5);
    expect(bytes.readUIntBE(6, 3)).toBe(bytes.length - 9);
  });
});

describe('suites', () => {
  it.each(TLS_VERSIONS)('up to %s are unique, each with its own name', (version) => {
    const suites = suitesUpTo(version);
    expect(new Set(suites.map(({ number }) => number)).size).toBe(suites.length);
    expect(new Set(suites.map(({ name }) => name)).size).toBe(suites.length);
    for (const { number, name } of suites) {
      expect(suiteName(number)).toBe(name);
      expect(name).toMatch(/^TLS_[A-Za-z0-9_]+$/);
    }
  });

  it('that are not in the table are shown as numbers', () => {
    expect(suiteName(0x00ab)).toBe('0x00ab');
  });
});
