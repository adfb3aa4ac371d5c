import { CHANGE_FACTS, type ChangeKind, type Topic } from '../../model/output/change-kinds.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';

/** Something that changed of a host, with the endpoints that show it on both sides. */
export interface DetectedChange {
  kind: ChangeKind;
  from: Endpoint[];
  to: Endpoint[];
  /** Seen at addresses that one of the surveys alone has: does not count where the host has more than were asked. */
  rotation: boolean;
  /** Goes from or to a host that was not asked for DANE: does not count where the DNSSEC status of the domain is unknown. */
  needsDnssec?: boolean;
}

/** Detected changes, with those of one kind made one, in the order of the kinds' first. */
export function merged(detected: readonly DetectedChange[]): DetectedChange[] {
  const byKind = new Map<ChangeKind, DetectedChange>();
  for (const each of detected) {
    const same = byKind.get(each.kind);
    byKind.set(
      each.kind,
      same === undefined
        ? each
        : {
            ...same,
            from: [...new Set([...same.from, ...each.from])],
            to: [...new Set([...same.to, ...each.to])],
            rotation: same.rotation && each.rotation,
          },
    );
  }
  return [...byKind.values()];
}

/** What a kind is about. */
export function topicOf(kind: ChangeKind): Topic {
  return CHANGE_FACTS[kind].topic;
}
