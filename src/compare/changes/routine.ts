import type { Change, Observation } from '../../model/output/change.ts';

/**
 * Whether a change is a renewal as usual, which is no news: the same names by the same CA with the same kind of key,
 * valid longer than before, and nothing wrong with the certificate.
 */
export function isRoutine({ kind, before, after }: Change): boolean {
  if (kind !== 'certificate-renewed') return false;
  const kinds = new Set(before.observations.map(keyOf));
  const older = lastEnd(before.observations);
  return after.observations.every(
    (each) =>
      each.endpoint.problems?.length === 0 &&
      kinds.has(keyOf(each)) &&
      (each.certificate?.notAfter ?? '') > older,
  );
}

function keyOf({ certificate }: Observation): string | null {
  return certificate?.key ?? null;
}

function lastEnd(observations: readonly Observation[]): string {
  return (
    observations
      .map(({ certificate }) => certificate?.notAfter ?? '')
      .sort()
      .at(-1) ?? ''
  );
}
