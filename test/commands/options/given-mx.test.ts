import { describe, expect, it } from 'vitest';
import { settleScan } from '../../../src/commands/options/scan-settings.ts';
import type { ScanFlags } from '../../../src/commands/options/scan-config.ts';
import { Stop } from '../../../src/commands/terminal/stop.ts';

function messageOf(domains: readonly string[], flags: ScanFlags): string {
  try {
    settleScan(domains, { ehlo: 'scan.example.org', ...flags });
  } catch (error) {
    if (error instanceof Stop) return `${error.status} ${error.message}`;
    throw error;
  }
  throw new Error('it makes sense, it seems');
}

const HOST = 'mx.a.gr';
const ipv4 = (count: number) => Array.from({ length: count }, (_, n) => `${HOST}@192.0.2.${n}`);

describe('--mx', () => {
  it('is sorted, and each of them counts once', () => {
    const mx = ['b.a.gr', 'a.a.gr@2001:db8::1', 'a.a.gr@192.0.2.1', 'B.a.gr.', 'a.a.gr@192.0.2.1'];
    expect(settleScan(['a.gr'], { mx }).mx).toEqual([
      { host: 'a.a.gr', address: '192.0.2.1' },
      { host: 'a.a.gr', address: '2001:db8::1' },
      { host: 'b.a.gr', address: null },
    ]);
    expect(settleScan(['a.gr'], { mx: ipv4(8) }).mx).toHaveLength(8);
    expect(settleScan(['a.gr'], {}).mx).toBeNull();
  });

  it.each<[string, string[], ScanFlags, string]>([
    ['no domain', [], { mx: [HOST] }, '--mx tests the mail servers of one domain'],
    ['two domains', ['a.gr', 'b.gr'], { mx: [HOST] }, '--mx tests the mail servers of one domain'],
    ['stdin', ['-'], { mx: [HOST] }, '--mx tests the mail servers of one domain'],
    ['what is no host', ['a.gr'], { mx: ['192.0.2.1'] }, '--mx "192.0.2.1" is an address without'],
    [
      'an address and none',
      ['a.gr'],
      { mx: [HOST, `${HOST}@192.0.2.1`] },
      'with an address and without',
    ],
    ['nine addresses', ['a.gr'], { mx: ipv4(9) }, 'at most 8 IPv4 addresses are asked'],
    [
      '21 hosts',
      ['a.gr'],
      { mx: Array.from({ length: 21 }, (_, n) => `mx${n}.a.gr`) },
      'at most 20 hosts',
    ],
    [
      'IPv4 with -6',
      ['a.gr'],
      { mx: [`${HOST}@192.0.2.1`], ipv6: true },
      'an IPv4 address, which -6 leaves out',
    ],
    [
      'IPv6 with -4',
      ['a.gr'],
      { mx: [`${HOST}@2001:db8::1`], ipv4: true },
      'an IPv6 address, which -4 leaves out',
    ],
  ])('refuses %s', (_, domains, flags, message) => {
    expect(messageOf(domains, flags)).toMatch(/^2 [^\n]*$/);
    expect(messageOf(domains, flags)).toContain(message);
  });
});
