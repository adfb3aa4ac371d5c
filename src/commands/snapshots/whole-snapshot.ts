import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import { FORMAT, type Snapshot } from '../../model/records/snapshot.ts';
import type { OpenSnapshot } from '../../store/snapshots/open-snapshot.ts';

/** Reads all of a snapshot into memory, but for certificates that no endpoint presents. */
export function wholeSnapshot(opened: OpenSnapshot): Snapshot {
  const domains = [...opened.domains()];
  const endpoints = [...opened.endpoints()];
  const certificates = presented(endpoints, opened);
  return { format: FORMAT, survey: opened.survey, domains, endpoints, certificates };
}

function presented(endpoints: readonly Endpoint[], opened: OpenSnapshot): Certificate[] {
  const ids = endpoints.flatMap(({ certificate, chain, path }) => [
    ...(certificate === null ? [] : [certificate]),
    ...chain,
    ...(path?.via ?? []),
  ]);
  return [...new Set(ids)].sort().flatMap((id) => opened.certificate(id) ?? []);
}
