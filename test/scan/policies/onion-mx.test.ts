import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ONION_CAP, OnionMxSchema, type OnionMx } from '../../../src/model/records/onion-mx.ts';
import type { DnsAnswer, SrvRecord } from '../../../src/net/dns/dns-answer.ts';
import { onionMxOf } from '../../../src/scan/policies/onion-mx.ts';
import { labOnion } from '../../lab/onion/onion-names.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const target = fc.oneof(
  fc.constantFrom(labOnion('a'), labOnion('b').toUpperCase(), 'wy6zk3pmcwiyhiao.onion', ''),
  fc.constantFrom('a'.repeat(56) + '.onion', 'mx.example.org', 'MX.example.org', '.onion', 'onion'),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ maxLength: 20 }).map((label) => `${label}.onion`),
);
// Few numbers, so that records are equal in some of them.
const number = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 65_535 }));
const record: fc.Arbitrary<SrvRecord> = fc.record({
  priority: number,
  weight: number,
  port: number,
  target,
});
const records = fc.array(record, { maxLength: 60, minLength: 1 });

function found(answers: SrvRecord[]): OnionMx {
  const answer: DnsAnswer<SrvRecord> = {
    ...{ kind: 'records', records: answers, aliases: [], dnssec: 'secure' },
  };
  return onionMxOf(answer);
}

function isInOrder(a: OnionMx['records'][number], b: OnionMx['records'][number]): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority;
  if (a.weight !== b.weight) return a.weight > b.weight;
  return a.host === b.host ? a.port < b.port : a.host < b.host;
}

describe('the onion MX of any SRV records', () => {
  it('is one record of the format, whatever their order and however often each comes', () => {
    fc.assert(
      fc.property(
        records.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
          ),
        ),
        ([all, shuffled]) => {
          const onionMx = found(all);
          expect(OnionMxSchema.parse(onionMx)).toEqual(onionMx);
          expect(found(shuffled)).toEqual(onionMx);
        },
      ),
    );
  });

  it('is sorted and capped, and says how many are left out', () => {
    fc.assert(
      fc.property(records, (all) => {
        const { records: kept, omitted, dnssec } = found(all);
        expect(dnssec).toBe('secure');
        expect(kept.length).toBeLessThanOrEqual(ONION_CAP);
        expect(omitted === 0 || kept.length === ONION_CAP).toBe(true);
        expect(kept.length + omitted).toBeLessThanOrEqual(all.length);
        const pairs = kept.slice(1).map((each, index) => [kept[index] ?? each, each] as const);
        expect(pairs.filter(([a, b]) => !isInOrder(a, b))).toEqual([]);
      }),
    );
  });

  it('shows no control character of a hostile target, and takes none for a service', () => {
    fc.assert(
      fc.property(records, (all) => {
        for (const { host, kind, answer } of found(all).records) {
          expect(UNPRINTABLE.test(host)).toBe(false);
          expect(answer).toBeNull();
          if (kind === 'v3') expect(host).toMatch(/^(?:[a-z0-9_-]+\.)*[a-z2-7]{56}\.onion$/);
          if (kind === 'v2') expect(host).toMatch(/^(?:[a-z0-9_-]+\.)*[a-z2-7]{16}\.onion$/);
        }
      }),
    );
  });
});
