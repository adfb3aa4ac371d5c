import type { Depth } from '../../model/records/words.ts';
import { isLost, isTlsKnown, shouldStop } from './attempts.ts';
import { deepProbe } from './deep-probes.ts';
import { FIRST_PROBE, outcomeProbe } from './outcome-probes.ts';
import type { Attempt, Probe } from './probe.ts';
import { versionProbe } from './versions.ts';

/** Makes the connection of a probe; returns its result. */
export type Connect = (probe: Probe) => Promise<Attempt['result']>;

/** Connections to one endpoint in a whole run, at most. */
export const MAX_ATTEMPTS = { quick: 6, standard: 6, deep: 14 } as const satisfies Record<
  Depth,
  number
>;

/** How often a pass makes a connection that this machine is in the way of. */
const LOST_TRIES = 2;

interface PassOptions {
  /** The probe that the pass begins with. */
  first?: Probe;
  /** Whether the attempts need confirmation: the last connection of the run is then kept for it. */
  needsConfirmation?: (attempts: readonly Attempt[]) => boolean;
}

/**
 * Probes one endpoint in one pass: first for its outcome, then, as the depth requires, for versions and more, until the
 * server rejects, defers or drops a connection. A connection that this machine was in the way of is made again, and counts.
 * @param before the attempts of earlier passes, in order.
 * @returns the attempts of this pass, in order.
 */
export async function runProbes(
  connect: Connect,
  before: readonly Attempt[],
  depth: Depth,
  { first = FIRST_PROBE, needsConfirmation = () => false }: PassOptions = {},
): Promise<Attempt[]> {
  const most = MAX_ATTEMPTS[depth];
  const made: Attempt[] = [];
  let probe: Probe | null = first;
  while (probe !== null && before.length + made.length < most) {
    const attempt: Attempt = { probe, result: await connect(probe) };
    made.push(attempt);
    if (isLost(attempt)) {
      if (made.filter(isLost).length === LOST_TRIES) break;
      continue;
    }
    const attempts = [...before, ...made].filter((each) => !isLost(each));
    const isKept = before.length + made.length === most - 1 && needsConfirmation(attempts);
    probe = isKept ? null : nextProbe(attempts, depth);
  }
  return made;
}

/** Returns the next probe; null if this pass is done. */
function nextProbe(attempts: readonly Attempt[], depth: Depth): Probe | null {
  const forOutcome = outcomeProbe(attempts);
  if (forOutcome !== null) return forOutcome;
  if (depth === 'quick' || !isTlsKnown(attempts) || shouldStop(attempts)) return null;
  const forVersions = versionProbe(attempts);
  return forVersions === null && depth === 'deep' ? deepProbe(attempts) : forVersions;
}
