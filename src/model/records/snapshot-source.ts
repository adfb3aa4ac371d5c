import type { Certificate } from './certificate.ts';
import type { Endpoint } from './endpoint.ts';
import type { MailDomain } from './mail-domain.ts';
import type { Snapshot } from './snapshot.ts';
import type { Survey } from './survey.ts';

/**
 * A snapshot as comparing reads it, record by record, so that its size is no matter. The records are in the order of the
 * format, and each call reads them anew from the first.
 */
export interface SnapshotSource {
  readonly survey: Survey;
  domains(): Iterable<MailDomain>;
  endpoints(): Iterable<Endpoint>;
  /** The certificate of an id; null where the snapshot has none. */
  certificate(id: string): Certificate | null;
}

/**
 * A snapshot of which any record can be read by its place in the order of the format, counted from 0; null beyond the last
 * one. What is written about a survey of any size is made from this, with the records of one provider in memory at a time.
 */
export interface SeekableSource extends SnapshotSource {
  domainAt(place: number): MailDomain | null;
  endpointAt(place: number): Endpoint | null;
}

/** A snapshot that is in memory already, as a source. */
export function sourceOf(snapshot: Omit<Snapshot, 'format'>): SeekableSource {
  const certificates = new Map(snapshot.certificates.map((each) => [each.id, each]));
  return {
    survey: snapshot.survey,
    domains: () => snapshot.domains,
    endpoints: () => snapshot.endpoints,
    certificate: (id) => certificates.get(id) ?? null,
    domainAt: (place) => snapshot.domains[place] ?? null,
    endpointAt: (place) => snapshot.endpoints[place] ?? null,
  };
}
