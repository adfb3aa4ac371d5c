import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import {
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type DomainOverrides,
  type EndpointOverrides,
} from '../../model/make-records.ts';
import { CERTIFICATES } from './answer-certificates.ts';

/** A snapshot of one domain with its endpoints, and all certificates of these tests. */
export function world(domain: DomainOverrides, endpoints: readonly EndpointOverrides[]): Snapshot {
  const made = endpoints.map(makeEndpoint);
  return makeSnapshot({
    domains: [makeDomain(domain, made)],
    endpoints: made,
    certificates: CERTIFICATES,
  });
}
