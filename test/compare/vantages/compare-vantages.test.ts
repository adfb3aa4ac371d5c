import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVantages } from '../../../src/compare/vantages/compare-vantages.ts';
import type { VantageComparison } from '../../../src/model/output/vantages.ts';
import type { EndpointOverrides } from '../../model/make-records.ts';
import { sourceFor } from '../worlds.ts';
import { VANTAGE_CASES, worldFrom } from './vantage-cases.ts';

const DAY = '2026-11-23';

type Hosts = Record<string, readonly EndpointOverrides[]>;

function across(first: Hosts, second: Hosts): VantageComparison {
  return compareVantages(
    sourceFor(DAY, worldFrom('athens', first)),
    sourceFor(DAY, worldFrom('berlin', second)),
  );
}

const found = ({ differences }: VantageComparison) =>
  differences.map(({ kind, host, address }) => ({ kind, host, address }));

describe('two vantages', () => {
  it.each(VANTAGE_CASES)('$name: $kinds', ({ first, second, kinds }) => {
    const [host, address] = ['mx.example.gr', '192.0.2.1'];
    const expected = kinds.map((kind) => ({ kind, host, address }));
    expect(found(across({ [host]: [first] }, { [host]: [second] }))).toEqual(expected);
    expect(found(across({ [host]: [second] }, { [host]: [first] }))).toEqual(expected);
  });

  it('are compared at the addresses that both asked', () => {
    const plain = { outcome: 'plaintext' } as const;
    const first = { 'a.example.gr': [{}], 'b.example.gr': [{}, {}], 'c.example.gr': [{}] };
    const second = { 'b.example.gr': [plain], 'c.example.gr': [{}, plain], 'd.example.gr': [{}] };
    const comparison = across(first, second);
    expect(found(comparison)).toEqual([
      { kind: 'starttls', host: 'b.example.gr', address: '192.0.2.1' },
    ]);
    expect(comparison.addresses).toEqual({
      compared: 2,
      unknown: 0,
      firstOnly: 2,
      secondOnly: 2,
    });
  });

  it('keep the evidence of each side, and who has the host in either list', () => {
    const comparison = across(
      { 'a.example.gr': [{}], 'b.example.gr': [{}] },
      { 'a.example.gr': [{}], 'b.example.gr': [{ outcome: 'plaintext' }] },
    );
    const [difference] = comparison.differences;
    if (difference === undefined) throw new Error('no difference');
    expect(difference.concerns).toEqual([
      { category: 'Providers', provider: 'EXAMPLE', domains: ['example.gr'] },
    ]);
    const evidence = comparison.evidence(difference);
    expect(evidence?.first.endpoint).toMatchObject({ host: 'b.example.gr', outcome: 'tls' });
    expect(evidence?.second.endpoint).toMatchObject({ host: 'b.example.gr', outcome: 'plaintext' });
  });
});

const SIDES = VANTAGE_CASES.flatMap(({ first, second }) => [first, second]);

/** Some hosts, each with addresses of which a vantage shows any side of a case; keys stand sorted, as in a snapshot. */
const hosts = fc
  .dictionary(
    fc.constantFrom('a.example.gr', 'a.example.gr.x.gr', 'b.example.gr', 'mx.example.gr'),
    fc.array(fc.constantFrom(...SIDES), { minLength: 1, maxLength: 3 }),
  )
  .map((all): Hosts =>
    Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))),
  );

describe('any two vantages', () => {
  it('differ at the same addresses whichever is the first', () => {
    fc.assert(
      fc.property(hosts, hosts, (first, second) => {
        expect(found(across(second, first))).toEqual(found(across(first, second)));
      }),
    );
  });

  it('that show the same do not differ', () => {
    fc.assert(
      fc.property(hosts, (both) => {
        expect(found(across(both, both))).toEqual([]);
      }),
    );
  });
});
