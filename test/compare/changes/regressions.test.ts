import fc from 'fast-check';
import { expect, it } from 'vitest';
import { regressesFrom } from '../../../src/compare/changes/regression.ts';
import { regressionsAgainst } from '../../../src/compare/changes/regressions.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import { compareAddresses } from '../../../src/model/names/ip-address.ts';
import { OUTCOMES, PROBLEMS, TLS_VERSIONS } from '../../../src/model/records/words.ts';
import { makeEndpoint } from '../../model/make-records.ts';
import { snapshotOf, sourceFor } from '../worlds.ts';

const ROOTS = { source: 'node', count: 1, sha256: 'c'.repeat(64) };

const endpoint = fc
  .record({
    host: fc.constantFrom('mx.a.gr', 'mx.b.gr'),
    address: fc.constantFrom('192.0.2.1', '192.0.2.2', '2001:db8::1'),
    end: fc.constantFrom(...OUTCOMES),
    version: fc.constantFrom(...TLS_VERSIONS),
    problems: fc.option(fc.subarray([...PROBLEMS], { maxLength: 2 })),
    undetermined: fc.subarray([...PROBLEMS], { maxLength: 1 }),
    notes: fc.subarray(['inconsistent', 'helo-only']),
    certificate: fc.option(fc.constantFrom('a'.repeat(64), 'b'.repeat(64))),
    issuers: fc.subarray(['c'.repeat(64), 'd'.repeat(64)]),
    verdict: fc.option(fc.constantFrom('match', 'mismatch', 'none', 'failed')),
  })
  .map(({ issuers, verdict, ...parts }) =>
    makeEndpoint({
      ...parts,
      chain: parts.certificate === null ? [] : [parts.certificate, ...issuers],
      dane: verdict && { dnssec: 'secure', records: ['3 1 1 00'], verdict },
    }),
  );

const before = fc
  .uniqueArray(endpoint, { selector: ({ host, address }) => `${host} ${address}`, maxLength: 5 })
  .map((all) => all.toSorted(inOrder));

function inOrder(a: Endpoint, b: Endpoint): number {
  return a.host === b.host ? compareAddresses(a.address, b.address) : a.host < b.host ? -1 : 1;
}

it('what is kept of a snapshot answers like its whole records', () => {
  let regressions = 0;
  fc.assert(
    fc.property(before, endpoint, fc.boolean(), (endpoints, now, sameRoots) => {
      const { scanner } = snapshotOf('2026-11-30', { hosts: {} }).survey;
      const source = { ...sourceFor('2026-11-23', { hosts: {} }), endpoints: () => endpoints };
      const asking = { scanner: sameRoots ? scanner : { ...scanner, roots: ROOTS } };
      const own = endpoints.filter(({ host }) => host === now.host);
      const expected = regressesFrom(own, now, sameRoots);
      if (expected) regressions++;
      expect(regressionsAgainst(source, asking)(now)).toBe(expected);
    }),
    { numRuns: 500, seed: 1 },
  );
  expect(regressions).toBeGreaterThan(20);
});
