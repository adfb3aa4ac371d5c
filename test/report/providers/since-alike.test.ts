import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HistoryBook } from '../../../src/compare/history/history-book.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { makeSinces, sincesOfOne } from '../../../src/report/providers/report-since.ts';
import { snapshotOf, versionsOf } from '../../compare/worlds.ts';
import type { DomainOverrides, EndpointOverrides } from '../../model/make-records.ts';

const HOSTS = ['mx1.example.gr', 'mx2.example.gr', 'mx3.example.gr', 'mx4.example.gr'];

const endpoint = fc.constantFrom<EndpointOverrides>(
  {},
  { tls: versionsOf(['TLSv1']) },
  { tls: versionsOf(['TLSv1', 'TLSv1.2']) },
  { problems: ['expired'] },
  { outcome: 'plaintext' },
  { outcome: 'failed' },
  { outcome: 'deferred' },
  { outcome: 'rejected' },
  { outcome: 'stripped' },
);

/** Why a domain has no hosts, where it has none. */
const NO_HOSTS: readonly Partial<DomainOverrides>[] = [
  {},
  { mx: { kind: 'null-mx' } },
  { mx: { kind: 'failed', failure: { stage: 'dns', code: 'timeout', detail: '' } } },
];

/** Surveys in which domains share few hosts, so that many of them are answered alike, and some nearly so. */
const survey: fc.Arbitrary<Snapshot> = fc
  .record({
    hosts: fc.array(fc.array(endpoint, { minLength: 1, maxLength: 2 }), {
      minLength: 4,
      maxLength: 4,
    }),
    domains: fc.array(
      fc.record({ hosts: fc.subarray(HOSTS, { maxLength: 2 }), why: fc.constantFrom(...NO_HOSTS) }),
      { minLength: 2, maxLength: 12 },
    ),
  })
  .map(({ hosts, domains }) =>
    snapshotOf('2026-11-23', {
      hosts: Object.fromEntries(HOSTS.map((host, n) => [host, hosts[n] ?? []])),
      domains: domains.map(({ hosts: own, why }, n) => ({
        domain: `d${10 + n}.gr`,
        hosts: own,
        ...(own.length === 0 ? why : {}),
      })),
    }),
  );

it('since when of one survey is for each domain what it is without the memory of domains answered alike', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(survey, (snapshot) => {
      const source = sourceOf(snapshot);
      const book = new HistoryBook();
      book.add(source);
      const [remembering, whole] = [sincesOfOne(source), makeSinces(book)];
      for (const domain of snapshot.domains) {
        const names = domain.mx.hosts.map(({ host }) => host);
        const own = snapshot.endpoints.filter(({ host }) => names.includes(host));
        const since = remembering.domain(domain, own);
        expect(since).toEqual(whole.domain(domain, own));
        expect(since).toEqual(sincesOfOne(source).domain(domain, own));
        seen.add(JSON.stringify(since));
      }
    }),
    { numRuns: 25, seed: 20_261_123 },
  );
  // What is compared is not the same of all domains.
  expect(seen.size).toBeGreaterThan(1);
});
