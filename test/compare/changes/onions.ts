import type { OnionMx, OnionRecord } from '../../../src/model/records/onion-mx.ts';
import { labOnion } from '../../lab/onion/onion-names.ts';

export function onionRecord(host: string, kind: OnionRecord['kind'], priority = 0): OnionRecord {
  return { host, kind, port: 25, priority, weight: 5, answer: null };
}

/** An onion MX of some records. */
export function onionMxOf(...records: OnionRecord[]): OnionMx {
  return { state: 'present', dnssec: 'unknown', records, omitted: 0, error: null };
}

export const ONION_ABSENT: OnionMx = { ...onionMxOf(), state: 'absent' };
export const ONION_FAILED: OnionMx = { ...onionMxOf(), state: 'failed', error: 'timeout' };
export const ONION_A = onionRecord(labOnion('a'), 'v3');
export const ONION_B = onionRecord(labOnion('b'), 'v3', 10);
export const ONION_V2 = onionRecord('wy6zk3pmcwiyhiao.onion', 'v2');
