import { CHANGE_FACTS, type ChangeKind, type Topic } from '../../model/output/change.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';

/** Something that changed of a host, with the endpoints that show it on both sides. */
export interface HostFinding {
  kind: ChangeKind;
  from: Endpoint[];
  to: Endpoint[];
  /** Seen at addresses that one of the surveys alone has: does not count where the host has more than were asked. */
  rotation: boolean;
  /** Goes from or to a host that was not asked for DANE: does not count where the DNSSEC status of the domain is unknown. */
  needsDnssec?: boolean;
}

/** Findings with those of one kind made one, in the order of the kinds' first. */
export function merged(findings: readonly HostFinding[]): HostFinding[] {
  const byKind = new Map<ChangeKind, HostFinding>();
  for (const finding of findings) {
    const same = byKind.get(finding.kind);
    byKind.set(
      finding.kind,
      same === undefined
        ? finding
        : {
            ...same,
            from: [...new Set([...same.from, ...finding.from])],
            to: [...new Set([...same.to, ...finding.to])],
            rotation: same.rotation && finding.rotation,
          },
    );
  }
  return [...byKind.values()];
}

/** What a kind is about. */
export function topicOf(kind: ChangeKind): Topic {
  return CHANGE_FACTS[kind].topic;
}
