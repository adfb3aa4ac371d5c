import { certificateIdsOf } from '../../model/records/endpoint.ts';
import { FORMAT, type Snapshot } from '../../model/records/snapshot.ts';
import type { OpenSnapshot } from '../../store/snapshots/open-snapshot.ts';

/** Reads a whole snapshot into memory, except certificates that no endpoint refers to. */
export function wholeSnapshot(opened: OpenSnapshot): Snapshot {
  const domains = [...opened.domains()];
  const endpoints = [...opened.endpoints()];
  const ids = [...new Set(endpoints.flatMap(certificateIdsOf))].sort();
  const certificates = ids.flatMap((id) => opened.certificate(id) ?? []);
  return { format: FORMAT, survey: opened.survey, domains, endpoints, certificates };
}
