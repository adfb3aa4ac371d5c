import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalAddress,
  compareAddresses,
  specialPurpose,
} from '../../../src/model/names/ip-address.ts';
import { addressText, firstAddress, parseBlock } from '../../../src/model/names/ip-block.ts';
import { SPECIAL_PURPOSE_BLOCKS } from '../../../src/model/names/special-purpose.ts';

describe('canonicalAddress', () => {
  it.each([
    ['212.205.50.68', '212.205.50.68'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'], // RFC 5952 §4.2.3: the first of equal runs
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'], // RFC 5952 §4.2.2: one zero stays
    ['2001:db8::0001', '2001:db8::1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['::FFFF:1.2.3.4', '::ffff:1.2.3.4'],
    ['::ffff:102:304', '::ffff:1.2.3.4'],
    ['::1.2.3.4', '::102:304'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('%s is %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each([
    '',
    '127.1',
    '010.0.0.1',
    '1.2.3.256',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.4.',
    '0x7f.0.0.1',
    '2130706433',
    '１.2.3.4',
    '[::1]',
    '::1%lo',
    'fe80::1%eth0',
    '1::2::3',
    ':::',
    '12345::',
    '::ffff:1.2.3',
    'example.org',
  ])('%j is no address', (text) => {
    expect(canonicalAddress(text)).toBeNull();
  });

  it('is idempotent and agrees with the URL parser on IPv6', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), fc.ipV4()), (text) => {
        const canonical = canonicalAddress(text);
        if (canonical === null) throw new Error(`${text} is an address`);
        expect(canonicalAddress(canonical)).toBe(canonical);
        if (isIPv4(text)) expect(canonical).toBe(text);
        else expect(new URL(`http://[${canonical}]`)).toEqual(new URL(`http://[${text}]`));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('1', ':', '.', 'f', '%') }),
        ),
        (text) => {
          const canonical = canonicalAddress(text);
          if (canonical !== null) expect(canonicalAddress(canonical)).toBe(canonical);
        },
      ),
    );
  });
});

describe('specialPurpose', () => {
  it.each([
    ['0.0.0.0', 'this host on this network'],
    ['0.1.2.3', 'this network'],
    ['10.255.255.255', 'private use'],
    ['100.64.0.0', 'shared address space'],
    ['100.127.255.255', 'shared address space'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'link local'],
    ['172.16.0.1', 'private use'],
    ['172.31.255.255', 'private use'],
    ['192.0.0.1', 'IPv4 service continuity prefix'],
    ['192.0.0.8', 'IPv4 dummy address'],
    ['192.0.0.9', 'Port Control Protocol anycast'],
    ['192.0.0.10', 'TURN anycast'],
    ['192.0.0.11', 'IETF protocol assignments'],
    ['192.0.0.170', 'NAT64/DNS64 discovery'],
    ['192.0.0.171', 'NAT64/DNS64 discovery'],
    ['192.0.2.1', 'documentation (TEST-NET-1)'],
    ['192.88.99.1', 'deprecated 6to4 relay anycast'],
    ['192.168.1.1', 'private use'],
    ['198.18.0.1', 'benchmarking'],
    ['198.19.255.255', 'benchmarking'],
    ['198.51.100.7', 'documentation (TEST-NET-2)'],
    ['203.0.113.7', 'documentation (TEST-NET-3)'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'limited broadcast'],
    ['::', 'unspecified address'],
    ['::1', 'loopback'],
    ['::2', 'IPv4-compatible address'],
    ['::127.0.0.1', 'IPv4-compatible address'],
    ['::8.8.8.8', 'IPv4-compatible address'],
    ['::ffff:127.0.0.1', 'IPv4-mapped address'],
    ['::ffff:8.8.8.8', 'IPv4-mapped address'],
    ['0:0:0:0:0:FFFF:7F00:1', 'IPv4-mapped address'],
    ['::ffff:0:8.8.8.8', 'IPv4-translated address'],
    ['64:ff9b::8.8.8.8', 'IPv4-IPv6 translation'],
    ['64:ff9b:1:ffff::1', 'IPv4-IPv6 translation'],
    ['64:ff9b::1:0:0', 'not global unicast'],
    ['100::1', 'discard only'],
    ['100:0:0:1::1', 'dummy IPv6 prefix'],
    ['2001::1', 'Teredo'],
    ['2001:0:ffff::1', 'Teredo'],
    ['2001:1::1', 'Port Control Protocol anycast'],
    ['2001:1::2', 'TURN anycast'],
    ['2001:1::3', 'DNS-SD service registration anycast'],
    ['2001:1::4', 'IETF protocol assignments'],
    ['2001:2::1', 'benchmarking'],
    ['2001:2:1::1', 'IETF protocol assignments'],
    ['2001:10::1', 'deprecated ORCHID'],
    ['2001:1f:ffff::1', 'deprecated ORCHID'],
    ['2001:20::1', 'ORCHIDv2'],
    ['2001:30::1', 'drone remote identification'],
    ['2001:1ff:ffff::1', 'IETF protocol assignments'],
    ['2001:db8::1', 'documentation'],
    ['2001:db8:ffff::1', 'documentation'],
    ['2002:7f00:1::', '6to4'],
    ['2002:808:808::1', '6to4'],
    ['3fff::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['4000::1', 'not global unicast'],
    ['5f00::1', 'segment routing (SRv6) identifiers'],
    ['fc00::1', 'unique local'],
    ['fd12:3456::1', 'unique local'],
    ['fe80::1', 'link local'],
    ['febf::1', 'link local'],
    ['fec0::1', 'deprecated site local'],
    ['ff02::1', 'multicast'],
    ['200::1', 'not global unicast'],
    ['127.1', 'not an IP address'],
    ['fe80::1%eth0', 'not an IP address'],
    ['', 'not an IP address'],
  ])('%s is %s', (address, purpose) => {
    expect(specialPurpose(address)).toBe(purpose);
  });

  it.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '172.15.255.255',
    '172.32.0.0',
    '192.0.1.0',
    '192.0.3.0',
    '192.31.196.1', // AS112
    '192.52.193.1', // AMT
    '192.88.98.255',
    '192.88.100.0',
    '192.167.255.255',
    '192.169.0.0',
    '192.175.48.1', // AS112
    '198.17.255.255',
    '198.20.0.0',
    '212.205.50.68',
    '223.255.255.255',
    '2000::1',
    '2001:3::1', // AMT
    '2001:4:112::1', // AS112
    '2001:200::1',
    '2001:db7::1',
    '2001:db9::1',
    '2003::1',
    '2620:4f:8000::1', // AS112
    '2a01:4f8::1',
    '3ffe:ffff::1',
    '3fff:1000::1',
  ])('%s is public', (address) => {
    expect(specialPurpose(address)).toBeNull();
  });

  it.each(SPECIAL_PURPOSE_BLOCKS)('%s is a block without bits beyond its prefix', (text) => {
    const block = parseBlock(text);
    if (block === null) throw new Error(`${text} is no block`);
    expect(firstAddress(block, block.length).value).toBe(block.value);
  });

  it('agrees with net.BlockList inside each block', () => {
    // BlockList takes an IPv4 address for its IPv6 form: the two blocks that cover it stay out.
    const shadowing = new Set(['::/0', '::ffff:0:0/96']);
    const blocks = SPECIAL_PURPOSE_BLOCKS.filter(([text]) => !shadowing.has(text));
    const lists = { refused: new BlockList(), reachable: new BlockList() };
    for (const [text, purpose] of blocks) {
      const [address = '', length] = text.split('/');
      const list = purpose === null ? lists.reachable : lists.refused;
      if (text !== '2000::/3') list.addSubnet(address, Number(length), familyOf(address));
    }
    const within = fc
      .tuple(fc.constantFrom(...blocks), fc.bigInt(0n, 2n ** 128n - 1n))
      .map(([[text], noise]) => addressWithin(text, noise));
    fc.assert(
      fc.property(fc.oneof(within, fc.ipV4()), (address) => {
        const family = familyOf(address);
        if (lists.reachable.check(address, family)) return;
        if (lists.refused.check(address, family)) expect(specialPurpose(address)).not.toBeNull();
        else expect(specialPurpose(address)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });
});

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6';
}

function addressWithin(blockText: string, noise: bigint): string {
  const block = parseBlock(blockText);
  if (block === null) throw new Error(`${blockText} is no block`);
  const hostBits = BigInt((block.family === 4 ? 32 : 128) - block.length);
  return addressText({ family: block.family, value: block.value | (noise % 2n ** hostBits) });
}

describe('compareAddresses', () => {
  it('sorts as text by bytes, null first', () => {
    const sorted = [
      null,
      '10.0.0.1',
      '192.0.2.10',
      '192.0.2.9',
      '2001:db8::1',
      '2001:db8::a',
      '::1',
    ];
    expect([...sorted].reverse().sort(compareAddresses)).toEqual(sorted);
    expect(compareAddresses(null, null)).toBe(0);
    expect(compareAddresses('::1', '::1')).toBe(0);
  });
});
