import type { DnsblListing } from '../../../src/model/records/endpoint.ts';

const ZONE = { zone: 'bl.example', codes: [], reason: null, error: null };

/** What a DNS list says of an address. */
export const NOT_LISTED: DnsblListing = { ...ZONE, state: 'not-listed' };
export const LISTED: DnsblListing = {
  ...ZONE,
  state: 'listed',
  codes: ['127.0.0.2'],
  reason: 'sent spam',
};
export const UNKNOWN: DnsblListing = { ...ZONE, state: 'failed', error: 'timeout' };
