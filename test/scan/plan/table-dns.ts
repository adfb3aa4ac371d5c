import type { DnsAnswer, MxRecord, Resolver } from '../../../src/net/dns/dns-answer.ts';

type Answer<R> = R[] | 'nodata' | 'nxdomain' | 'timeout' | 'cname-loop';
/** What a name has. */
export interface Name {
  mx?: Answer<[number, string]>;
  a?: Answer<string>;
  aaaa?: Answer<string>;
  aliases?: string[];
}

function answer<R>(said: Answer<R> | undefined, aliases: string[] = []): DnsAnswer<R> {
  const common = { aliases, dnssec: 'unknown' } as const;
  if (said === undefined || said === 'nodata') return { kind: 'nodata', ...common };
  if (said === 'nxdomain') return { kind: 'nxdomain', ...common };
  if (typeof said === 'string') {
    return { kind: 'failed', failure: { stage: 'dns', code: said, detail: '' } };
  }
  return { kind: 'records', records: said, ...common };
}

/** A DNS from a table; names that are not in it do not exist. `asked` counts the questions. */
export function dns(names: Record<string, Name>): Resolver & { asked: string[] } {
  const asked: string[] = [];
  const find = (name: string, type: string): Name => {
    asked.push(`${name} ${type}`);
    return names[name] ?? { mx: 'nxdomain', a: 'nxdomain', aaaa: 'nxdomain' };
  };
  return {
    asked,
    mx: (name) => {
      const { mx, aliases } = find(name, 'MX');
      const records = Array.isArray(mx)
        ? mx.map(([preference, exchange]): MxRecord => ({ preference, exchange }))
        : mx;
      return Promise.resolve(answer(records, aliases));
    },
    ipv4: (name) => Promise.resolve(answer(find(name, 'A').a, names[name]?.aliases)),
    ipv6: (name) => Promise.resolve(answer(find(name, 'AAAA').aaaa, names[name]?.aliases)),
    alias: (name) => Promise.reject(new Error(`asked for the CNAME of ${name}`)),
    tlsa: (name) => Promise.reject(new Error(`asked for the TLSA of ${name}`)),
    srv: (name) => Promise.reject(new Error(`asked for the SRV of ${name}`)),
    validates: () => Promise.resolve(false),
    txt: (name) => Promise.resolve(answer(find(name, 'TXT').aaaa)),
  };
}
