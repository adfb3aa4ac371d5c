import type { ChangeKind, Topic } from '../../model/output/change-kinds.ts';
import type { Mx } from '../../model/records/mail-domain.ts';
import { operatorOf } from '../../model/names/operator.ts';

/** MX hosts of a domain that came and went. */
export interface MovedHosts {
  added: string[];
  removed: string[];
}

/** What comparing the MX set of a domain gives. */
export type ComparedMx =
  | { kind: 'changes'; changes: { change: ChangeKind; hosts: MovedHosts }[] }
  | { kind: 'now-known' | 'no-longer-known'; topic: Topic }
  | { kind: 'unknown' };

/** Whether a domain exists: not at all, without mail, with mail; null where the DNS lookup failed. */
const PRESENCE = {
  nxdomain: 0,
  none: 1,
  'null-mx': 1,
  mx: 2,
  implicit: 2,
  failed: null,
} as const satisfies Record<Mx['kind'], number | null>;

/** Whether mail can be delivered to a domain, as far as its DNS says. */
export function takesMail({ kind }: Mx): boolean {
  return PRESENCE[kind] === PRESENCE.mx;
}

/** Compares the MX hosts of a domain. A host that is beyond the cap, or excluded, is not removed. */
export function compareMx(before: Mx, after: Mx): ComparedMx {
  const older = PRESENCE[before.kind];
  const newer = PRESENCE[after.kind];
  if (older === null && newer === null) return { kind: 'unknown' };
  if (older === null) return { kind: 'now-known', topic: 'mx' };
  if (newer === null) return { kind: 'no-longer-known', topic: 'mx' };
  const all = { added: hostsOf(after), removed: hostsOf(before) };
  if (newer > older) return changes({ change: 'domain-appeared', hosts: all });
  if (newer < older) return changes({ change: 'domain-gone', hosts: all });
  if (hasMoved(before, after)) return changes({ change: 'domain-moved', hosts: all });
  const { added, removed } = movedHosts(before, after);
  return changes(
    ...(removed.length === 0
      ? []
      : [{ change: 'mx-removed' as const, hosts: { added: [], removed } }]),
    ...(added.length === 0 ? [] : [{ change: 'mx-added' as const, hosts: { added, removed: [] } }]),
  );
}

function changes(...found: { change: ChangeKind; hosts: MovedHosts }[]): ComparedMx {
  return { kind: 'changes', changes: found };
}

function movedHosts(before: Mx, after: Mx): MovedHosts {
  const older = hostsOf(before);
  const newer = hostsOf(after);
  const mayHide = (hiding: Mx, other: Mx) =>
    hiding.omittedHosts > 0 || hiding.excluded > other.excluded;
  return {
    added: mayHide(before, after) ? [] : newer.filter((host) => !older.includes(host)),
    removed: mayHide(after, before) ? [] : older.filter((host) => !newer.includes(host)),
  };
}

/** Whether none of those who ran the MX hosts runs one of them now. */
function hasMoved(before: Mx, after: Mx): boolean {
  const known = [before, after].every(
    ({ omittedHosts, excluded, hosts }) => omittedHosts + excluded === 0 && hosts.length > 0,
  );
  if (!known) return false;
  const older = new Set(hostsOf(before).map(operatorOf));
  return !hostsOf(after).some((host) => older.has(operatorOf(host)));
}

function hostsOf({ hosts }: Mx): string[] {
  return hosts.map(({ host }) => host).sort();
}
