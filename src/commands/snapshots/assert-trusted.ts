import type { SnapshotEntry } from '../../model/records/baseline.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { Stop } from '../terminal/stop.ts';

/** Throws a Stop with status 3 for a snapshot that is degraded. */
export function assertTrusted({ file, survey: { degraded } }: SnapshotEntry): void {
  if (degraded.length === 0) return;
  const reasons = degraded.map((word) => shownText(word, 40)).join(', ');
  throw new Stop(
    3,
    `${shownText(file, 255)} cannot be trusted (${reasons}); --force compares it anyway`,
  );
}
