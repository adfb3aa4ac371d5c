import type { Depth } from '../../model/records/words.ts';
import { outcomeProbe, FIRST_PROBE } from './outcome-probes.ts';
import { deepProbe } from './deep-probes.ts';
import { isTlsKnown, shouldStop } from './attempts.ts';
import type { Attempt, Probe } from './probe.ts';
import { versionProbe } from './versions.ts';

/** Makes one connection and gives what it showed. */
export type Connect = (probe: Probe) => Promise<Attempt['result']>;

/** Connections to one endpoint in a whole run, at most. */
export const MAX_ATTEMPTS = { quick: 6, standard: 6, deep: 14 } as const satisfies Record<
  Depth,
  number
>;

/** What is particular about a pass. */
interface PassOptions {
  /** What it begins with, instead of the probe that every endpoint is asked first. */
  first?: Probe;
  /** Whether what was result wants a second opinion: the last connection of the run is then kept for that. */
  needsConfirmation?: (attempts: readonly Attempt[]) => boolean;
}

/**
 * Asks one endpoint in one pass: for its answer, then, as deep as is wished, for what else it does, until the first sign
 * that this is not welcome.
 * @param before what earlier passes saw, in order; @returns what this pass saw, in order.
 */
export async function runProbes(
  connect: Connect,
  before: readonly Attempt[],
  depth: Depth,
  { first = FIRST_PROBE, needsConfirmation = () => false }: PassOptions = {},
): Promise<Attempt[]> {
  const most = MAX_ATTEMPTS[depth];
  const result: Attempt[] = [];
  let probe: Probe | null = first;
  while (probe !== null && before.length + result.length < most) {
    result.push({ probe, result: await connect(probe) });
    const attempts = [...before, ...result];
    probe =
      attempts.length === most - 1 && needsConfirmation(attempts)
        ? null
        : nextProbe(attempts, depth);
  }
  return result;
}

/** What to ask next, null for nothing more in this pass. */
function nextProbe(attempts: readonly Attempt[], depth: Depth): Probe | null {
  const forAnswer = outcomeProbe(attempts);
  if (forAnswer !== null) return forAnswer;
  if (depth === 'quick' || !isTlsKnown(attempts) || shouldStop(attempts)) return null;
  const forVersions = versionProbe(attempts);
  if (forVersions !== null || depth === 'standard') return forVersions;
  return deepProbe(attempts);
}
