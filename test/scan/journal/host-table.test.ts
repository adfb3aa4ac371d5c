import { describe, expect, it } from 'vitest';
import { HostTable } from '../../../src/scan/journal/host-table.ts';

const host = 'mx.a.example';

function nextHops(usage: number, dnssec: 'secure' | 'insecure'): readonly string[] | undefined {
  const table = new HostTable();
  const PLAIN = { owner: host, dnssec: 'secure', omitted: 0 } as const;
  const record = { usage, selector: 1, matchingType: 1, data: Buffer.alloc(32) };
  const tlsa = {
    asked: true,
    dnssec: 'secure',
    records: [record],
    failure: null,
    names: [host],
  } as const;
  table.addHost({ kind: 'host', host, ...PLAIN, addresses: [], settled: [], tlsa });
  const hosts = [{ preference: 0, host, omittedAddresses: 0 }];
  const mx = { kind: 'mx', failure: null, dnssec, hosts, omittedHosts: 0, excluded: 0 } as const;
  const planned = { domain: 'a.example', category: null, provider: null, notes: [] };
  table.addNextHop({ ...planned, mx: { ...mx, hosts } });
  return table.tlsaOf(host)?.nextHops;
}

describe('the domains that lead to an MX host', () => {
  it.each<[string, 2 | 3, 'secure' | 'insecure', string[]]>([
    ['count under a trust anchor (RFC 7672 §3.1.2)', 2, 'secure', ['a.example']],
    ['do not count where their MX set is not secure', 2, 'insecure', []],
    ['do not matter for a record of the certificate itself', 3, 'secure', []],
  ])('%s', (_, usage, dnssec, expected) => {
    expect(nextHops(usage, dnssec)).toEqual(expected);
  });
});
