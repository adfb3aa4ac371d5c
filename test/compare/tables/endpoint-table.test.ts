import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EndpointTable } from '../../../src/compare/tables/endpoint-table.ts';
import { endpointFacts } from '../../../src/judge/endpoint/endpoint-facts.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import { OUTCOMES, PROBLEMS } from '../../../src/model/records/words.ts';
import { makeEndpoint } from '../../model/make-records.ts';

const dane: Endpoint['dane'] = { dnssec: 'secure', records: ['3 1 1 00'], verdict: 'match' };

const endpoint = fc
  .record({
    host: fc.string({ unit: fc.constantFrom('a', 'b', 'é', '-', '.'), maxLength: 3 }),
    address: fc.option(fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1')),
    end: fc.constantFrom(...OUTCOMES),
    problems: fc.option(fc.subarray([...PROBLEMS])),
    dane: fc.option(fc.constant(dane)),
  })
  .map((parts) => makeEndpoint(parts));

it('returns the endpoints of a host and no others', () => {
  fc.assert(
    fc.property(fc.array(endpoint, { maxLength: 40 }), (unsorted) => {
      const endpoints = unsorted.toSorted((a, b) =>
        a.host < b.host ? -1 : a.host > b.host ? 1 : 0,
      );
      const table = new EndpointTable();
      for (const each of endpoints) table.add(each);
      const hosts = new Set(endpoints.map(({ host }) => host));
      for (const host of hosts) {
        const own = endpoints.filter((each) => each.host === host);
        expect(table.of(host)).toEqual(own.map(endpointFacts));
      }
      for (const host of ['0', 'ab.c', 'zz']) {
        if (!hosts.has(host)) expect(table.of(host)).toEqual([]);
      }
    }),
  );
});

it('grows beyond its first size', () => {
  const table = new EndpointTable();
  const hosts = Array.from({ length: 5_000 }, (_, index) => `mx${10_000 + index}.example.gr`);
  const of = (host: string): Endpoint => makeEndpoint({ host, outcome: 'plaintext' });
  for (const host of hosts) table.add(of(host));
  for (const host of hosts) expect(table.of(host)).toEqual([endpointFacts(of(host))]);
});
