import type { Certificate } from '../model/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { FORMAT, type Snapshot } from '../model/snapshot.ts';
import type { OpenSnapshot } from '../store/open-snapshot.ts';

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
