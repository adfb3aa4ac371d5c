import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { TLS_VERSIONS } from '../../../src/model/records/words.ts';
import { makeCertificate, makeEndpoint, type EndpointOverrides } from '../../model/make-records.ts';
import { GOOD, MATCH, NO_POLICY, policyOf, presenting, snapshotOf, versionsOf } from '../worlds.ts';

const ENDED = makeCertificate({ notAfter: '2026-11-01T00:00:00Z', serial: '02' });

/** What an address of a host can be like. */
const endpoint = fc.constantFrom<EndpointOverrides>(
  {},
  presenting(GOOD),
  presenting(ENDED),
  presenting(GOOD, { path: { outcome: 'self-signed', via: [] } }),
  presenting(GOOD, { dane: MATCH, tls: versionsOf(['TLSv1', 'TLSv1.2']) }),
  { tls: versionsOf(['TLSv1']), dane: { ...MATCH, verdict: 'mismatch' } },
  { outcome: 'plaintext' },
  { outcome: 'stripped' },
  { outcome: 'failed' },
);
const world = fc.record({
  hosts: fc.dictionary(
    fc.constantFrom('mx.example.gr', 'mx2.example.gr', 'mx.other.com'),
    fc.array(endpoint, { minLength: 1, maxLength: 4 }),
    { minKeys: 1 },
  ),
  dnssec: fc.constantFrom<MailDomain['mx']['dnssec']>('secure', 'insecure'),
  mtaSts: fc.constantFrom(policyOf(), policyOf({}, 'testing'), NO_POLICY),
});

/** A way in which something of an endpoint is unknown. */
const mask = fc.constantFrom<(endpoint: Endpoint) => Endpoint>(
  (each) => each,
  (each) => makeEndpoint({ host: each.host, address: each.address, outcome: 'failed' }),
  (each) => makeEndpoint({ host: each.host, address: each.address, outcome: 'deferred' }),
  (each) => ({ ...each, problems: null, undetermined: [], dane: null }),
  (each) => ({ ...each, path: null }),
  (each) => ({ ...each, notes: ['inconsistent'] }),
  (each) => ({ ...each, dane: { dnssec: 'unknown', records: [], verdict: 'failed' } }),
  (each) => {
    if (each.outcome !== 'tls') return each;
    const [highest] = TLS_VERSIONS.filter((version) => version === each.tls.version);
    return { ...each, tls: versionsOf(highest ? [highest] : [], TLS_VERSIONS) };
  },
);
const domainMask = fc.constantFrom<Partial<MailDomain>>(
  {},
  { mtaSts: null },
  { mtaSts: policyOf({ state: 'failed', policy: null, error: 'timeout' }) },
);
const mxMask = fc.constantFrom<Partial<MailDomain['mx']>>({}, { dnssec: 'unknown' });

function masked(
  snapshot: Snapshot,
  masks: readonly ((endpoint: Endpoint) => Endpoint)[],
  domain: Partial<MailDomain>,
  mx: Partial<MailDomain['mx']>,
): Snapshot {
  return {
    ...snapshot,
    endpoints: snapshot.endpoints.map((each, index) => masks[index]?.(each) ?? each),
    domains: snapshot.domains.map((each) => ({ ...each, ...domain, mx: { ...each.mx, ...mx } })),
  };
}

describe('an unknown answer', () => {
  it('is never a change, whichever side it is on', () => {
    const masks = fc.array(mask, { minLength: 12, maxLength: 12 });
    const cases = fc.tuple(world, masks, domainMask, mxMask, fc.boolean());
    const property = fc.property(
      cases,
      ([{ hosts, dnssec, mtaSts }, masks, domain, mx, turned]) => {
        const whole = snapshotOf('2026-11-23', {
          certificates: [GOOD, ENDED],
          domains: [{ hosts: Object.keys(hosts), mx: { dnssec }, mtaSts }],
          hosts,
        });
        const sides = [whole, masked(whole, masks, domain, mx)].map(sourceOf);
        const [before, after] = turned ? sides.reverse() : sides;
        if (before === undefined || after === undefined) throw new Error('two snapshots');
        const { changes } = compareSnapshots(before, after);
        expect(changes.map(({ kind, levels }) => ({ kind, levels }))).toEqual([]);
      },
    );
    fc.assert(property, { numRuns: 2_000, seed: 20_160_123 });
  });
});
