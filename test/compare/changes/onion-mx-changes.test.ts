import { describe, expect, it } from 'vitest';
import { compareOnionMx } from '../../../src/compare/changes/policy-changes.ts';
import type { OnionMx, OnionRecord } from '../../../src/model/records/onion-mx.ts';
import { labOnion } from '../../lab/onion/onion-names.ts';

const record = (host: string, kind: OnionRecord['kind'], priority = 0): OnionRecord => ({
  ...{ host, kind, port: 25, priority, weight: 5, answer: null },
});

function present(...records: OnionRecord[]): OnionMx {
  return { state: 'present', dnssec: 'unknown', records, omitted: 0, error: null };
}

const ABSENT: OnionMx = { ...present(), state: 'absent' };
const FAILED: OnionMx = { ...present(), state: 'failed', error: 'timeout' };
const OFF = present(record('.', 'unavailable'));
const A = record(labOnion('a'), 'v3');
const B = record(labOnion('b'), 'v3', 10);
const V2 = record('wy6zk3pmcwiyhiao.onion', 'v2');
const REFUSED: OnionRecord = {
  ...A,
  answer: {
    outcome: 'failed',
    failure: { stage: 'connect', code: 'onion-not-found', detail: '' },
    ...{ reply: null, smtp: null, tls: null, certificate: null },
  },
};

describe('the onion MX in two surveys', () => {
  it.each<[string, OnionMx | null, OnionMx | null, string]>([
    ['not asked before', null, present(A), 'same'],
    ['not asked now', present(A), null, 'same'],
    ['appeared', ABSENT, present(A), 'onion-mx-added improvement'],
    ['vanished', present(A), ABSENT, 'onion-mx-removed neutral'],
    ['declined now', present(A), OFF, 'onion-mx-removed neutral'],
    ['declined, and no record', OFF, ABSENT, 'same'],
    ['another name', present(A), present(B), 'onion-mx-changed neutral'],
    ['one name more', present(A), present(A, B), 'onion-mx-changed neutral'],
    ['another order', present(A, B), present({ ...B, priority: 0 }, A), 'same'],
    ['dead names appeared', ABSENT, present(V2), 'onion-mx-broken neutral'],
    ['dead names in place of it', present(A), present(V2), 'onion-mx-broken regression'],
    ['dead names replaced', present(V2), present(A), 'onion-mx-fixed improvement'],
    ['dead names removed', present(V2), ABSENT, 'onion-mx-changed neutral'],
    ['unknown before', FAILED, present(A), 'now-known'],
    ['unknown now', present(A), FAILED, 'no-longer-known'],
    ['another answer over Tor', present(A), present(REFUSED), 'same'],
  ])('%s', (_, before, after, shown) => {
    const found = compareOnionMx({ onionMx: before }, { onionMx: after });
    expect(found.kind === 'change' ? `${found.change} ${found.effect}` : found.kind).toBe(shown);
  });
});
