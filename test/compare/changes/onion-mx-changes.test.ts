import { describe, expect, it } from 'vitest';
import { compareOnionMx } from '../../../src/compare/changes/policy-changes.ts';
import type { OnionMx, OnionRecord } from '../../../src/model/records/onion-mx.ts';
import {
  ONION_A as A,
  ONION_ABSENT as ABSENT,
  ONION_B as B,
  ONION_FAILED as FAILED,
  ONION_V2 as V2,
  onionMxOf as present,
  onionRecord,
} from './onions.ts';

const OFF = present(onionRecord('.', 'unavailable'));
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
