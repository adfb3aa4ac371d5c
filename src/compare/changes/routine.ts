import type { Observation } from '../../model/output/change.ts';
import type { ChangeKind } from '../../model/output/change-kinds.ts';

/**
 * Whether a change is a renewal as usual, which is no news: the same names by the same CA with the same kind of key,
 * valid longer than before, and nothing wrong with the certificate.
 */
export function isRoutine(
  kind: ChangeKind,
  { before, after }: Record<'before' | 'after', readonly Observation[]>,
): boolean {
  if (kind !== 'certificate-renewed') return false;
  const kinds = new Set(before.map(keyOf));
  const older = lastEnd(before);
  return after.every(
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
